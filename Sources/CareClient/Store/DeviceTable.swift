import Care
import CareMessages
import ChartSync
import Foundation
import GRDB
import StrictJSON

/// The row that says whose device this is, with its credential.
struct DeviceRecord: Sendable {
    var server: String
    var enrolment: Enrolment
    /// The enrolment as a new device that is under way.
    var nextEnrolment: Enrolment?
    var member: Member?
    var accessToken: String?
    var refreshToken: String?
}

/// Statements on `device`.
enum DeviceTable {
    static func current(_ database: Database) throws -> DeviceRecord? {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM device") else { return nil }
        let enrolment: Enrolment = try stored(row["enrolment"], as: "the enrolment")
        let member: Member? = try (row["member"] as String?).map { try stored($0, as: "the member") }
        let nextEnrolment: Enrolment? = try (row["next_enrolment"] as String?).map {
            try stored($0, as: "the next enrolment")
        }
        return DeviceRecord(
            server: row["server"], enrolment: enrolment, nextEnrolment: nextEnrolment, member: member,
            accessToken: row["access_token"], refreshToken: row["refresh_token"])
    }

    /// The device and its member, or the advice to enrol.
    static func enrolled(_ database: Database) throws -> (device: DeviceID, member: MemberID) {
        guard let record = try current(database), let member = record.member else { throw StoreError.notEnrolled }
        return (record.enrolment.device.id, member.id)
    }

    /// Keeps what is about to be sent, so that the same enrolment can be sent again.
    static func begin(_ enrolment: Enrolment, server: String, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO device (singleton, server, device_id, enrolment) VALUES (1, ?, ?, ?)
                ON CONFLICT (singleton) DO UPDATE
                SET server = excluded.server, device_id = excluded.device_id, enrolment = excluded.enrolment
                """,
            arguments: [server, enrolment.device.id.description, try jsonText(enrolment)])
    }

    static func complete(_ answer: EnrolmentAnswer, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE device SET member_id = ?, member = ?, access_token = ?, refresh_token = ?",
            arguments: [
                answer.member.id.description, try jsonText(answer.member), answer.tokens.accessToken,
                answer.tokens.refreshToken,
            ])
    }

    /// Replaces the credential, unless another process has done so since `used` was read.
    static func replaceTokens(_ tokens: TokenPair, used: String?, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE device SET access_token = ?, refresh_token = ? WHERE access_token IS ?",
            arguments: [tokens.accessToken, tokens.refreshToken, used])
    }

    /// The next number of this device, which is then taken.
    static func takeSeq(_ database: Database) throws -> Int64 {
        let next = try Int64.fetchOne(
            database, sql: "UPDATE device SET next_seq = next_seq + 1 RETURNING next_seq - 1")
        guard let next else { throw StoreError.notEnrolled }
        return next
    }

    /// Keeps the enrolment as a new device before it is sent.
    static func beginNext(_ enrolment: Enrolment, _ database: Database) throws {
        try database.execute(sql: "UPDATE device SET next_enrolment = ?", arguments: [try jsonText(enrolment)])
    }

    /// Makes the next enrolment the device's own, which counts from `nextSeq`.
    static func completeNext(_ answer: EnrolmentAnswer, nextSeq: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE device
                SET device_id = ?, enrolment = next_enrolment, next_enrolment = NULL, next_seq = ?
                """,
            arguments: [answer.device.id.description, nextSeq])
        try complete(answer, database)
    }
}

/// A value of ours as JSON text for a column.
func jsonText(_ value: some Encodable) throws(JSONProblem) -> String {
    String(decoding: JSONWriter.write(try JSONValue.encoding(value)), as: UTF8.self)
}

/// A value of ours from a column's JSON text.
func stored<Value: Decodable>(_ text: String, as what: String) throws(StoreError) -> Value {
    do throws(JSONProblem) {
        return try JSONReader.read(Array(text.utf8), limits: .stored).decode(unknownFields: .ignore)
    } catch {
        throw .damaged("\(what) cannot be read (\(error.code.rawValue) at \(error.pointer))")
    }
}

extension JSONLimits {
    /// For what this library wrote itself, or a service answered: large pages, and rows of kinds to come.
    static let stored: JSONLimits = {
        var limits = JSONLimits()
        limits.bodyBytes = ServiceConnection.maximumAnswerBytes
        limits.elementCount = 1_000_000
        limits.stringBytes = 1 << 20
        // A body that was set aside comes back deeper in the answer than it lay in the batch.
        limits.depth = 64
        return limits
    }()
}
