package import ChartSync
import StrictJSON

/// The first rows of a slice by their ids, as many as one answer holds, out of rows that come in any order.
///
/// It never holds more than about two answers, however many rows the slice has.
package struct SliceRows {
    private let scope: Scope
    private let slice: ChartSlice
    private let after: String?
    private let limit: Int
    /// What the answer will be made of, in no order.
    package private(set) var held: [WireRow] = []
    /// Of its bodies, as JSON.
    package private(set) var heldBytes = 0
    /// No row from here on fits into the answer: so many come before it.
    private var end: String?
    /// Whether rows of the slice were left to another answer.
    package private(set) var hasMore = false

    package init(of slice: ChartSlice, in scope: Scope, after: String?, limit: Int = PullRequest.limits.upperBound) {
        self.slice = slice
        self.scope = scope
        self.after = after
        self.limit = limit
    }

    package mutating func add(_ row: WireRow) {
        if let after, row.id <= after { return }
        guard ChartSlice(of: row, in: scope) == slice else { return }
        if let end, row.id >= end {
            hasMore = true
            return
        }
        held.append(row)
        heldBytes += JSONWriter.write(row.body).count
        if held.count >= 2 * limit || heldBytes >= 2 * PageBudget.maximumBytes { cut() }
    }

    /// Leaves to another answer what does not fit into this one: of the rows to come, only smaller ids can change that.
    private mutating func cut() {
        held.sort { $0.id < $1.id }
        var budget = PageBudget(rows: limit)
        let taken = budget.take(held)
        guard taken.count < held.count else { return }
        end = held[taken.count].id
        hasMore = true
        held = taken
        heldBytes = taken.reduce(0) { $0 + JSONWriter.write($1.body).count }
    }

    /// The rows of the answer, in the order of their ids.
    package mutating func finish() -> [WireRow] {
        cut()
        held.sort { $0.id < $1.id }
        return held
    }
}
