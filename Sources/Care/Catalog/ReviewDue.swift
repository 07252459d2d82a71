/// How near the next review of published content is, so that it is announced before it is late.
package struct ReviewDue: Hashable, Sendable {
    /// Negative once it is late.
    package let daysLeft: Int

    /// A review is announced so many days ahead (choice): a clinical and a medical reviewer have to find the time, and a new
    /// version is to be written where one is needed.
    package static let noticeDays = 60

    /// Nil without a day, or with one that is further off.
    package init?(on day: LocalDay?, today: LocalDay) {
        guard let day else { return nil }
        daysLeft = day.dayNumber - today.dayNumber
        guard daysLeft <= Self.noticeDays else { return nil }
    }

    /// Such as `is due for review in 12 days`.
    package var words: String {
        switch daysLeft {
        case ..<(-1): "is overdue for review by \(-daysLeft) days"
        case -1: "is overdue for review by a day"
        case 0: "is due for review today"
        case 1: "is due for review tomorrow"
        default: "is due for review in \(daysLeft) days"
        }
    }
}
