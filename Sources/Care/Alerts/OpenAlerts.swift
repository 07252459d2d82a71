/// The alerts of one member at an instant, and when to look again.
package struct OpenAlerts: Hashable, Sendable {
    /// At most one for each rule, of its highest level; the most urgent first.
    package let alerts: [Alert]
    /// The next instant at which time alone changes something; nil when only a new record can.
    package let nextLook: Instant?

    /// Evaluates a chart, whose rows may have come in any order.
    ///
    /// A red flag or a fall that no PT has cleared silences all else (choice, domain guide §4.9).
    ///
    /// - Parameters:
    ///   - lastLogin: The last log-in or sync, or the start of care where there was none yet. What the member recorded
    ///     counts as contact too, and so does a clearance, before which nobody expects them.
    package init(
        of picture: ChartPicture, lastLogin: Instant, acknowledgements: [AlertAcknowledgement] = [], now: Instant
    ) {
        let pauses = picture.pauses
        var found = PauseAlerts.all(pauses) + PauseAlerts.nearFalls(picture)
        var looks: [Instant] = []
        if !pauses.contains(where: { $0.clearedOn == nil }) {
            found += PainAlerts.all(picture, now: now) + FunctionAlerts.all(picture)
            let silence = Silence(picture, lastLogin: lastLogin, now: now)
            found += silence.alerts(now: now)
            looks += silence.looks
        }
        alerts =
            found.map { $0.acknowledged(by: acknowledgements) }
            // A near fall is over, so that once it was looked at nothing is left to do.
            .filter { $0.finding != .nearFall || $0.acknowledgedAt == nil }
            .highestOfEachRule
        looks += alerts.compactMap(\.snoozedUntil)
        nextLook = looks.filter { $0 > now }.min()
    }
}

/// Red flags and falls.
private enum PauseAlerts {
    /// Open until a PT has cleared the very report: one that came in late with an earlier time is open again, for a person
    /// to look (choice, domain guide §4.9).
    static func all(_ pauses: [PlanPause]) -> [Alert] {
        pauses.filter { $0.clearedOn == nil || !$0.wasSeen }.map { pause in
            let state =
                pause.clearedOn.map {
                    "It came in after the clearance of \($0), which covers it: look at it again."
                } ?? "The plan is paused until a PT clears it with a note."
            return switch pause.cause {
            case .redFlags(let flags):
                Alert(
                    .redFlag, since: pause.at, evidence: [pause.row],
                    words: "Red flag on \(pause.day): \(flags.map(\.text).joined(separator: ", ")). \(state)")
            case .fall: Alert(.fall, since: pause.at, evidence: [pause.row], words: "A fall on \(pause.day). \(state)")
            }
        }
    }

    static func nearFalls(_ picture: ChartPicture) -> [Alert] {
        picture.falls.filter { fall in
            fall.value.kind == .nearFall && !picture.clearances.contains { $0.value.seen.contains(fall.id) }
        }.map {
            Alert(
                .nearFall, since: $0.value.moment.at, evidence: [$0.id],
                words: "Nearly a fall on \($0.value.moment.day).")
        }
    }
}

/// Pain, each moment in a series of its own.
private enum PainAlerts {
    private struct Report {
        let at: Instant
        let day: LocalDay
        let pain: Int
        let row: RowID
    }

    static func all(_ picture: ChartPicture, now: Instant) -> [Alert] {
        CheckIn.Moment.allCases.flatMap { moment in
            let series = reports(of: moment, in: picture)
            return series.indices.compactMap { place -> Alert? in
                // The last report counts, and so does each that a fast clock has dated later than now: it must not hide
                // those that come after it, nor be hidden by them.
                let isLast = series[place].at <= now && (place + 1 == series.count || series[place + 1].at > now)
                guard isLast || series[place].at > now else { return nil }
                return alert(of: moment, at: place, in: series)
            }
        }
    }

    private static func reports(of moment: CheckIn.Moment, in picture: ChartPicture) -> [Report] {
        var reports = picture.checkIns.filter { $0.value.about == moment }.map {
            Report(at: $0.value.moment.at, day: $0.value.activityDay, pain: $0.value.pain.rawValue, row: $0.id)
        }
        if moment == .during {
            let logs =
                picture.sessions.map { ($0.value.moment, $0.value.painDuring, $0.id) }
                + picture.runs.map { ($0.value.moment, $0.value.painDuring, $0.id) }
            reports += logs.compactMap { moment, pain, row in
                pain.map { Report(at: moment.at, day: moment.day, pain: $0.rawValue, row: row) }
            }
        }
        return reports.sorted { ($0.at, $0.pain, $0.row) < ($1.at, $1.pain, $1.row) }
    }

    private static func finding(at place: Int, in series: [Report]) -> AlertFinding? {
        let pain = series[place].pain
        if pain >= 7 { return .painSevere }
        guard place > 0 else { return nil }
        let rise = pain - series[place - 1].pain
        if rise >= 2 { return .painJump }
        return pain >= 5 && rise >= 1 ? .painRising : nil
    }

    private static func alert(of moment: CheckIn.Moment, at place: Int, in series: [Report]) -> Alert? {
        guard let finding = finding(at: place, in: series) else { return nil }
        var first = place
        while first > 0, let earlier = Self.finding(at: first - 1, in: series), earlier.level >= finding.level {
            first -= 1
        }
        let report = series[place]
        let before = place > 0 ? series[place - 1] : nil
        let comparison = before.map { ", after \($0.pain) on \($0.day)" } ?? ""
        return Alert(
            finding, since: series[first].at, evidence: [report.row] + [before?.row].compactMap(\.self),
            words: "Pain (\(moment.text)) was \(report.pain) on \(report.day)\(comparison).")
    }
}

/// What a member can do, by each instrument.
private enum FunctionAlerts {
    static func all(_ picture: ChartPicture) -> [Alert] {
        OutcomeInstrument.allCases.compactMap { instrument in
            let history = OutcomeHistory(instrument, in: picture.outcomes)
            guard let latest = history.latest else { return nil }
            if latest.change.isLossOfFifth {
                return Alert(
                    .functionLost, since: latest.at, evidence: latest.rows,
                    words:
                        "\(instrument.name) fell from \(latest.change.earlier.text) to \(latest.change.later.text), by a "
                        + "fifth or more.")
            }
            guard let (rows, changes) = history.lastTwo, !changes.contains(where: \.isGain) else { return nil }
            return Alert(
                .functionFlat, since: latest.at, evidence: rows,
                words:
                    "\(instrument.name) has not risen over the last two assessments, now \(latest.change.later.text).")
        }
    }
}

/// The time since a member was last heard of.
private struct Silence {
    let since: Instant
    /// The record that was the last contact; nil when it was a log-in or a clearance.
    let row: RowID?
    /// When it becomes an alert, or a graver one.
    let looks: [Instant]

    init(_ picture: ChartPicture, lastLogin: Instant, now: Instant) {
        let records =
            picture.sessions.map { ($0.value.moment.at, $0.id) } + picture.checkIns.map { ($0.value.moment.at, $0.id) }
            + picture.runs.map { ($0.value.moment.at, $0.id) } + picture.outcomes.map { ($0.value.moment.at, $0.id) }
        // A record dated after now says nothing of when the member was there.
        let last = records.filter { $0.0 <= now }.max { $0 < $1 }
        let others = [lastLogin] + picture.clearances.map(\.value.moment.at).filter { $0 <= now }
        let contact = others.max() ?? lastLogin
        if let last, last.0 >= contact {
            since = last.0
            row = last.1
        } else {
            since = contact
            row = nil
        }
        let since = since
        looks = AlertFinding.silences.compactMap(\.silenceMilliseconds).map {
            Instant(milliseconds: since.milliseconds + $0)
        }
    }

    /// Only the longest silence: "dropped" takes the place of "more than 14 days" (choice, domain guide §4.9).
    func alerts(now: Instant) -> [Alert] {
        let reached = Array(zip(AlertFinding.silences, looks)).last { $0.1 <= now }
        guard let (finding, began) = reached else { return [] }
        let hours = (now.milliseconds - since.milliseconds) / 3_600_000
        let length = finding == .silent49Hours ? "\(hours) hours" : "\(hours / 24) days"
        let end = finding == .dropped ? ": counts as dropped." : "."
        return [
            Alert(
                finding, since: began, evidence: [row].compactMap(\.self), words: "Not heard of for \(length)\(end)")
        ]
    }
}

extension Alert {
    fileprivate func acknowledged(by acknowledgements: [AlertAcknowledgement]) -> Alert {
        var alert = self
        let covering = acknowledgements.filter { $0.covers(self) }
        alert.acknowledgedAt = covering.map(\.at).max()
        alert.snoozedUntil = covering.compactMap(\.snoozedUntil).max()
        return alert
    }
}

extension [Alert] {
    /// One alert for each rule: what was found at its highest level, put together; the most urgent first.
    fileprivate var highestOfEachRule: [Alert] {
        AlertRule.allCases.compactMap { rule in
            let all = filter { $0.rule == rule }
            guard let level = all.map(\.level).max() else { return nil }
            let highest = all.filter { $0.level == level }.sorted { ($0.since, $0.words) < ($1.since, $1.words) }
            guard let first = highest.first else { return nil }
            guard highest.count > 1 else { return first }
            var joined = Alert(
                first.finding, since: first.since, evidence: highest.flatMap(\.evidence),
                words: highest.map(\.words).joined(separator: " "))
            // Taken note of only where all of it was.
            let notes = highest.map(\.acknowledgedAt)
            joined.acknowledgedAt = notes.contains(nil) ? nil : notes.compactMap(\.self).max()
            let snoozes = highest.map(\.snoozedUntil)
            joined.snoozedUntil = snoozes.contains(nil) ? nil : snoozes.compactMap(\.self).min()
            return joined
        }.enumerated().sorted { ($1.element.level, $0.offset) < ($0.element.level, $1.offset) }.map(\.element)
    }
}
