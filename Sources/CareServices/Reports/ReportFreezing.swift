package import Care
import CareStore
package import Postgres

/// Makes sponsors' reports on a quarter that is over: once, and never again.
///
/// It reads charts as the database's owner, which serves no request, and keeps of each sponsor what `CountRounding` lets be told.
package struct ReportFreezing: Sendable {
    /// What became of one sponsor's report.
    package struct Outcome: Hashable, Sendable {
        package enum Result: Hashable, Sendable {
            case frozen(SponsorReport)
            /// There is one, which stays as it is.
            case existed
            /// One of a later period has been told; what was told then could be compared with this.
            case tooLate(ReportPeriod)
        }

        package var sponsor: Slug
        package var result: Result
    }

    private let database: Database
    private let now: @Sendable () -> Instant
    /// How many charts are read at once.
    private static let batchCount = 200
    private static let access = ["soleus.actor_role": "reporting"]

    /// Takes the owner's database, and a clock.
    package init(database: Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
    }

    /// Freezes the reports of all sponsors, or of one; each in a transaction of its own, so that it may be ended and begun again.
    ///
    /// - Throws: `CareError.invalid` while the period is not over everywhere, `.notFound` for a sponsor who is not there.
    package func freeze(_ period: ReportPeriod, sponsor: Slug? = nil, dryRun: Bool = false) async throws -> [Outcome] {
        let now = now()
        // A day after its end in UTC no local day of it is left.
        guard period.lastDay.adding(days: 1) < TimeZoneName.utc.day(of: now) else {
            throw CareError.invalid([FieldViolation(pointer: "/period", message: "must be over")])
        }
        let sponsors = try await database.perform(.readOnly, ReportFreezingStatements.sponsors.all(sponsor))
        guard sponsor == nil || !sponsors.isEmpty else { throw CareError.notFound }
        var outcomes: [Outcome] = []
        for sponsor in sponsors {
            // Not from one snapshot: that would be older than the lock, and miss what was frozen while waiting for it.
            let options = TransactionOptions(isReadOnly: dryRun, settings: Self.access)
            let result = try await database.retrying(options) { transaction in
                try Self.freeze(period, sponsor, at: now, dryRun: dryRun, in: transaction)
            }
            outcomes.append(Outcome(sponsor: sponsor.sponsor.slug, result: result))
        }
        return outcomes
    }

    private static func freeze(
        _ period: ReportPeriod, _ sponsor: ReportedSponsor, at now: Instant, dryRun: Bool,
        in transaction: borrowing Transaction
    ) throws -> Outcome.Result {
        if !dryRun { _ = try transaction.run(ReportFreezingStatements.lock) }
        let id = sponsor.sponsor.id
        if let latest = try transaction.first(ReportFreezingStatements.latest, id), latest >= period {
            let exists = try transaction.all(SponsorReportStatements.through, id, period).contains {
                $0.period == period
            }
            return exists ? .existed : .tooLate(latest)
        }
        let earlier = try ReportReading.reports(of: id, through: period, in: transaction).map(\.report)
        let tally = try tally(of: id, period, since: (earlier.first?.period ?? period).firstDay, in: transaction)
        let report = SponsorReport(of: period, tally, smallestCell: sponsor.smallestCell, after: earlier)
        guard !dryRun else { return .frozen(report) }
        let covered = report.covered
        try transaction.commit { pipeline in
            _ = pipeline.add(
                ReportFreezingStatements.freeze.run(
                    id, period, Int32(sponsor.smallestCell), Int32(clamping: covered.atLeast),
                    Int32(clamping: covered.atMost ?? covered.atLeast), Int32(clamping: report.settled), now))
            for row in report.rows {
                _ = pipeline.add(
                    ReportFreezingStatements.freezeRow.run(
                        id, period, row.measure, Int32(clamping: row.count.atLeast),
                        row.count.atMost.map { Int32(clamping: $0) }))
            }
        }
        return .frozen(report)
    }

    /// Counts a sponsor's people: the roster in one statement, charts a batch at a time.
    private static func tally(
        of sponsor: SponsorID, _ period: ReportPeriod, since start: LocalDay, in transaction: borrowing Transaction
    ) throws -> ReportTally {
        let (covered, settled) = try transaction.only(
            ReportFreezingStatements.rosterCounts, sponsor, start, period.lastDay)
        var tally = ReportTally(covered: Int(covered), settled: Int(settled))
        var last: (number: RosterID, member: MemberID)?
        while true {
            let members = try transaction.all(
                ReportFreezingStatements.members, sponsor, last?.number, start, period.lastDay, batchCount,
                last?.member)
            for standing in try standings(of: members, sponsor, period, in: transaction) { tally.add(standing) }
            guard members.count == batchCount else { return tally }
            last = members.last
        }
    }

    private static func standings(
        of members: [(number: RosterID, member: MemberID)], _ sponsor: SponsorID, _ period: ReportPeriod,
        in transaction: borrowing Transaction
    ) throws -> [MemberStanding] {
        guard !members.isEmpty, let window = period.window else { return [] }
        let ids = members.map(\.member)
        let (rows, prescribed, logged) = try transaction.pipeline(
            ReportFreezingStatements.standings.all(
                sponsor, members.map(\.number), ids, window.first, window.last),
            PanelStatements.prescribed.all(ids), PanelStatements.logged.all(ids, window.first, window.last))
        let pauses = try PauseReading(of: ids, in: transaction)
        let prescribedOf = Dictionary(grouping: prescribed, by: \.0)
        let loggedOf = Dictionary(grouping: logged, by: \.0)
        return rows.map { member, hasPlan, hasLogged, hasLoggedInPeriod, isCovered, first, now in
            let adherence = Adherence(
                over: window, plan: PanelReading.timeline(prescribedOf[member] ?? []),
                sessions: (loggedOf[member] ?? []).map(PanelReading.session),
                pausedDays: pauses.pausedDays(of: member, today: window.last.adding(days: 1)))
            let pain = first.flatMap { first in now.map { PainChange(from: first, to: $0) } }
            return MemberStanding(
                hasPlan: hasPlan, hasLogged: hasLogged, hasLoggedInPeriod: hasLoggedInPeriod,
                pain: isCovered ? pain : nil, adherence: isCovered ? adherence : nil)
        }
    }
}
