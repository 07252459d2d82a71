import Care
import CareStore
package import Postgres

/// Drops tombstones that are older than any device may be asleep.
///
/// Their ids stay taken for ever. A device whose copy is older than the last of them replaces it, and so does not bring back
/// what was deleted meanwhile.
package struct TombstoneRetention: Sendable {
    /// What was dropped.
    package struct Dropped: Hashable, Sendable {
        package var tombstones: Int
        package var charts: Int

        package init(tombstones: Int, charts: Int) {
            self.tombstones = tombstones
            self.charts = charts
        }
    }

    private let database: Database

    /// How many charts are looked for at once.
    private static let batchCount = 200
    /// The owner is bound by row-level security too, and says what it is here for.
    private static let access = ["soleus.actor_role": "retention"]
    /// Younger tombstones are for devices that are merely offline.
    package static let days = 1...36_500

    /// `database` is the owner's: the roles that serve delete no tombstone.
    package init(database: Database) { self.database = database }

    /// Drops the tombstones of commits that are older than so many days, each chart in a transaction of its own.
    ///
    /// It may be ended at any moment and begun again: what is done is done, and the rest is found again.
    ///
    /// - Throws: `CareError.invalid` unless `days` is 1 to 36,500.
    package func drop(olderThanDays days: Int) async throws -> Dropped {
        guard Self.days.contains(days) else {
            throw CareError.invalid([
                FieldViolation(
                    pointer: "/olderThanDays",
                    message: "must be \(Self.days.lowerBound) to \(Self.days.upperBound)")
            ])
        }
        var dropped = Dropped(tombstones: 0, charts: 0)
        var last: MemberID?
        while true {
            let found = try await database.perform(
                TransactionOptions(isReadOnly: true, settings: Self.access),
                TombstoneRetentionStatements.charts.all(last, Int32(days), Self.batchCount))
            for (member, version) in found {
                let count = try await database.retrying(TransactionOptions(settings: Self.access)) { transaction in
                    try transaction.first(TombstoneRetentionStatements.drop, member, version)
                }
                if let count, count > 0 {
                    dropped.tombstones += Int(count)
                    dropped.charts += 1
                }
                last = member
            }
            if found.count < Self.batchCount { return dropped }
        }
    }
}
