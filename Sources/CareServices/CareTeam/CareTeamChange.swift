import Care
import CareStore

/// What has to be written so that a practitioner has one wanted place with a member, and the past stays as it was.
struct CareTeamChange: Hashable, Sendable {
    /// Periods that end at another moment than before: those in force end, those to come are taken back.
    var ends: [Ending] = []
    /// The period to add; nil when what is wanted is there already.
    var added: CareTeamPeriod?

    struct Ending: Hashable, Sendable {
        /// When the period began, by which it is known.
        var from: Instant
        /// When it ends now; a period that ends as it begins has never been.
        var until: Instant
    }

    /// - Parameters:
    ///   - wanted: with the start of its first day as `from`.
    ///   - periods: all periods of that practitioner with that member; no two overlap.
    init(to wanted: CareTeamPeriod, from periods: [CareTeamPeriod], now: Instant) {
        let periods = periods.filter { !$0.isEmpty }
        if let standing = periods.first(where: { $0.gives(wanted, now: now) }) {
            ends = Self.endings(of: periods.filter { $0 != standing && $0.overlaps(wanted) }, at: wanted.from, now: now)
            return
        }
        var period = wanted
        // Nothing is written over what has been: a place that begins today, where there was one this morning, begins when
        // that ended, or now.
        for past in periods where past.from <= now && past.overlaps(wanted) {
            period.from = max(period.from, min(past.until ?? now, now))
        }
        ends = Self.endings(of: periods.filter { $0.overlaps(period) }, at: period.from, now: now)
        added = period
    }

    /// Everything that is in force or to come ends.
    init(endingAll periods: [CareTeamPeriod], now: Instant) {
        ends = Self.endings(
            of: periods.filter { period in !period.isEmpty && period.until.map { $0 > now } ?? true }, at: now, now: now
        )
    }

    private static func endings(of periods: [CareTeamPeriod], at moment: Instant, now: Instant) -> [Ending] {
        periods.compactMap { period in
            // What has ended stays.
            if let until = period.until, until <= now { return nil }
            let until = period.from >= moment ? period.from : moment
            return period.until == until ? nil : Ending(from: period.from, until: until)
        }
    }
}

extension CareTeamPeriod {
    /// Whether it has been taken back before it began.
    var isEmpty: Bool { until == from }

    func overlaps(_ other: CareTeamPeriod) -> Bool {
        (until.map { $0 > other.from } ?? true) && (other.until.map { $0 > from } ?? true)
    }

    /// Whether somebody with this place has all of what is wanted from now on.
    fileprivate func gives(_ wanted: CareTeamPeriod, now: Instant) -> Bool {
        let start = max(wanted.from, now)
        return role == wanted.role && until == wanted.until && from <= start && until.map { $0 > start } ?? true
    }
}
