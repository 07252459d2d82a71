import Care
import ChartSync

/// What a device keeps over a restart.
struct Disk {
    var device: DeviceID
    var schema: Int
    var isEnrolled = true
    var charts: [MemberID: ChartCopy] = [:]
    var catalog = CatalogCopy()
    var panel = PanelCopy()
    /// Charts that the service wants purged, and those that were and of which it was not told yet.
    var drops: Set<MemberID> = []
    var purged: Set<MemberID> = []

    struct CatalogCopy {
        var rows: [String: WireRow] = [:]
        var checksum = ChartChecksum.empty
        var cursor: String?
        var isConsistent = false
    }

    struct PanelCopy {
        var charts: [MemberID: WireRow] = [:]
        var cursor: String?
        var isConsistent = false
    }
}

/// A device's copy of one chart, and what was recorded for it.
struct ChartCopy {
    private(set) var rows: [String: WireRow] = [:]
    /// Over `rows`, as they are.
    private(set) var checksum = ChartChecksum.empty
    var epoch: String?
    var version: Int64 = 0
    var cursor: String?
    var isConsistent = false
    /// The first day that is wanted; nil for all.
    var since: LocalDay?
    /// Whether the copy may lack days: the service gave no sum over all of it.
    var isWindowed = true
    var nextSeq: Int64 = 1
    var outbox: [OutboxEntry] = []
    /// The numbers that were sent and not answered.
    var frozen: ClosedRange<Int64>?
    /// Whether the service has said that there is no such chart, so that sending is tried more rarely.
    var isRefused = false

    struct OutboxEntry {
        var mutation: Mutation
        /// The version of the messages in whose words it was recorded.
        var schema: Int
        var tag: Int
        var outcome: Outcome?
        /// The epoch in which it was acknowledged.
        var epoch: String?
        /// Whether it is shown over the copy.
        var isLaidOver = true
    }

    var unsent: [OutboxEntry] { outbox.filter { $0.outcome == nil } }

    mutating func store(_ row: WireRow) {
        if let old = rows[row.id] { checksum.remove(old) }
        rows[row.id] = row
        checksum.add(row)
    }

    mutating func remove(_ id: String) {
        if let old = rows.removeValue(forKey: id) { checksum.remove(old) }
    }

    mutating func removeAllRows() {
        rows = [:]
        checksum = .empty
    }

    /// Gives up the copy; what was recorded and not sent stays.
    mutating func purge() {
        removeAllRows()
        cursor = nil
        epoch = nil
        version = 0
        isConsistent = false
        outbox.removeAll { $0.outcome != nil }
    }
}
