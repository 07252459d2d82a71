import Care
import CareMessages
import CareStore
import Postgres

/// Puts panel rows together: a handful of statements, however many members there are.
enum PanelReading {
    static func rows(
        of members: [(member: Member, role: CareTeamRole)], _ now: Instant, in transaction: borrowing Transaction
    ) throws -> [PanelRow] {
        guard !members.isEmpty else { return [] }
        let ids = members.map(\.member.id)
        let windows = Dictionary(
            members.compactMap { member, _ in
                DayWindow(days: MonitoringService.panelDays, endingBefore: member.timeZone.day(of: now))
                    .map { (member.id, $0) }
            },
            uniquingKeysWith: { first, _ in first })
        let firstDay = windows.values.map(\.first).min() ?? LocalDay(dayNumber: 0)
        let lastDay = windows.values.map(\.last).max() ?? firstDay
        let (latest, during, prescribed, logged) = try transaction.pipeline(
            PanelStatements.latest.all(ids), PanelStatements.during.all(ids, firstDay, lastDay),
            PanelStatements.prescribed.all(ids), PanelStatements.logged.all(ids, firstDay, lastDay))
        let pauses = try PauseReading(of: ids, in: transaction)
        let duringOf = Dictionary(grouping: during, by: \.0)
        let latestOf = Dictionary(latest.map { ($0.0, $0) }, uniquingKeysWith: { first, _ in first })
        let prescribedOf = Dictionary(grouping: prescribed, by: \.0)
        let loggedOf = Dictionary(grouping: logged, by: \.0)
        return members.map { member, role in
            let facts = latestOf[member.id]
            let adherence = windows[member.id].flatMap { window in
                Adherence(
                    over: window, plan: timeline(prescribedOf[member.id] ?? []),
                    sessions: (loggedOf[member.id] ?? []).filter { window.contains($0.4) }.map(session),
                    pausedDays: pauses.pausedDays(of: member.id, today: window.last.adding(days: 1)))
            }
            let painOnDay = Dictionary((duringOf[member.id] ?? []).map { ($0.1, $0.2) }, uniquingKeysWith: max)
            return PanelRow(
                member: member.id, name: "\(member.firstName) \(member.lastName)", state: member.state, role: role,
                program: facts?.2, planRevision: (facts?.1).map(Int.init),
                planReached: facts.flatMap { $0.1 == nil ? nil : $0.7 }, planUntil: facts?.6,
                pausedSince: pauses.pausedSince(member.id), adherencePercent: adherence?.percent,
                pain: windows[member.id].map { window in window.days.map { painOnDay[$0] } } ?? [],
                lastPain: facts?.3, lastLoggedOn: facts?.4, lastSyncAt: facts?.5)
        }
    }

    typealias Prescribed = (MemberID, Int32, LocalDay, LocalDay?, PlanItem.Block?, Slug?, Int16?, Int16?)
    typealias Logged = (MemberID, Int32?, Instant, TimeZoneName, LocalDay, Slug)

    /// Revisions with the exercises, the frequencies and the end alone: adherence asks for nothing else.
    static func timeline(_ rows: [Prescribed]) -> PlanTimeline {
        PlanTimeline(
            Dictionary(grouping: rows, by: \.1).values.compactMap { rows in
                guard let first = rows.first, let program = Slug("plan"), let title = Label("plan") else { return nil }
                let items = rows.compactMap { row -> PlanItem? in
                    guard let block = row.4, let exercise = row.5, let perDay = row.6, let perWeek = row.7 else {
                        return nil
                    }
                    return PlanItem(
                        block: block, exercise: exercise, exerciseVersion: 1, dose: Dose(sets: 1), side: .both,
                        frequency: Frequency(perDay: Int(perDay), perWeek: Int(perWeek)))
                }
                return PlanTimeline.Entry(
                    number: Int(first.1), effectiveFrom: first.2,
                    content: PlanContent(program: program, title: title, items: items, until: first.3))
            })
    }

    /// One logged exercise as a session of its own: adherence counts exercises by day, not sessions.
    static func session(_ row: Logged) -> SessionLog {
        SessionLog(
            planRevision: row.1.map(Int.init), moment: LocalMoment(at: row.2, timeZone: row.3, day: row.4),
            items: [LoggedItem(exercise: row.5, sets: [LoggedSet(reps: 1)])])
    }
}
