/// How far a pair of shoes has been run in, and whether it is time for new ones.
///
/// Shoes are replaced after 300–500 miles (the ankle-pain article, after Furman, American Academy of Podiatric Sports
/// Medicine): due from 300 miles (482,803.2 m) on, overdue from 500 (804,672 m).
package struct ShoeWear: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case ok, due, overdue
    }

    /// What was in them at first, and the runs that name them from `inUseFrom` on.
    package let meters: Int

    /// The first whole metre at or above 300 miles.
    package static let dueMeters = 482_804
    /// 500 miles exactly.
    package static let overdueMeters = 804_672

    package init(_ shoe: Shoe, id: RowID, runs: some Sequence<RunLog>) {
        meters = runs.reduce(shoe.startMeters) {
            $1.shoe == id && shoe.inUseFrom <= $1.moment.day ? $0 + $1.distanceMeters : $0
        }
    }

    package var state: State {
        if meters >= Self.overdueMeters { return .overdue }
        return meters >= Self.dueMeters ? .due : .ok
    }

    /// Whole miles, cut off.
    package var miles: Int { meters * 1_000 / 1_609_344 }
}
