package import Care
package import CareMessages
import CareStore
package import Postgres

/// What a sponsor may see in aggregate: the reports that were frozen, and no way to ask for others.
package struct SponsorReportService: Sendable {
    private let database: Database

    /// Takes the database of eligibility, whose role can read frozen reports and no chart.
    package init(database: Database) { self.database = database }

    /// A sponsor's reports, the newest first.
    ///
    /// - Throws: `CareError.notFound` for another sponsor's, `.notAllowed` for roles that have none.
    package func list(of slug: Slug, actor: Actor) async throws -> SponsorReportList {
        SponsorReportList(reports: try await reports(of: slug, through: .last, actor: actor).reversed())
    }

    /// - Throws: `CareError.notFound` also for a period that is not frozen.
    package func report(on period: ReportPeriod, of slug: Slug, actor: Actor) async throws -> SponsorReportAnswer {
        guard let report = try await reports(of: slug, through: period, actor: actor).last, report.period == period
        else {
            throw CareError.notFound
        }
        return report
    }

    /// Asks for more than eleven people behind each count, from the next report on; operators may.
    ///
    /// - Throws: `CareError.invalid` for less than before, or less than 11.
    package func raiseSmallestCell(_ change: SmallestCell, of slug: Slug, actor: Actor) async throws -> SmallestCell {
        guard actor.role == .operator else { throw CareError.notAllowed }
        let refusal = CareError.invalid([
            FieldViolation(pointer: "/smallestCell", message: "must be 11 to 1000, and not less than it is")
        ])
        guard (CountRounding.step...1_000).contains(change.smallestCell) else { throw refusal }
        try await database.transaction { transaction in
            let sponsor = try actor.sponsor(slug, transaction)
            let count = try transaction.run(
                SponsorReportStatements.raiseSmallestCell, sponsor.id, Int32(change.smallestCell))
            guard count == 1 else { throw refusal }
        }
        return change
    }

    private func reports(
        of slug: Slug, through period: ReportPeriod, actor: Actor
    ) async throws -> [SponsorReportAnswer] {
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)
        return try await database.transaction(options) { transaction in
            let sponsor = try actor.sponsor(slug, transaction)
            return try ReportReading.reports(of: sponsor.id, through: period, in: transaction).map {
                SponsorReportAnswer(
                    of: sponsor, $0.report, smallestCell: $0.frozen.smallestCell, frozenAt: $0.frozen.frozenAt)
            }
        }
    }
}
