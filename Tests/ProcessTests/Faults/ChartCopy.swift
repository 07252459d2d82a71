import ChartSync

/// A device's copy of one scope, and everything that pages brought into it.
struct ChartCopy {
    /// A row as a page brought it.
    struct Delivery: Hashable {
        var id: String
        var version: Int64
    }

    /// Of the last page that was kept.
    private(set) var cursor: String?
    private(set) var rows: [String: WireRow] = [:]
    /// Over the rows, kept up to date as they come: a copy may be large, and is proven at each page that is consistent.
    private var sum = ChartChecksum.empty
    /// How often each version of each row came since the copy last began anew; tombstones count as well.
    private(set) var deliveries: [Delivery: Int] = [:]
    private(set) var rebaseCount = 0
    /// Whether the last page reached the head, and the copy was equal there.
    private(set) var isProven = false
    /// What no page may say.
    private(set) var contradictions: [String] = []

    mutating func keep(_ page: ScopePage) {
        if page.rebase {
            // Rows that came before are replaced, so they may come again.
            rows = [:]
            sum = .empty
            deliveries = [:]
            rebaseCount += 1
        }
        for row in page.rows {
            if let held = rows[row.id], held.version > row.version {
                contradictions.append("\(page.scope): \(row.kind) \(row.id) went back to version \(row.version)")
            }
            replace(row.id, by: row)
            deliveries[Delivery(id: row.id, version: row.version), default: 0] += 1
        }
        for tombstone in page.deleted {
            replace(tombstone.id, by: nil)
            deliveries[Delivery(id: tombstone.id, version: tombstone.version), default: 0] += 1
        }
        cursor = page.cursor
        isProven = page.consistent
        if page.consistent, let expected = page.checksum, expected != sum.description {
            isProven = false
            contradictions.append("\(page.scope): the copy does not add up at version \(page.to)")
        }
    }

    private mutating func replace(_ id: String, by row: WireRow?) {
        if let held = rows[id] { sum.remove(held) }
        rows[id] = row
        if let row { sum.add(row) }
    }

    /// What people recorded, without what the service has found in it.
    var rowsOfPeople: [String: WireRow] { rows.filter { $0.value.kind != RowKind.alert.rawValue } }

    /// What came more than once at one version.
    var repeated: [Delivery] { deliveries.filter { $0.value > 1 }.map(\.key) }
}
