import Care
import CareStore
import Postgres

/// What pauses the plans of several members, read in two statements however many there are.
struct PauseReading {
    private let reports: [MemberID: [Charted<FallReport>]]
    private let clearances: [MemberID: [Charted<Clearance>]]

    init(of members: [MemberID], in transaction: borrowing Transaction) throws {
        let (reports, clearances) = try transaction.pipeline(
            PauseStatements.reports.all(members), PauseStatements.clearances.all(members))
        // A red flag pauses as a fall does, and why does not matter for the days.
        self.reports = Dictionary(grouping: reports, by: \.member).mapValues { rows in
            rows.map { Charted($0.id, FallReport(moment: $0.moment, kind: .fall)) }
        }
        self.clearances = Dictionary(grouping: clearances, by: \.member).mapValues { rows in rows.map(\.clearance) }
    }

    /// The days up to and including `today` on which a member's plan was paused.
    func pausedDays(of member: MemberID, today: LocalDay) -> Set<LocalDay> { picture(of: member, today).pausedDays }

    /// Since when a member's plan has been paused; nil while it is not.
    func pausedSince(_ member: MemberID) -> LocalDay? {
        picture(of: member, LocalDay(dayNumber: 0)).pauses.filter { $0.clearedOn == nil }.map(\.day).min()
    }

    private func picture(of member: MemberID, _ today: LocalDay) -> ChartPicture {
        ChartPicture(
            today: today, careBegan: today, falls: reports[member] ?? [], clearances: clearances[member] ?? [])
    }
}
