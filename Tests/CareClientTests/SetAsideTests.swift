import Care
import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import CareClient

@Suite struct `What was set aside` {
    /// A shoe that two devices changed, so that the later word of the second was rejected.
    private func rejected() async throws -> (ModelService, TestDevice, ChartEntry<SetAside>) {
        let service = ModelService()
        let (first, second) = (try TestDevice(of: service), try TestDevice(of: service))
        try await first.enrol()
        try await second.enrol()
        try first.addShoe("Blue")
        _ = await first.engine.sync()
        _ = await second.engine.sync()
        try first.changeShoe { $0.startMeters = 500 }
        try second.changeShoe { $0.startMeters = 700 }
        _ = await first.engine.sync()
        _ = await second.engine.sync()
        return (service, second, try #require(try second.store.setAside().first))
    }

    @Test func `has a reason in words, and what can be done`() async throws {
        let (_, device, entry) = try await rejected()
        let record = SetAsideRecord(entry, role: .member)

        #expect(record.reason == "base_moved")
        #expect(record.explanation == "Somebody else had changed the same thing first.")
        #expect(record.actions == [.dismiss])
        #expect(try device.store.status().setAside == 1)
    }

    @Test func `every reason has words of its own`() {
        let texts = SetAsideReason.allCases.map(\.text)
        #expect(Set(texts).count == texts.count)
        #expect(texts.allSatisfy { $0.hasSuffix(".") })
    }

    @Test func `is dismissed at once here, and at the service with the next sync`() async throws {
        let (service, device, entry) = try await rejected()

        _ = try device.store.dismiss(setAside: entry.row, note: Note("a slip"), at: TestDevice.start)

        let shown = try #require(try device.store.setAside().first)
        #expect(shown.content.resolution == .init(decision: .dismissed, role: .member, note: Note("a slip")))
        #expect(shown.isWaiting)
        #expect(throws: StoreError.notOpen(entry.row)) {
            try device.store.dismiss(setAside: entry.row, at: TestDevice.start)
        }
        let report = await device.engine.sync()
        #expect(report.outcomes.map(\.status) == [.applied])
        #expect(try device.store.status().setAside == 0)
        #expect(try device.store.setAside().map(\.isWaiting) == [false])
        #expect(await service.charts.values.allSatisfy { $0.rows.count == 2 })
    }

    @Test func `is corrected and recorded again in one step`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        let member = try await device.enrol().member.id
        // A device of an older version that let it pass.
        let moment = try JSONValue.encoding(LocalMoment(TestDevice.start, in: .utc))
        let other = DeviceID(UUID())
        let bad = Mutation(
            seq: 1, kind: "check_in", op: "insert", row: RowID.make(at: TestDevice.start),
            body: ["moment": moment, "about": "now", "pain": 11, "redFlags": []])
        _ = try await service.merge([bad], member, .member, other)
        _ = await device.engine.sync()
        let aside = try #require(try device.store.setAside().first)
        #expect(
            SetAsideAction.open(for: aside.content, row: aside.row, role: .member) == [
                .correctAndRecordAgain, .dismiss,
            ])

        let right = CheckIn(
            moment: LocalMoment(TestDevice.start, in: .utc), about: .now, pain: try #require(PainScore(10)))
        _ = try device.store.recordAgain(.checkIn(right), insteadOf: aside.row, at: TestDevice.start)
        let report = await device.engine.sync()

        #expect(report.outcomes.map(\.status) == [.applied, .applied])
        #expect(try device.painScores() == [10])
        #expect(try device.store.setAside().first?.content.resolution?.decision == .dismissed)
    }

    @Test func `waits for the PT where it may well be true`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        let log = SessionLog(
            planRevision: 9, moment: LocalMoment(TestDevice.start, in: .utc),
            items: [LoggedItem(exercise: try #require(Slug("calf-raises")), sets: [LoggedSet(reps: 12)])])
        _ = try device.store.record(.sessionLog(log), at: TestDevice.start)
        _ = await device.engine.sync()

        let aside = try #require(try device.store.setAside().first)
        #expect(SetAsideAction.open(for: aside.content, row: aside.row, role: .member) == [.waitForPT])
        #expect(throws: StoreError.notOpen(aside.row)) {
            try device.store.dismiss(setAside: aside.row, at: TestDevice.start)
        }
        #expect(SetAsideRecord(aside, role: .member).session == LoggedSession(log))
    }
}
