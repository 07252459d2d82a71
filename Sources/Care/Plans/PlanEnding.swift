/// How near the end of a plan is, so that it is announced before it happens: members stop when a program just ends
/// (domain guide §8).
package enum PlanEnding: Hashable, Sendable {
    /// It ends in so many days; 0 on its last day.
    case soon(days: Int)
    /// It ended so many days ago.
    case over(days: Int)

    /// An end is announced so many days ahead (choice): time for a visit and a next revision.
    package static let noticeDays = 14

    /// Nil without an end, or with one that is further off.
    package init?(until: LocalDay?, on today: LocalDay) {
        guard let until else { return nil }
        let left = until.dayNumber - today.dayNumber
        guard left <= Self.noticeDays else { return nil }
        self = left < 0 ? .over(days: -left) : .soon(days: left)
    }

    /// Such as `ends in 5 days`.
    package var words: String {
        switch self {
        case .soon(0): "ends today"
        case .soon(1): "ends tomorrow"
        case .soon(let days): "ends in \(days) days"
        case .over(1): "ended yesterday"
        case .over(let days): "ended \(days) days ago"
        }
    }
}
