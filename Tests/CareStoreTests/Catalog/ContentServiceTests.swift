import Care
import CareMessages
import CareServices
import CareStore
import ChartSync
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Content on its way` {
    @Test func `is published after a therapist's and a physician's review, and not before`() async throws {
        try await ContentDesk.open { desk in
            let slug = try desk.slug
            let draft = try await desk.content.draft(.exercise, slug, desk.proposal(), actor: desk.author)
            #expect(draft.version == 2 && draft.state == .draft && draft.author == "ada")
            #expect(try await desk.catalog.exercise(slug).version == 1)
            await #expect(throws: CareError.contentRefused(.notDue, at: .draft)) {
                try await desk.review(.clinical, by: desk.therapist)
            }
            _ = try await desk.content.submit(.exercise, slug, 2, actor: desk.author)
            await #expect(throws: CareError.contentRefused(.ownText, at: .clinicalReview)) {
                try await desk.review(.clinical, by: desk.author)
            }
            await #expect(throws: CareError.contentRefused(.notDue, at: .clinicalReview)) {
                try await desk.content.publish(.exercise, slug, 2, dueOn: desk.due, actor: desk.physician)
            }
            #expect(try await desk.review(.clinical, by: desk.therapist).state == .medicalReview)
            await #expect(throws: CareError.contentRefused(.notReviewed, at: .medicalReview)) {
                try await desk.content.publish(.exercise, slug, 2, dueOn: desk.due, actor: desk.physician)
            }
            await #expect(throws: CareError.contentRefused(.samePerson, at: .medicalReview)) {
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
        try await ContentDesk.open { desk in
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
        try await ContentDesk.open { desk in
            let slug = try desk.slug
            _ = try await desk.content.draft(.exercise, slug, desk.proposal(), actor: desk.author)
            await #expect(throws: CareError.contentUnderWay(version: 2, author: "ada", .draft)) {
                try await desk.content.draft(.exercise, slug, desk.proposal("Another"), actor: desk.therapist)
            }
            _ = try await desk.content.submit(.exercise, slug, 2, actor: desk.author)
            let returned = try await desk.review(.clinical, .returned, by: desk.therapist)
            #expect(returned.state == .returned)
            await #expect(throws: CareError.contentRefused(.notDue, at: .returned)) {
                try await desk.review(.clinical, by: desk.therapist)
            }
            let next = try await desk.content.draft(.exercise, slug, desk.proposal("Better"), actor: desk.author)
            #expect(next.version == 3)
            let versions = try await desk.content.versions(.exercise, slug)
            #expect(versions.contents.map(\.state) == [.draft, .returned, .published])
        }
    }

    @Test func `is retired for new plans, and a load does not bring it back`() async throws {
        try await ContentDesk.open { desk in
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

    @Test func `says something new`() async throws {
        try await ContentDesk.open { desk in
            let slug = try desk.slug
            var same = try await desk.proposal()
            same.exercise = try await desk.catalog.exercise(slug).exercise
            let refusal = CareError.invalid([
                FieldViolation(
                    pointer: "/exercise", message: "is version 1 as it is published: nothing would change")
            ])
            await #expect(throws: refusal) {
                try await desk.content.draft(.exercise, slug, same, actor: desk.author)
            }
            #expect(try await desk.content.versions(.exercise, slug).contents.count == 1)
        }
    }

    @Test func `breaks no rule of the library`() async throws {
        try await ContentDesk.open { desk in
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
        try await ContentDesk.open { desk in
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
        try await ContentDesk.open { desk in
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
