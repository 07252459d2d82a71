/// A report that pauses the plan until a PT clears it: a red flag, or a fall.
package struct PlanPause: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        case redFlags([RedFlag])
        case fall
    }

    package let row: RowID
    package let at: Instant
    package let day: LocalDay
    package let cause: Cause
    /// The day of the clearance that covers it; nil while none does.
    package let clearedOn: LocalDay?
    /// Whether a PT had this very report before them when they cleared the member.
    ///
    /// False for a report that came in after the clearance with an earlier time: the clearance covers it, but a person
    /// has to look at it (choice, domain guide §4.9).
    package let wasSeen: Bool
}

extension ChartPicture {
    /// The reports that pause or paused the plan, by time.
    ///
    /// A clearance covers what happened before it (choice, domain guide §4.9), and what it names whatever the clock of the
    /// device said.
    package var pauses: [PlanPause] {
        let flags = checkIns.filter { !$0.value.redFlags.isEmpty }.map {
            (row: $0.id, moment: $0.value.moment, cause: PlanPause.Cause.redFlags(Set($0.value.redFlags).inOrder))
        }
        let falls = falls.filter { $0.value.kind == .fall }.map {
            (row: $0.id, moment: $0.value.moment, cause: PlanPause.Cause.fall)
        }
        return (flags + falls).map { report in
            let covering = clearances.filter { $0.value.covers(report.row, at: report.moment.at) }
            return PlanPause(
                row: report.row, at: report.moment.at, day: report.moment.day, cause: report.cause,
                clearedOn: covering.map(\.value.moment.day).min(),
                wasSeen: clearances.contains { $0.value.seen.contains(report.row) })
        }.sorted { ($0.at, $0.row) < ($1.at, $1.row) }
    }

    /// The days on which the plan was paused, both the day of the report and that of the clearance included; at most the
    /// last three years.
    package var pausedDays: Set<LocalDay> {
        let earliest = today.adding(days: 1 - DayWindow.maximumDays)
        return pauses.reduce(into: []) { days, pause in
            let window = DayWindow(
                from: max(pause.day, earliest), through: min(pause.clearedOn ?? today, today))
            days.formUnion(window?.days ?? [])
        }
    }
}

extension Set<RedFlag> {
    /// In the order of the symptoms' list, so that the same flags read the same.
    fileprivate var inOrder: [RedFlag] { RedFlag.allCases.filter(contains) }
}
