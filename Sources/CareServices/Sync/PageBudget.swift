import ChartSync
import StrictJSON

/// What one answer may still hold.
struct PageBudget {
    /// An answer ends after the row that reaches about this many bytes of JSON, so that neither side holds much in memory: a
    /// text whose every character needs an escape takes twice as many.
    static let maximumBytes = 512 * 1_024
    /// How many rows are read at once.
    private static let chunkRows = 500
    /// About what a tombstone takes.
    private static let tombstoneBytes = 128

    private var rows: Int
    private var bytes = maximumBytes

    init(rows: Int) { self.rows = rows }

    var isSpent: Bool { rows <= 0 || bytes <= 0 }

    /// How many rows to read next; one at least until it is spent.
    var chunk: Int { min(rows, Self.chunkRows) }

    /// Takes from the beginning of some rows as many as fit.
    mutating func take(_ found: [WireRow]) -> [WireRow] {
        var taken: [WireRow] = []
        for row in found where !isSpent {
            rows -= 1
            bytes -= row.body.roughByteCount
            taken.append(row)
        }
        return taken
    }

    mutating func take(_ found: [Tombstone]) -> [Tombstone] {
        var taken: [Tombstone] = []
        for tombstone in found where !isSpent {
            rows -= 1
            bytes -= Self.tombstoneBytes
            taken.append(tombstone)
        }
        return taken
    }
}
