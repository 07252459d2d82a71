import Care
import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import CareClient

@Suite struct `What stands before exercise` {
    @Test func `is a pause from the moment of a red flag, without a network, until a PT clears it`() async throws {
        try await withMemberDevice { device, service in
            #expect(try device.pause() == nil)
            let report = try device.record(
                PainReport(pain: 8, about: .now, at: memberStart, timeZone: "UTC", redFlags: ["calf_swelling"]))
            let pause = try #require(try device.pause())
            #expect(pause.advice == RedFlag.advice && pause.symptoms.count == 1 && pause.since == memberStart)

            _ = await device.syncNow()
            #expect(try device.pause() != nil)
            let member = try #require(await service.charts.keys.first)
            let clearance = Clearance(
                moment: LocalMoment(TestDevice.start.adding(seconds: 60), in: .utc), clearedBy: PractitionerID(UUID()),
                seen: [RowID(report)], note: try #require(Note("No clot.")))
            try await service.apply(
                Mutation(
                    seq: 1, kind: "clearance", op: "insert", row: .make(at: TestDevice.start),
                    body: try JSONValue.encoding(clearance)), to: member, role: .practitioner)
            _ = await device.syncNow()
            #expect(try device.pause() == nil)
        }
    }

    @Test func `is a pause after a fall, and none after a near one`() async throws {
        try await withMemberDevice { device, _ in
            try device.record(Fall(wasNear: true, at: memberStart, timeZone: "UTC"))
            #expect(try device.pause() == nil)
            let fall = try device.record(Fall(at: memberStart, timeZone: "UTC", note: "On the stairs."))
            #expect(try device.pause()?.symptoms == [])
            try device.withdraw(fall)
            #expect(try device.pause() == nil)
        }
    }

    @Test func `is the disclaimer in its current version, and a session is recorded all the same`() async throws {
        try await withMemberDevice { device, service in
            for version in 1...2 {
                await service.addToCatalog(
                    WireRow(
                        kind: "disclaimer", id: "exercise-media@\(version)", version: Int64(version),
                        body: [
                            "version": .integer(Int64(version)),
                            "disclaimer": [
                                "slug": "exercise-media", "title": "About these exercises", "text": "For education.",
                                "appliesTo": "exercises",
                            ],
                        ]))
            }
            _ = await device.syncNow()
            let asked = try #require(try device.disclaimersToAcknowledge().first)
            #expect(asked.version == 2 && asked.title == "About these exercises")
            try device.record(
                LoggedSession(
                    planNumber: nil, exercises: [.init("calf-raises", sets: [.init(reps: 12)])], at: memberStart,
                    timeZone: "UTC"))
            try device.acknowledge(asked, timeZone: "UTC")
            #expect(try device.disclaimersToAcknowledge().isEmpty)
            _ = await device.syncNow()
            #expect(try device.disclaimersToAcknowledge().isEmpty && device.sessions().count == 1)
        }
    }

    @Test func `questionnaires are scored when enough was answered`() async throws {
        try await withMemberDevice { device, _ in
            try device.record(
                OutcomeReport(
                    .psfs, activities: [.init("Running", ability: 4), .init("Stairs", ability: 7)], at: memberStart,
                    timeZone: "UTC"))
            try device.record(
                OutcomeReport(
                    .faamSports, answers: [4, 4, 3, 3, 2, 2, 1, nil], at: memberStart.addingTimeInterval(60),
                    timeZone: "UTC"))
            let outcomes = try device.outcomes()
            #expect(outcomes.map(\.content.score) == ["67.9", nil])
            let failure = #expect(throws: CareFailure.self) {
                try device.record(
                    OutcomeReport(.psfs, activities: [.init("Running", ability: 11)], at: memberStart, timeZone: "UTC"))
            }
            guard case .invalid = failure else { return #expect(Bool(false), "it was \(String(describing: failure))") }
        }
    }
}
