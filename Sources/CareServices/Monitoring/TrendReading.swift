import Care
import CareStore
import ChartSync
import Postgres

/// What a trend is made of, read in a transaction.
struct TrendReading {
    let timeline: PlanTimeline
    let trend: Trend

    init(of member: MemberID, over window: DayWindow, in transaction: borrowing Transaction) throws {
        // The morning after the last day belongs to that day.
        let (checkIns, sessions, planHeads, flagged) = try transaction.pipeline(
            CheckInStatements.ofDays.all(member, window.first, window.last.adding(days: 1)),
            SessionStatements.ofDays.all(member, window.first, window.last),
            PlanStatements.numbered.all(member, 1, Int32.max), CheckInStatements.flagged.all(member))
        let today = window.last.adding(days: 1)
        var pauses = ChartPicture(today: today, careBegan: today)
        pauses.add(
            try flagged + RecordTables.everyRow(of: [.fallReport, .clearance], of: member, in: transaction))
        let plans = try PlanStatements.assemble(planHeads, of: member, in: transaction)
        timeline = PlanTimeline(
            plans.compactMap { if case .planRevision(let plan) = $0.content { plan } else { nil } })
        trend = Trend(
            over: window,
            checkIns: checkIns.compactMap { if case .checkIn(let checkIn) = $0.content { checkIn } else { nil } },
            plan: timeline,
            sessions: sessions.compactMap { if case .sessionLog(let log) = $0.content { log } else { nil } },
            pausedDays: pauses.pausedDays)
    }
}
