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
                SponsorStatements.put, SponsorID(UUID()), slug, entry.name, entry.kind, entry.feed.mode,
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

    /// How a sponsor's files are read, for operators and for itself.
    package func feed(of slug: Slug, actor: Actor) async throws -> FeedRules {
        try await database.transaction(.readOnly) { transaction in
            _ = try actor.sponsor(slug, transaction)
            let feed = try transaction.only(SponsorStatements.findFeed, slug)
            var rules = feed.rules
            rules.columns = try transaction.all(SponsorStatements.columns, feed.sponsor.id)
            return rules
        }
    }

    /// Says how a sponsor's files are to be read from now on; a dry run only says whether that can be.
    ///
    /// Only operators may: a sponsor that loosens its own thresholds holds nothing any more.
    package func setFeed(
        of slug: Slug, _ rules: FeedRules, dryRun: Bool = false, actor: Actor
    ) async throws -> FeedRules {
        guard actor.role == .operator else { throw CareError.notAllowed }
        let violations = rules.violations
        guard violations.isEmpty else { throw CareError.invalid(violations) }
        return try await database.transaction { transaction in
            let sponsor = try actor.sponsor(slug, transaction)
            guard !dryRun else { return rules }
            // A file that is being read is read to its end by the rules that it began with.
            _ = try transaction.only(SponsorStatements.lockFeed, slug)
            try transaction.pipeline { pipeline in
                SponsorStatements.replaceFeed(of: sponsor.id, by: rules, &pipeline)
            }
            return rules
        }
    }
}
