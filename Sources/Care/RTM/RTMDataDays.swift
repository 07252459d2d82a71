/// The data days of one 30-day window, as US clinics count them for remote therapeutic monitoring.
///
/// The windows follow one another from the first day of monitoring and do not align with calendar months, by which
/// `RTMMinutes` count: two clocks (docs.stratapt.com RTM; limberhealth.com).
///
/// A day on which the plan was paused is no data day (choice: nothing was to be monitored then, and a count that a clinic
/// bills by had better be too low).
package struct RTMDataDays: Hashable, Sendable, Codable {
    package enum Band: String, Hashable, Sendable, Codable, CaseIterable {
        /// 0 or 1 days.
        case tooFew = "too_few"
        /// 2–15 days.
        case from2To15 = "2_to_15"
        /// 16 days and more.
        case atLeast16 = "16_or_more"
    }

    package static let windowDays = 30

    package let window: DayWindow
    /// Distinct days with something recorded, up to and including today, without those on which the plan was paused.
    package let days: Int
    /// Days of the window, up to and including today, on which the plan was paused.
    package let pausedDays: Int
    /// Days of the window after today.
    package let daysLeft: Int

    package var band: Band {
        switch days {
        case ..<2: .tooFew
        case 2...15: .from2To15
        default: .atLeast16
        }
    }

    /// The windows from the first day of monitoring through the one that holds today, oldest first: none before that day,
    /// and at most the last 36.
    package static func windows(
        of dataDays: Set<LocalDay>, pausedDays: Set<LocalDay> = [], from first: LocalDay, today: LocalDay
    ) -> [RTMDataDays] {
        let counted = dataDays.subtracting(pausedDays)
        guard first <= today else { return [] }
        let current = (today.dayNumber - first.dayNumber) / windowDays
        return (max(0, current - 35)...current).compactMap { number in
            let start = first.adding(days: number * windowDays)
            guard let window = DayWindow(from: start, through: start.adding(days: windowDays - 1)) else { return nil }
            return RTMDataDays(
                window: window, days: counted.count { window.contains($0) && $0 <= today },
                pausedDays: pausedDays.count { window.contains($0) && $0 <= today },
                daysLeft: max(0, window.last.dayNumber - today.dayNumber))
        }
    }
}
