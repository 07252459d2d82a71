import Care
import CareMessages
import CareServices
import Foundation
import TestPostgres
import Testing

/// A practice with a catalog, somebody who writes, a therapist and a physician who review.
struct ContentDesk {
    let practice: Practice
    let content: ContentService
    let catalog: CatalogService
    var author: Actor
    var therapist: Actor
    var physician: Actor

    static func open(_ body: (ContentDesk) async throws -> Void) async throws {
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
                ContentDesk(
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

    func publish(_ slug: Slug, version: Int32 = 1) async throws -> ContentEntry {
        try await content.publish(.exercise, slug, version, dueOn: due, actor: physician)
    }

    /// A new exercise on a rung.
    func rung(_ rung: Int, of ladder: String, _ name: Slug) async throws -> ContentProposal {
        var exercise = try await catalog.exercise(slug).exercise
        exercise.slug = name
        exercise.name = try #require(Label(name.description))
        exercise.ladder?.ladder = try #require(Slug(ladder))
        exercise.ladder?.rung = rung
        return ContentProposal(reason: try #require(Note("New")), exercise: exercise)
    }

    func review(
        _ step: ReviewStep, _ decision: ContentReview.Decision = .approved, by actor: Actor, version: Int32 = 2
    ) async throws -> ContentEntry {
        try await content.review(
            .exercise, slug, version, ReviewDecision(step: step, decision: decision, note: Note("Looked at it")),
            actor: actor)
    }
}
