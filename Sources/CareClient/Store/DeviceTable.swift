import Care
import CareMessages
import ChartSync
import Foundation
import GRDB
import StrictJSON

/// The row that says whose device this is, with its credential.
struct DeviceRecord: Sendable {
    var server: String
    var device: Device
    var role: Role
    /// A member's.
    var enrolment: Enrolment?
    /// The enrolment as a new device that is under way.
    var nextEnrolment: Enrolment?
    /// The new identity of a practitioner's device that is under way.
    var nextDevice: DeviceID?
    /// Nil until the service has said who it is.
    var holder: Holder?
    var accessToken: String?
    var refreshToken: String?
    var state: DeviceOwner.State
    var historySince: LocalDay?
    var copiesPanel: Bool
    var clockOffsetMilliseconds: Int64?
    var syncedAt: Instant?
}

/// Statements on `device`.
enum DeviceTable {
    static func current(_ database: Database) throws -> DeviceRecord? {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM device") else { return nil }
        guard let device = DeviceID(row["device_id"] as String), let name = Label(row["name"] as String),
            let role = Role(rawValue: row["role"]), let state = DeviceOwner.State(rawValue: row["state"])
        else { throw StoreError.damaged("the device's own row") }
        return DeviceRecord(
            server: row["server"], device: Device(id: device, name: name), role: role,
            enrolment: try (row["enrolment"] as String?).map { try stored($0, as: "the enrolment") },
            nextEnrolment: try (row["next_enrolment"] as String?).map { try stored($0, as: "the next enrolment") },
            nextDevice: (row["next_device_id"] as String?).flatMap { DeviceID($0) },
            holder: try (row["holder"] as String?).map { try holder($0, role) },
            accessToken: row["access_token"], refreshToken: row["refresh_token"], state: state,
            historySince: (row["history_since"] as String?).flatMap { LocalDay($0) },
            copiesPanel: row["copies_panel"], clockOffsetMilliseconds: row["clock_offset_milliseconds"],
            syncedAt: (row["synced_at"] as String?).flatMap { Instant($0) })
    }

    private static func holder(_ text: String, _ role: Role) throws -> Holder {
        if role == .member { return .member(try stored(text, as: "the member")) }
        let colleague: Colleague = try stored(text, as: "the practitioner")
        return .practitioner(id: colleague.id, name: colleague.name)
    }

    /// The device and who holds it, or the advice to enrol.
    static func owner(_ database: Database) throws -> DeviceOwner {
        guard let record = try current(database), let holder = record.holder else { throw StoreError.notEnrolled }
        return DeviceOwner(device: record.device, holder: holder, server: record.server, state: record.state)
    }

    /// The chart that is meant when none is named: a member's own.
    static func chart(_ named: MemberID?, _ database: Database) throws -> MemberID {
        if let named { return named }
        guard case .member(let member) = try owner(database).holder else { throw StoreError.chartNotNamed }
        return member.id
    }

    /// Keeps what is about to be sent, so that the same enrolment can be sent again.
    static func begin(_ enrolment: Enrolment, server: String, _ database: Database) throws {
        try begin(enrolment.device, .member, enrolment: try jsonText(enrolment), server: server, database)
    }

    /// Keeps the identity of a practitioner's device that is about to be bound to them.
    static func begin(practitionersDevice device: Device, server: String, _ database: Database) throws {
        try begin(device, .practitioner, enrolment: nil, server: server, database)
    }

    private static func begin(
        _ device: Device, _ role: Role, enrolment: String?, server: String, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO device (singleton, server, device_id, name, role, enrolment) VALUES (1, ?, ?, ?, ?, ?)
                ON CONFLICT (singleton) DO UPDATE
                SET server = excluded.server, device_id = excluded.device_id, name = excluded.name,
                    role = excluded.role, enrolment = excluded.enrolment, next_enrolment = NULL,
                    next_device_id = NULL, access_token = NULL, refresh_token = NULL
                """,
            arguments: [server, device.id.description, device.name.description, role.rawValue, enrolment])
    }

    static func complete(_ answer: EnrolmentAnswer, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE device SET holder_id = ?, holder = ?, access_token = ?, refresh_token = ?",
            arguments: [
                answer.member.id.description, try jsonText(answer.member), answer.tokens.accessToken,
                answer.tokens.refreshToken,
            ])
    }

    static func complete(
        practitioner: PractitionerID, name: Label, tokens: TokenPair, _ database: Database
    ) throws {
        try database.execute(
            sql: "UPDATE device SET holder_id = ?, holder = ?, access_token = ?, refresh_token = ?",
            arguments: [
                practitioner.description, try jsonText(Colleague(id: practitioner, name: name)), tokens.accessToken,
                tokens.refreshToken,
            ])
    }

    /// Replaces the credential, unless another process has done so since `used` was read.
    static func replaceTokens(_ tokens: TokenPair, used: String?, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE device SET access_token = ?, refresh_token = ? WHERE access_token IS ?",
            arguments: [tokens.accessToken, tokens.refreshToken, used])
    }

    /// Keeps the enrolment as a new device before it is sent.
    static func beginNext(_ enrolment: Enrolment, _ database: Database) throws {
        try database.execute(sql: "UPDATE device SET next_enrolment = ?", arguments: [try jsonText(enrolment)])
    }

    /// Keeps the next identity of a practitioner's device before it is sent.
    static func beginNext(_ device: DeviceID, _ database: Database) throws {
        try database.execute(sql: "UPDATE device SET next_device_id = ?", arguments: [device.description])
    }

    /// Makes the next identity the device's own.
    static func completeNext(_ device: DeviceID, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE device
                SET device_id = ?, enrolment = coalesce(next_enrolment, enrolment), next_enrolment = NULL,
                    next_device_id = NULL
                """,
            arguments: [device.description])
    }

    /// Where the device stands with the service; nil while it is nobody's.
    static func state(_ database: Database) throws -> DeviceOwner.State? {
        guard let text = try String.fetchOne(database, sql: "SELECT state FROM device") else { return nil }
        guard let state = DeviceOwner.State(rawValue: text) else { throw StoreError.damaged("the device's own row") }
        return state
    }

    static func setState(_ state: DeviceOwner.State, _ database: Database) throws {
        try database.execute(sql: "UPDATE device SET state = ?", arguments: [state.rawValue])
    }

    static func setHistory(since: LocalDay?, _ database: Database) throws {
        try database.execute(sql: "UPDATE device SET history_since = ?", arguments: [since?.description])
    }

    static func setCopiesPanel(_ isOn: Bool, _ database: Database) throws {
        try database.execute(sql: "UPDATE device SET copies_panel = ?", arguments: [isOn])
    }

    /// Notes what an answer has told about this device's clock.
    static func noteClock(offsetMilliseconds: Int64, at instant: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE device SET clock_offset_milliseconds = ?, synced_at = ?",
            arguments: [offsetMilliseconds, instant.description])
    }

    static func delete(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM device")
    }
}

/// A practitioner as the store keeps them.
private struct Colleague: Codable {
    var id: PractitionerID
    var name: Label
}
