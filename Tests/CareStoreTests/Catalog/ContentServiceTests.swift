import Care
import CareMessages
import CareServices
import CareStore
import ChartSync
import Foundation
import Postgres
import StrictJSON
import TestPostgres
import Testing

@Suite struct `Content on its way` {
    /// A practice with a catalog, somebody who writes, a therapist and a physician who review.
    private struct Desk {
        let practice: Practice
        let content: ContentService
        let catalog: CatalogService
        var author: Actor
        var therapist: Actor
        var physician: Actor

        static func open(_ body: (Desk) async throws -> Void) async throws {
            try await Practice.open { practice in
                _ = try await CatalogLoader(database: practice.test.database).load(Catalog.content)
                func reviewer(_ login: String, _ credential: String) async throws -> Actor {
                    let (listing, _) = try await practice.identity.putPractitioner(
                        login: login,
                        entry: PractitionerEntry(
                            name: try #require(Label(login)), role: .reviewer, password: Practice.password,
                            credentials: [try #require(Label(credential))], licences: []), actor: practice.operator)
                    return Actor(
                        role: .reviewer, subject: listing.practitioner.id.uuid, device: nil, credential: UUID())
                }
                try await body(
                    Desk(
                        practice: practice,
                        content: ContentService(database: practice.care, now: { practice.clock.now }),
                        catalog: CatalogService(database: practice.care), author: try await reviewer("ada", "DPT"),
                        therapist: try await reviewer("pat", "DPT"), physician: try await reviewer("mia", "MD")))
            }
        }

        /// In two years.
        var due: LocalDay { TimeZoneName.utc.day(of: practice.clock.now).adding(days: 730) }

        var slug: Slug { get throws { try #require(Slug("calf-raises")) } }

        func proposal(_ name: String = "Calf Raises, slower") async throws -> ContentProposal {
            var exercise = try await catalog.exercise(slug).exercise
            exercise.name = try #require(Label(name))
            return ContentProposal(reason: try #require(Note("Slower lowering")), exercise: exercise)
        }

        /// Submits a draft and has both reviews approve it.
        func approve(_ kind: ContentKind, _ slug: Slug, _ version: Int32) async throws {
            _ = try await content.submit(kind, slug, version, actor: author)
            for (step, actor) in [(ReviewStep.clinical, therapist), (.medical, physician)] {
                _ = try await content.review(
                    kind, slug, version, ReviewDecision(step: step, decision: .approved, note: nil), actor: actor)
            }
        }

        /// Carries a draft through both reviews to its publication.
        func carry(_ kind: ContentKind, _ slug: Slug, _ version: Int32) async throws {
            try await approve(kind, slug, version)
            _ = try await content.publish(kind, slug, version, dueOn: due, actor: physician)
        }

        func review(
            _ step: ReviewStep, _ decision: ContentReview.Decision = .approved, by actor: Actor, version: Int32 = 2
        ) async throws -> ContentEntry {
            try await content.review(
                .exercise, slug, version, ReviewDecision(step: step, decision: decision, note: Note("Looked at it")),
                actor: actor)
        }
    }

    @Test func `is published after a therapist's and a physician's review, and not before`() async throws {
        try await Desk.open { desk in
            let slug = try desk.slug
            let draft = try await desk.content.draft(.exercise, slug, desk.proposal(), actor: desk.author)
            #expect(draft.version == 2 && draft.state == .draft && draft.author == "ada")
            #expect(try await desk.catalog.exercise(slug).version == 1)
            await #expect(throws: CareError.contentRefused(.notDue)) {
                try await desk.review(.clinical, by: desk.therapist)
            }
            _ = try await desk.content.submit(.exercise, slug, 2, actor: desk.author)
            await #expect(throws: CareError.contentRefused(.ownText)) {
                try await desk.review(.clinical, by: desk.author)
            }
            await #expect(throws: CareError.contentRefused(.notDue)) {
                try await desk.content.publish(.exercise, slug, 2, dueOn: desk.due, actor: desk.physician)
            }
            #expect(try await desk.review(.clinical, by: desk.therapist).state == .medicalReview)
            await #expect(throws: CareError.contentRefused(.notReviewed)) {
                try await desk.content.publish(.exercise, slug, 2, dueOn: desk.due, actor: desk.physician)
            }
            await #expect(throws: CareError.contentRefused(.samePerson)) {
                try await desk.review(.medical, by: desk.therapist)
            }
            #expect(try await desk.review(.medical, by: desk.physician).state == .medicalReview)

            let published = try await desk.content.publish(.exercise, slug, 2, dueOn: desk.due, actor: desk.physician)

            #expect(published.state == .published && published.publishedBy == "mia")
            let answer = try await desk.catalog.exercise(slug)
            #expect(answer.version == 2 && answer.exercise.name.description == "Calf Raises, slower")
            let difference = try await desk.content.difference(.exercise, slug, from: 1, to: 2)
            #expect(difference.changes.map(\.pointer) == ["/name"])
            #expect(difference.changes.first?.to == #""Calf Raises, slower""#)
            let today = TimeZoneName.utc.day(of: desk.practice.clock.now)
            let due = try await desk.content.list(state: nil, dueBy: today.adding(days: 731))
            #expect(due.contents.contains { $0.slug == slug })
        }
    }

    @Test func `keeps the sum of the catalog's rows in step with its versions`() async throws {
        try await Desk.open { desk in
            let slug = try desk.slug
            _ = try await desk.content.draft(.exercise, slug, desk.proposal(), actor: desk.author)
            _ = try await desk.content.submit(.exercise, slug, 2, actor: desk.author)
            _ = try await desk.review(.clinical, by: desk.therapist)
            _ = try await desk.review(.medical, by: desk.physician)
            let before = try await desk.practice.care.perform(.readOnly, CatalogRows.head.only())
            _ = try await desk.content.publish(.exercise, slug, 2, dueOn: desk.due, actor: desk.physician)
            let after = try await desk.practice.care.perform(.readOnly, CatalogRows.head.only())
            let row = try await desk.practice.care.perform(.readOnly, CatalogRows.after.all(before.version, 9))
            var expected = before.checksum
            for row in row { expected.add(row) }
            #expect(after.version == before.version + 1 && after.checksum == expected)
            #expect(row.map(\.id) == ["calf-raises@2"])
        }
    }

    @Test func `is sent back for good, and comes again as another version`() async throws {
        try await Desk.open { desk in
            let slug = try desk.slug
            _ = try await desk.content.draft(.exercise, slug, desk.proposal(), actor: desk.author)
            await #expect(throws: CareError.taken) {
                try await desk.content.draft(.exercise, slug, desk.proposal("Another"), actor: desk.therapist)
            }
            _ = try await desk.content.submit(.exercise, slug, 2, actor: desk.author)
            let returned = try await desk.review(.clinical, .returned, by: desk.therapist)
            #expect(returned.state == .returned)
            await #expect(throws: CareError.contentRefused(.notDue)) {
                try await desk.review(.clinical, by: desk.therapist)
            }
            let next = try await desk.content.draft(.exercise, slug, desk.proposal("Better"), actor: desk.author)
            #expect(next.version == 3)
            let versions = try await desk.content.versions(.exercise, slug)
            #expect(versions.contents.map(\.state) == [.draft, .returned, .published])
        }
    }

    @Test func `is retired for new plans, and a load does not bring it back`() async throws {
        try await Desk.open { desk in
            let slug = try #require(Slug("marble-pick-ups"))
            let why = try #require(Note("Choking hazard"))
            let retired = try await desk.content.retire(.exercise, slug, 1, reason: why, actor: desk.physician)
            #expect(retired.state == .retired && retired.retiredBy == "mia")
            await #expect(throws: CareError.notFound) { try await desk.catalog.exercise(slug) }
            #expect(try await !desk.catalog.listing().exercises.contains { $0.exercise.slug == slug })
            let again = try await CatalogLoader(database: desk.practice.test.database).load(Catalog.content)
            #expect(again.allSatisfy { $0.action == .unchanged })
            await #expect(throws: CareError.notFound) { try await desk.catalog.exercise(slug) }
        }
    }

    @Test func `is not retired while templates or harder exercises need it`() async throws {
        try await Desk.open { desk in
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
        try await Desk.open { desk in
            let slug = try desk.slug
            _ = try await desk.content.draft(.exercise, slug, desk.proposal(), actor: desk.author)
            try await desk.carry(.exercise, slug, 2)
            let retired = try await desk.content.retire(
                .exercise, slug, 1, reason: #require(Note("Old.")), actor: desk.physician)
            #expect(retired.state == .retired)
            #expect(try await desk.catalog.exercise(slug).version == 2)
        }
    }

    @Test func `breaks no rule of the library`() async throws {
        try await Desk.open { desk in
            let slug = try desk.slug
            var bad = try await desk.proposal()
            bad.exercise?.steps = []
            bad.exercise?.defaultDose.sets = 11
            bad.exercise?.ladder?.rung = 9
            let refusal = await #expect(throws: CareError.self) {
                try await desk.content.draft(.exercise, slug, bad, actor: desk.author)
            }
            guard case .invalid(let violations) = refusal else {
                Issue.record("\(String(describing: refusal))")
                return
            }
            let places = Set(violations.map(\.pointer))
            #expect(places.isSuperset(of: ["/exercise/steps", "/exercise/defaultDose/sets", "/exercise/ladder/rung"]))
            await #expect(throws: CareError.self) {
                try await desk.content.draft(.article, slug, desk.proposal(), actor: desk.author)
            }
            #expect(try await desk.content.versions(.exercise, slug).contents.count == 1)
        }
    }

    @Test func `can be published by nobody around the reviews, not even by the serving role itself`() async throws {
        try await Desk.open { desk in
            _ = try await desk.content.draft(.exercise, desk.slug, desk.proposal(), actor: desk.author)
            for script in [
                "INSERT INTO content_version (kind, slug, version, catalog_version, body) "
                    + "VALUES ('exercise', 'x', 1, 999999, '{}')",
                "UPDATE catalog SET version = version + 1",
                "UPDATE content_draft SET state = 'published' WHERE version = 2",
                "UPDATE content_draft SET body = '{}' WHERE version = 2",
                "DELETE FROM content_review",
            ] {
                await #expect(throws: PostgresError.self, "\(script)") {
                    try await desk.practice.care.transaction { transaction in try transaction.runScript(script) }
                }
            }
            #expect(try await desk.catalog.exercise(desk.slug).version == 1)
        }
    }

    @Test func `of a release may wait for the practice's own reviewers`() async throws {
        try await Desk.open { desk in
            try await ContentCopy.with { copy in
                let loader = CatalogLoader(database: desk.practice.test.database)
                let wobbles = try #require(Slug("wobbles"))
                let changes = try await loader.load(copy.directory, asDrafts: true)
                #expect(changes.contains { $0.slug == wobbles && $0.action == .drafted && $0.version == 1 })
                await #expect(throws: CareError.notFound) { try await desk.catalog.exercise(wobbles) }
                let again = try await loader.load(copy.directory, asDrafts: true)
                #expect(again.contains { $0.slug == wobbles && $0.action == .underWay })
                // Nobody here wrote it, so that anybody may hand it on.
                let entry = try await desk.content.submit(.exercise, wobbles, 1, actor: desk.therapist)
                #expect(entry.state == .clinicalReview && entry.author == "Soleus")
            }
        }
    }
}
