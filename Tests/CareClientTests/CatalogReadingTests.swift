import Care
import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import CareClient

@Suite struct `What a device shows of the catalog` {
    private static let utc = TimeZone(identifier: "UTC") ?? .current

    private static func exercise(_ name: String) -> JSONValue {
        [
            "slug": "calf-raises", "name": .string(name), "category": "strength", "targets": ["calf"],
            "equipment": ["wall"], "laterality": "bilateral", "doseKind": "reps", "purpose": "Strong calves.",
            "steps": ["Rise.", "Lower."], "cues": ["Slowly."], "mistakes": ["Bouncing."],
            "stopSigns": ["Pain above 5."],
            "defaultDose": ["sets": 2, "reps": 10], "defaultFrequency": ["perDay": 1, "perWeek": 3],
            "doseIsForPTToSet": true,
        ]
    }

    private static func phase(_ slug: String, _ title: String) -> JSONValue {
        let criterion: JSONValue = [
            "measure": "pain_during", "limit": 3, "days": 7, "words": .string("\(title): pain is 3 or less."),
            "source": "A choice.",
        ]
        return [
            "slug": .string(slug), "title": .string(title), "summary": "Gently.", "usualLength": "1–2 weeks",
            "entry": [criterion], "exit": [criterion], "items": [], "modifications": [], "runPhases": [],
            "selfCare": [],
        ]
    }

    /// A plan of the second of three phases, that ends in so many days.
    private static func plan(phase: String?, endsIn days: Int? = nil) throws -> RowContent {
        guard case .planRevision(var revision) = try planContent(number: 1) else {
            throw CocoaError(.coderInvalidValue)
        }
        revision.template = TemplateReference(
            slug: try #require(Slug("ankle")), version: 2, phase: phase.flatMap { Slug($0) })
        let today = TimeZoneName.utc.day(of: TestDevice.start)
        revision.effectiveFrom = today
        revision.content.until = days.map { today.adding(days: $0) }
        return .planRevision(revision)
    }

    private func publish(_ service: ModelService) async {
        for version in [1, 2] {
            await service.publish(.exercise, "calf-raises", version: version, Self.exercise("Calf Raises \(version)"))
        }
        await service.publish(
            .template, "ankle", version: 2,
            [
                "slug": "ankle", "title": "Ankle program", "summary": "Three phases.", "items": [], "modifications": [],
                "phases": [Self.phase("calm", "Calm"), Self.phase("strong", "Strong"), Self.phase("keep", "Keep")],
            ])
        await service.publish(
            .article, "steady-feet", version: 1,
            [
                "slug": "steady-feet", "title": "Steady feet", "publishedOn": "2026-01-05", "reviewDueOn": "2028-01-05",
                "expert": "A. Writer", "clinicalReviewer": "B. Reader", "medicalReviewer": "C. Reader",
                "sections": [["heading": "Why", "paragraphs": ["Because.", "And so."]]],
                "references": [["authors": "Furman", "title": "When to replace shoes", "source": "AAPSM"]],
            ])
        await service.publish(
            .disclaimer, "article", version: 1,
            ["slug": "article", "title": "About articles", "text": "For education.", "appliesTo": "articles"])
    }

    @Test func `is the exercise in the version that the plan names, and the latest for whoever looks around`()
        async throws
    {
        try await withMemberDevice { device, service in
            await publish(service)
            #expect(try device.exercise("calf-raises") == nil)
            await device.syncNow()
            #expect(try device.exercise("calf-raises")?.name == "Calf Raises 2")
            let pinned = try #require(try device.exercise("calf-raises", version: 1))
            #expect(pinned.name == "Calf Raises 1" && pinned.steps == ["Rise.", "Lower."] && pinned.version == 1)
            #expect(try device.exercise("calf-raises", version: 3) == nil)
            #expect(try device.exercise("Calf Raises") == nil)
        }
    }

    @Test func `is articles with their reviewers, references and small print, as they are published`() async throws {
        try await withMemberDevice { device, service in
            var articles = device.articleUpdates().makeAsyncIterator()
            #expect(try await articles.next()?.isEmpty == true)
            await publish(service)
            await device.syncNow()
            let article = try #require(try await articles.next()?.first)
            #expect(article.id == "steady-feet" && article.medicalReviewer == "C. Reader")
            #expect(article.publishedOn == CareDay("2026-01-05") && article.sections.first?.paragraphs.count == 2)
            #expect(article.references.map(\.authors) == ["Furman"] && article.references.first?.year == nil)
            #expect(article.disclaimers == ["For education."])
        }
    }

    @Test func `is the phase that the plan is for, and the end of the plan before it comes`() async throws {
        try await withMemberDevice { device, service in
            await publish(service)
            try await service.prescribe(try Self.plan(phase: "strong", endsIn: 5))
            await device.syncNow()
            let plan = try #require(try device.plan(timeZone: Self.utc)?.content)
            let phase = try #require(plan.phase)
            #expect(phase.program == "Ankle program" && phase.title == "Strong" && phase.next == "Keep")
            #expect(phase.number == 2 && phase.count == 3 && phase.endsWhen == ["Strong: pain is 3 or less."])
            let today = CareDay(of: memberStart, in: Self.utc)
            #expect(plan.ending(on: today) == "ends in 5 days")
            let weeksBefore = CareDay(of: memberStart.addingTimeInterval(-86_400 * 30), in: Self.utc)
            #expect(plan.ending(on: weeksBefore) == nil)
        }
    }

    @Test func `is no phase for a plan of none, or of a version that has not arrived`() async throws {
        try await withMemberDevice { device, service in
            try await service.prescribe(try Self.plan(phase: "strong"))
            await device.syncNow()
            #expect(try device.plan(timeZone: Self.utc)?.content.phase == nil)
            await publish(service)
            await device.syncNow()
            #expect(try device.plan(timeZone: Self.utc)?.content.phase?.number == 2)
        }
        try await withMemberDevice { device, service in
            await publish(service)
            try await service.prescribe(try Self.plan(phase: nil))
            await device.syncNow()
            #expect(try device.plan(timeZone: Self.utc)?.content.phase == nil)
        }
    }

    @Test func `is a day on one screen, as it changes`() async throws {
        try await withMemberDevice { device, service in
            await publish(service)
            try await service.prescribe(try Self.plan(phase: "strong"))
            try await service.prescribe(
                .message(
                    Message(
                        at: TestDevice.start, author: PractitionerID(UUID()), text: try #require(Note("Welcome.")))))
            for hours in [-2, 3, 30] as [Int64] {
                try await service.prescribe(
                    .visit(
                        Visit(
                            moment: LocalMoment(TestDevice.start.adding(seconds: hours * 3_600), in: .utc),
                            practitioner: PractitionerID(UUID()), mode: .phone)))
            }
            var days = device.todayUpdates(timeZone: Self.utc).makeAsyncIterator()
            #expect(try await days.next()?.plan == nil)
            await device.syncNow()
            var today = try device.today(timeZone: Self.utc)
            #expect(today.exercises.map(\.name) == ["Calf Raises 1"] && today.exercises.map(\.standing) == [.due])
            #expect(today.unreadMessages == 1 && today.plan?.phase?.number == 2 && today.waiting == 0)
            #expect(today.nextVisit?.content.at == memberStart.addingTimeInterval(3 * 3_600))

            try device.record(
                LoggedSession(
                    planNumber: 1, exercises: [.init("calf-raises", sets: [.init(reps: 12)])], at: memberStart,
                    timeZone: "UTC"))
            try device.markMessagesRead()
            today = try device.today(timeZone: Self.utc)
            #expect(today.exercises.map(\.standing) == [.done] && today.exercises.map(\.timesToday) == [1])
            #expect(today.unreadMessages == 0 && today.waiting == 2)
            let fall = try device.record(Fall(at: memberStart, timeZone: "UTC"))
            today = try device.today(timeZone: Self.utc)
            #expect(today.exercises.map(\.standing) == [.paused] && today.pause != nil)
            try device.withdraw(fall)

            // What comes in between may be passed over; what stands at the end is not.
            let last = try device.today(timeZone: Self.utc)
            var seen = try await days.next()
            while seen != last { seen = try await days.next() }
            #expect(seen?.exercises.map(\.standing) == [.done])
        }
    }

    @Test func `is a plan that begins later, announced`() async throws {
        try await withMemberDevice { device, service in
            guard case .planRevision(var revision) = try planContent(number: 1) else { return }
            let today = TimeZoneName.utc.day(of: TestDevice.start)
            revision.effectiveFrom = today.adding(days: 2)
            try await service.prescribe(.planRevision(revision))
            await device.syncNow()
            let shown = try device.today(timeZone: Self.utc)
            #expect(shown.plan == nil && shown.exercises.isEmpty)
            #expect(shown.nextPlanFrom?.description == today.adding(days: 2).description)
        }
    }
}
