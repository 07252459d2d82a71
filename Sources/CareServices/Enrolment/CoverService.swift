package import Care
package import CareMessages
import CareStore
import Foundation
package import Postgres

/// A member's cover: by whom, until when, and how another roster of theirs comes to count.
package struct CoverService: Sendable {
    private let database: Database
    private let now: @Sendable () -> Instant

    package init(database: Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
    }

    /// Where the member stands today, by their own calendar.
    ///
    /// - Throws: `CareError.notAllowed` for others.
    package func cover(actor: Actor) async throws -> MemberCover {
        guard let member = actor.member else { throw CareError.notAllowed }
        let now = now()
        return try await database.transaction(
            TransactionOptions(isReadOnly: true, settings: actor.access(to: member))
        ) { transaction in try CoverReading.cover(of: member, at: now, in: transaction) }
    }

    /// Lets another roster count for the member: the next employer's, a health plan's, a spouse's.
    ///
    /// The claim must fit a person who is covered today and was born on the member's own birth date; names may differ, as
    /// people marry. Whether the entry entitles somebody else too makes no difference, and a repeat changes nothing. A member whose first cover
    /// has ended comes back in this way, with their record.
    ///
    /// - Throws: `CareError.notConfirmed` for whatever reason it is refused, `.notAllowed` for others.
    package func link(_ claim: IdentityClaim, actor: Actor) async throws -> MemberCover {
        guard let member = actor.member else { throw CareError.notAllowed }
        let claimed = ClaimedPerson(claim)
        let now = now()
        return try await database.retrying(TransactionOptions(settings: actor.access(to: member))) { transaction in
            guard let person = try transaction.first(MemberCoverStatements.person, member) else {
                throw CareError.notAllowed
            }
            // Also for another birth date, so that a refusal costs the same whatever its reason.
            let candidates = try transaction.all(
                EnrolmentStatements.candidates, claimed?.number.description ?? "", claim.birthDate,
                person.timeZone.day(of: now), member)
            let entries = claimed?.entries(among: candidates.filter(\.isCovered)) ?? []
            guard !entries.isEmpty, claim.birthDate == person.birthDate else { throw CareError.notConfirmed }
            let further = entries.filter { !$0.isMembers }
            if !further.isEmpty {
                try transaction.pipeline { pipeline in
                    for entry in further { pipeline.link(entry, to: member, at: now) }
                }
            }
            return try CoverReading.cover(of: member, at: now, in: transaction)
        }
    }
}

/// Puts a member's cover together.
enum CoverReading {
    static func cover(
        of member: MemberID, at now: Instant, in transaction: borrowing Transaction
    ) throws -> MemberCover {
        let rows = try transaction.all(MemberCoverStatements.ofMember, member)
        guard let timeZone = rows.first?.timeZone else { throw CareError.notFound }
        return MemberCover(on: timeZone.day(of: now), rows.compactMap(\.cover))
    }
}
