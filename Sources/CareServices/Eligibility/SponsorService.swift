package import Care
package import CareMessages
import CareStore
import Foundation
package import Postgres

/// Who pays: sponsors, and how their files are to be read.
package struct SponsorService: Sendable {
    private let database: Database

    /// Takes the database of eligibility.
    package init(database: Database) { self.database = database }

    /// Makes a sponsor, or replaces what is said of one, whose id stays.
    ///
    /// Only operators may. What the feed means from now on says nothing about files that were loaded before.
    package func put(
        _ slug: Slug, _ entry: SponsorEntry, actor: Actor
    ) async throws -> (sponsor: Sponsor, isNew: Bool) {
        guard actor.role == .operator else { throw CareError.notAllowed }
        let (id, isNew) = try await database.transaction { transaction in
            try transaction.only(
                SponsorStatements.put, SponsorID(UUID()), slug, entry.name, entry.kind, entry.feed.mode.stored,
                entry.feed.endDateMeaning)
        }
        return (Sponsor(id: id, slug: slug, name: entry.name, kind: entry.kind), isNew)
    }

    /// All sponsors by slug, for operators.
    package func list(actor: Actor) async throws -> [Sponsor] {
        guard actor.role == .operator else { throw CareError.notAllowed }
        return try await database.perform(.readOnly, SponsorStatements.list.all())
    }

    /// One sponsor, for operators and for itself.
    package func find(_ slug: Slug, actor: Actor) async throws -> Sponsor {
        try await database.transaction(.readOnly) { transaction in
            try actor.sponsor(slug, transaction)
        }
    }
}

extension FeedSettings.Mode {
    fileprivate var stored: SponsorFeed.Mode {
        switch self {
        case .full: .full
        case .delta: .delta
        }
    }
}
