@testable import Care

/// A sponsor who works out what counts can be from everything it was told and everything it knows.
///
/// Each statement is of the form "one count is at most so much more than another", for which shortest paths give the exact
/// least and greatest value of every count and every difference (a system of difference constraints in whole numbers).
struct BoundsAttack {
    /// Count 0 is the number zero, so that a plain bound is a difference too.
    private var most: [[Int]]
    static let unbounded = Int.max / 4

    init(counts: Int) {
        most = Array(repeating: Array(repeating: Self.unbounded, count: counts + 1), count: counts + 1)
        for place in 0...counts { most[place][place] = 0 }
    }

    /// Says that count `left` is at most `more` above count `right`; nil stands for zero.
    mutating func know(_ left: Int?, isAtMost more: Int = 0, above right: Int?) {
        let (row, column) = ((left ?? -1) + 1, (right ?? -1) + 1)
        most[row][column] = min(most[row][column], more)
    }

    mutating func know(_ count: Int, isWithin range: ReportedCount) {
        know(nil, isAtMost: -range.atLeast, above: count)
        if let atMost = range.atMost { know(count, isAtMost: atMost, above: nil) }
    }

    /// Draws every conclusion (Floyd–Warshall); false when nothing fits what is known.
    mutating func conclude() -> Bool {
        let size = most.count
        for middle in 0..<size {
            let through = most[middle]
            for row in 0..<size where most[row][middle] < Self.unbounded {
                let first = most[row][middle]
                for column in 0..<size
                where through[column] < Self.unbounded && first + through[column] < most[row][column] {
                    most[row][column] = first + through[column]
                }
            }
        }
        return (0..<size).allSatisfy { most[$0][$0] >= 0 }
    }

    /// The least and greatest value of `left` less `right`; nil stands for zero.
    func range(_ left: Int?, less right: Int?) -> ClosedRange<Int> {
        let (row, column) = ((left ?? -1) + 1, (right ?? -1) + 1)
        return -most[column][row]...most[row][column]
    }
}

/// What a sponsor may find out about one group: its true size, and the sizes that it can still have.
struct Finding: CustomStringConvertible {
    var group: String
    var size: Int
    var possible: ClosedRange<Int>
    /// The sizes that the roster alone leaves it.
    var byRoster: ClosedRange<Int>

    /// A group of 1 to 10, found out within fewer than five values (domain guide §7.3), where the roster leaves as many.
    var isBreach: Bool { (1...10).contains(size) && possible.count < min(5, byRoster.count) }

    var description: String { "\(group): \(size), known to be \(possible), by the roster \(byRoster)" }
}
