import Care
import CareMessages
import CareServices
import Testing

@Suite struct `Content beside the rest of the catalog` {
    @Test func `is not retired while templates or harder exercises need it`() async throws {
        try await ContentDesk.open { desk in
            let why = try #require(Note("Choking hazard"))
            func retire(_ name: String) async throws -> ContentEntry {
                try await desk.content.retire(
                    .exercise, try #require(Slug(name)), 1, reason: why, actor: desk.physician)
            }
            let named = CareError.contentNeeded(
                templates: [try #require(Slug("ankle-pain-after-running"))], harderRungs: [])
            await #expect(throws: named) { try await retire("towel-scrunches") }
            let harder = CareError.contentNeeded(
                templates: [], harderRungs: [try #require(Slug("single-leg-towel-toe-heel-raises"))])
            await #expect(throws: harder) { try await retire("towel-toe-heel-raises") }
            #expect(try await desk.catalog.exercise(#require(Slug("towel-toe-heel-raises"))).version == 1)
            // From the hardest down a ladder can go.
            #expect(try await retire("single-leg-towel-toe-heel-raises").state == .retired)
            #expect(try await retire("towel-toe-heel-raises").state == .retired)
        }
    }

    @Test func `is retired freely in a version that no new plan gets`() async throws {
        try await ContentDesk.open { desk in
            let slug = try desk.slug
            _ = try await desk.content.draft(.exercise, slug, desk.proposal(), actor: desk.author)
            try await desk.carry(.exercise, slug, 2)
            let retired = try await desk.content.retire(
                .exercise, slug, 1, reason: #require(Note("Old.")), actor: desk.physician)
            #expect(retired.state == .retired)
            #expect(try await desk.catalog.exercise(slug).version == 2)
        }
    }

    @Test func `is looked at once more when it is published, as the catalog may have moved on`() async throws {
        try await ContentDesk.open { desk in
            let (one, other) = (try #require(Slug("wall-tib-raises")), try #require(Slug("band-tib-raises")))
            for slug in [one, other] {
                _ = try await desk.content.draft(
                    .exercise, slug, desk.rung(3, of: "tib-raise", slug), actor: desk.author)
                try await desk.approve(.exercise, slug, 1)
            }
            _ = try await desk.publish(one)
            let refusal = await #expect(throws: CareError.self) { try await desk.publish(other) }
            let taken = FieldViolation(
                pointer: "/exercise/ladder/rung",
                message: "wall-tib-raises: rung 3 of tib-raise is band-tib-raises already")
            #expect(refusal == .contentUnfit([taken]))
            await #expect(throws: CareError.notFound) { try await desk.catalog.exercise(other) }

            // Nobody can publish it any more, so that another text takes its place.
            let next = try await desk.content.draft(
                .exercise, other, desk.rung(4, of: "tib-raise", other), actor: desk.author)
            #expect(next.version == 2)
            let versions = try await desk.content.versions(.exercise, other)
            #expect(versions.contents.map(\.state) == [.draft, .returned])
        }
    }

    @Test func `is not published as a template of what was retired meanwhile`() async throws {
        try await ContentDesk.open { desk in
            let slug = try #require(Slug("ankle-pain-after-running"))
            let marbles = try #require(Slug("marble-pick-ups"))
            var template = try await desk.catalog.template(slug).template
            template.items[0].exercise = marbles
            template.items[0].dose = nil
            _ = try await desk.content.draft(
                .template, slug,
                ContentProposal(reason: #require(Note("Marbles first.")), template: template), actor: desk.author)
            try await desk.approve(.template, slug, 2)
            _ = try await desk.content.retire(
                .exercise, marbles, 1, reason: #require(Note("Choking hazard")), actor: desk.physician)
            let refusal = await #expect(throws: CareError.self) {
                try await desk.content.publish(.template, slug, 2, dueOn: desk.due, actor: desk.physician)
            }
            guard case .contentUnfit(let violations) = refusal else {
                Issue.record("\(String(describing: refusal))")
                return
            }
            #expect(violations.contains { $0.message.contains("marble-pick-ups") })
            #expect(try await desk.catalog.template(slug).version == 1)
        }
    }

    @Test func `makes a ladder that begins with one draft, and is published once it leads somewhere`() async throws {
        try await ContentDesk.open { desk in
            let (low, high) = (try #require(Slug("low-hops")), try #require(Slug("high-hops")))
            _ = try await desk.content.draft(.exercise, low, desk.rung(1, of: "hopping", low), actor: desk.author)
            try await desk.approve(.exercise, low, 1)
            let alone = FieldViolation(
                pointer: "/exercise/ladder/ladder",
                message: "low-hops: is the only rung of hopping: a ladder leads somewhere, from 2 exercises on")
            await #expect(throws: CareError.contentUnfit([alone])) { try await desk.publish(low) }
            // Somewhere else than on its next rung, what is drafted leads nowhere still.
            await #expect(throws: CareError.self) {
                try await desk.content.draft(.exercise, high, desk.rung(3, of: "hopping", high), actor: desk.author)
            }
            _ = try await desk.content.draft(.exercise, high, desk.rung(2, of: "hopping", high), actor: desk.author)
            await #expect(throws: CareError.contentUnfit([alone])) { try await desk.publish(low) }
            try await desk.approve(.exercise, high, 1)
            #expect(try await desk.publish(low).state == .published)
            #expect(try await desk.publish(high).state == .published)
        }
    }

    @Test func `gives a rung to another exercise once both texts are reviewed, and may then be retired`() async throws {
        try await ContentDesk.open { desk in
            let (old, new) = (try #require(Slug("towel-toe-heel-raises")), try #require(Slug("book-heel-raises")))
            let ladder = "plantar-fascia-loading"
            await #expect(throws: CareError.self) {
                try await desk.content.draft(.exercise, new, desk.rung(1, of: ladder, new), actor: desk.author)
            }
            var leaving = try await desk.catalog.exercise(old).exercise
            leaving.ladder = nil
            _ = try await desk.content.draft(
                .exercise, old, ContentProposal(reason: #require(Note("Makes room.")), exercise: leaving),
                actor: desk.author)
            _ = try await desk.content.draft(.exercise, new, desk.rung(1, of: ladder, new), actor: desk.author)
            try await desk.approve(.exercise, old, 2)
            await #expect(throws: CareError.self) { try await desk.publish(old, version: 2) }
            try await desk.approve(.exercise, new, 1)
            _ = try await desk.publish(old, version: 2)
            _ = try await desk.publish(new)
            let retired = try await desk.content.retire(
                .exercise, old, 2, reason: #require(Note("Books do.")), actor: desk.physician)
            #expect(retired.state == .retired)
        }
    }

    @Test func `takes the rung of an exercise that was retired`() async throws {
        try await ContentDesk.open { desk in
            let (old, new) = (
                try #require(Slug("single-leg-towel-toe-heel-raises")), try #require(Slug("step-heel-raises"))
            )
            _ = try await desk.content.retire(
                .exercise, old, 1, reason: #require(Note("Too hard.")), actor: desk.physician)
            _ = try await desk.content.draft(
                .exercise, new, desk.rung(2, of: "plantar-fascia-loading", new), actor: desk.author)
            try await desk.carry(.exercise, new, 1)
            #expect(try await desk.catalog.exercise(new).version == 1)
        }
    }
}
