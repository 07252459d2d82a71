import Care
import ChartSync
import Foundation
import GRDB
import Testing

@testable import CareClient

@Suite struct `Recording without a service` {
    @Test func `shows at once and waits`() async throws {
        let device = try TestDevice(of: ModelService())
        try await device.enrol()

        try device.checkIn(pain: 4)

        #expect(try device.painScores() == [4])
        #expect(try device.store.checkIns().map(\.isWaiting) == [true])
        #expect(try device.store.waitingCount() == 1)
    }

    @Test func `survives that the process ends`() async throws {
        let device = try TestDevice(of: ModelService())
        try await device.enrol()
        try device.checkIn(pain: 4)
        try device.addShoe("Blue")
        let before = try device.store.outbox()

        try device.restart()

        #expect(try device.store.outbox() == before)
        #expect(try device.store.outbox().map(\.mutation.seq) == [1, 2])
        #expect(try device.checkIn(pain: 5).seq == 3)
    }

    @Test func `needs an enrolled member`() throws {
        let device = try TestDevice(of: ModelService())

        #expect(throws: StoreError.notEnrolled) { try device.checkIn(pain: 4) }
    }

    @Test func `of something that breaks a rule records nothing`() async throws {
        let device = try TestDevice(of: ModelService())
        try await device.enrol()
        let moment = LocalMoment(TestDevice.start, in: .utc)
        let fine = RowContent.runLog(RunLog(moment: moment, distanceMeters: 5_000, durationSeconds: 1_800))
        let tooFar = RowContent.runLog(RunLog(moment: moment, distanceMeters: 0, durationSeconds: 1_800))

        #expect(throws: StoreError.self) { try device.store.record([fine, tooFar], at: TestDevice.start) }
        #expect(try device.store.outbox().isEmpty)
        #expect(try device.store.runs().isEmpty)
    }

    @Test func `of a plan is not the member's to do`() async throws {
        let device = try TestDevice(of: ModelService())
        try await device.enrol()
        let mutation = try planInsertion(number: 1)
        let content = try RowContent(kind: .planRevision, body: try #require(mutation.body))

        #expect(throws: StoreError.notAllowed(kind: "plan_revision")) {
            try device.store.record(content, at: TestDevice.start)
        }
    }

    @Test func `lays changes and withdrawals over what is there`() async throws {
        let device = try TestDevice(of: ModelService())
        try await device.enrol()
        let blue = try device.addShoe("Blue")
        let red = try device.addShoe("Red")
        let change = try device.changeShoe { $0.label = try #require(Label("Green")) }

        #expect(change?.row == blue.row)
        #expect(try device.store.shoes().map(\.content.label.description) == ["Green", "Red"])
        _ = try device.store.withdraw(red.row, kind: .shoe, at: TestDevice.start)
        #expect(try device.store.shoes().map(\.content.label.description) == ["Green"])
        #expect(throws: StoreError.unknownRow(red.row)) {
            try device.store.withdraw(red.row, kind: .shoe, at: TestDevice.start)
        }
    }

    @Test func `a change that changes nothing is not recorded`() async throws {
        let device = try TestDevice(of: ModelService())
        try await device.enrol()
        try device.addShoe("Blue")

        #expect(try device.changeShoe { _ in } == nil)
        #expect(try device.store.waitingCount() == 1)
    }

    @Test func `the file is its owner's alone and written to the disk`() throws {
        let device = try TestDevice(of: ModelService())

        let files = try FileManager.default.contentsOfDirectory(atPath: device.folder.path)
        #expect(files.contains("device.sqlite-wal"))
        for file in files {
            let path = device.folder.appendingPathComponent(file).path
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        }
        #expect(try device.store.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    }
}

@Suite struct `A session through the public interface` {
    @Test func `says what was broken off, left out or hard, and reads back the same`() throws {
        let session = LoggedSession(
            planNumber: 1,
            exercises: [
                .init("calf-raises", sets: [.init(reps: 8)], abandoned: .pain, difficulty: 2),
                .init("towel-scrunches", sets: [], skippedReason: "No towel there."),
            ], at: memberStart, timeZone: "UTC")
        let log = try session.sessionLog()
        #expect(log.items.map(\.abandonedReason) == [.pain, nil])
        #expect(log.items.map(\.skippedReason?.description) == [nil, "No towel there."])
        #expect(log.items.map(\.difficulty?.rawValue) == [2, nil])
        #expect(LoggedSession(log) == session)
        var wrong = session
        wrong.exercises[0].difficulty = 3
        #expect(throws: CareFailure.self) { try wrong.sessionLog() }
    }
}
