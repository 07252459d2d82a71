import Care
import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import CareClient

@Suite struct `What a member and their care team have of each other` {
    private let jordan = PractitionerID(UUID())
    private let utc = TimeZone(identifier: "UTC") ?? .current

    @Test func `is messages that each side reads, whatever order they come in`() async throws {
        try await withMemberDevice { device, service in
            let first = try await service.prescribe(
                .message(Message(at: TestDevice.start, author: jordan, text: try #require(Note("How is it?")))))
            await device.syncNow()
            let mine = try device.send("Better.\nThank you.")
            var messages = try device.messages()
            #expect(messages.map(\.id) == [first.uuid, mine] || messages.map(\.id) == [mine, first.uuid])
            #expect(messages.first { $0.id == mine }?.isWaiting == true)
            #expect(messages.first { $0.id == first.uuid }?.content.author == .careTeam(jordan.uuid))
            #expect(messages.allSatisfy { $0.content.readAt == nil })

            #expect(throws: CareFailure.self) { try device.markMessagesRead([UUID()]) }
            #expect(try device.markMessagesRead() == 1)
            #expect(try device.markMessagesRead() == 0)
            await device.syncNow()
            try await service.prescribe(
                .messageReading(
                    MessageReading(
                        at: TestDevice.start.adding(seconds: 60), reader: jordan, messages: [RowID(mine)])))
            await device.syncNow()
            messages = try device.messages()
            #expect(messages.allSatisfy { $0.content.readAt != nil && !$0.isWaiting })
            #expect(
                messages.first { $0.id == mine }?.content.readAt == memberStart.addingTimeInterval(60))
        }
    }

    @Test(arguments: ["", "   ", "bell\u{7}", String(repeating: "a", count: 4_001)])
    func `is no message without text that can be shown`(text: String) async throws {
        try await withMemberDevice { device, _ in
            let failure = #expect(throws: CareFailure.self) { try device.send(text) }
            guard case .invalid(let problems) = failure else {
                Issue.record("\(failure as Any)")
                return
            }
            #expect(problems.map(\.field) == ["/text"])
            let messages = try device.messages()
            #expect(messages.isEmpty)
        }
    }

    @Test func `is read in parts, when there is more than one reading may name`() async throws {
        try await withMemberDevice { device, service in
            for number in 0..<201 {
                try await service.prescribe(
                    .message(
                        Message(
                            at: TestDevice.start.adding(seconds: Int64(number)), author: jordan,
                            text: try #require(Note("Message \(number)")))))
            }
            await device.syncNow()
            #expect(try device.markMessagesRead() == 201)
            #expect(try device.outbox().map(\.kind) == ["message_reading", "message_reading"])
            #expect(try device.messages().map(\.content.text).last == "Message 200")
        }
    }

    @Test func `is visits with how to come to them, and goals that both change`() async throws {
        try await withMemberDevice { device, service in
            var visits = device.visitUpdates().makeAsyncIterator()
            #expect(try await visits.next()?.isEmpty == true)
            try await service.prescribe(
                .visit(
                    Visit(
                        moment: LocalMoment(TestDevice.start.adding(seconds: 7_200), in: .utc), practitioner: jordan,
                        mode: .video, place: Label("https://video.example/ana"))))
            await device.syncNow()
            let visit = try #require(try await visits.next()?.first?.content)
            #expect(visit.place == "https://video.example/ana" && visit.mode == .video && visit.status == .planned)
            #expect(visit.at == memberStart.addingTimeInterval(7_200) && visit.practitioner == jordan.uuid)

            let goal = try device.record(CareGoal("Run 10 km", dueOn: CareDay("2027-03-01")))
            try device.change(goal, to: CareGoal("Run 10 km", dueOn: CareDay("2027-03-01"), status: .met))
            #expect(try device.goals().map(\.content.status) == [.met])
            await device.syncNow()
            #expect(try device.goals().map(\.isWaiting) == [false])
            try device.change(goal, to: CareGoal("Run 12 km", status: .open))
            #expect(try device.goals().map(\.content) == [CareGoal("Run 12 km")])
            #expect(throws: CareFailure.self) { try device.change(UUID(), to: CareGoal("Walk")) }
            #expect(throws: CareFailure.self) { try device.record(CareGoal("two\nlines")) }
        }
    }

    @Test func `is self-care, falls and questionnaires, each of which can be withdrawn`() async throws {
        try await withMemberDevice { device, _ in
            let ice = try device.record(
                SelfCare(.ice, durationSeconds: 600, site: "left-ankle", at: memberStart, timeZone: "UTC"))
            let near = try device.record(Fall(wasNear: true, at: memberStart, timeZone: "UTC"))
            let report = OutcomeReport(
                .psfs, activities: [.init("Running", ability: 4), .init("Stairs", ability: 7)], at: memberStart,
                timeZone: "UTC")
            #expect(report.missingAnswers == 1 && report.score == nil)
            let outcome = try device.record(report)
            #expect(try device.selfCare().map(\.content.measure) == [.ice])
            #expect(try device.falls().map(\.content.wasNear) == [true])
            #expect(try device.outcomes().map(\.content) == [report])
            await device.syncNow()
            for record in [ice, near, outcome] { try device.withdraw(record) }
            #expect(try device.selfCare().isEmpty && device.falls().isEmpty && device.outcomes().isEmpty)
            let failure = #expect(throws: CareFailure.self) {
                try device.record(SelfCare(.heat, durationSeconds: 0, at: memberStart, timeZone: "UTC"))
            }
            guard case .invalid(let problems) = failure else { return #expect(Bool(false), "\(failure as Any)") }
            #expect(problems.map(\.field) == ["/durationSeconds"])
        }
    }

    @Test(arguments: [
        (OutcomeReport.Instrument.psfs, 3, nil as Int?), (.faamADL, 19, 21), (.faamSports, 7, 8),
    ]) func `is a score with enough answers, and says how many are missing`(
        instrument: OutcomeReport.Instrument, required: Int, count: Int?
    ) {
        #expect(instrument.requiredAnswers == required && instrument.answerCount == count)
        for given in 0...required {
            var report = OutcomeReport(instrument, at: memberStart, timeZone: "UTC")
            if let count {
                report.answers = (0..<count).map { $0 < given ? 4 : nil }
            } else {
                report.activities = (0..<given).map { .init("Activity \($0)", ability: 10) }
            }
            #expect(report.missingAnswers == required - given)
            #expect((report.score != nil) == (given == required))
        }
    }

    @Test func `is shoes with how far they were run in`() async throws {
        try await withMemberDevice { device, _ in
            let day = try #require(CareDay("2027-01-01"))
            let shoe = try device.record(RunningShoe(label: "Blue", inUseFrom: day, startMeters: 480_000))
            #expect(try device.shoeMileage().map(\.state) == [.ok])
            try device.record(
                LoggedRun(
                    distanceMeters: 5_000, durationSeconds: 1_800, at: memberStart, timeZone: "UTC", shoe: shoe))
            let mileage = try #require(try device.shoeMileage().first)
            #expect(mileage.state == .due && mileage.miles == 301 && mileage.meters == 485_000)
            #expect(mileage.shoe.id == shoe && mileage.shoe.content.label == "Blue")
        }
    }
}
