/// The minutes that a care team spent on one member's monitoring in one calendar month.
///
/// US clinics count 10, 20 and each further 20 minutes of a calendar month, on another clock than the data days
/// (docs.stratapt.com RTM; limberhealth.com).
package struct RTMMinutes: Hashable, Sendable, Codable {
    package enum Band: String, Hashable, Sendable, Codable, CaseIterable {
        case under10 = "under_10"
        case from10To19 = "10_to_19"
        case atLeast20 = "20_or_more"
    }

    /// Time spent by somebody of the care team, on a day in the clinic's calendar.
    package struct Spent: Hashable, Sendable, Codable {
        package var day: LocalDay
        /// 0 or more.
        package var seconds: Int

        package init(day: LocalDay, seconds: Int) {
            self.day = day
            self.seconds = seconds
        }
    }

    package let year: Int
    package let month: Int
    /// Whole minutes of the month's seconds together, cut off.
    package let minutes: Int

    package var band: Band {
        switch minutes {
        case ..<10: .under10
        case 10..<20: .from10To19
        default: .atLeast20
        }
    }

    /// How many times a further 20 minutes are full after the first 20.
    package var furtherTwenties: Int { max(0, minutes - 20) / 20 }

    /// The months in which time was spent, oldest first; the entries may come in any order.
    package static func months(of spent: some Sequence<Spent>) -> [RTMMinutes] {
        var seconds: [LocalDay: Int] = [:]
        for entry in spent {
            seconds[entry.day.adding(days: 1 - entry.day.parts.day), default: 0] += max(0, entry.seconds)
        }
        return seconds.sorted { $0.key < $1.key }.map { first, seconds in
            RTMMinutes(year: first.parts.year, month: first.parts.month, minutes: seconds / 60)
        }
    }
}
