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
    /// What was acknowledged under an identity that the device has no more: it goes again if a restore has taken it.
    var earlier: [OutboxEntry] = []
    /// The last number that is known to be on a second place; nil where the service has none.
    var durable: Int64?
    /// Whether the copy had to go, so that what is acknowledged stays only until it is on a second place.
    var handsOver = false
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

    /// Gives up the copy; what was recorded and not sent stays, and so does what is on no second place yet.
    mutating func purge() {
        removeAllRows()
        cursor = nil
        epoch = nil
        version = 0
        isConsistent = false
        handsOver = true
        giveUp()
        // Under which numbers it was sent, nobody can ask any more.
        takeUpEarlier(in: nil, above: 0)
    }

    /// What is acknowledged and is on no second place, as far as is known.
    var onOnePlace: [OutboxEntry] {
        outbox.filter { $0.outcome != nil && $0.mutation.seq > durable ?? 0 } + earlier
    }

    /// Forgets what is acknowledged as far as it may be without a copy: where there is no second place, all of it.
    mutating func giveUp() {
        guard let durable else {
            outbox.removeAll { $0.outcome != nil }
            earlier = []
            return
        }
        forgetEarlier(upTo: durable)
        outbox.removeAll { $0.outcome != nil && $0.mutation.seq <= durable }
    }

    /// Forgets what is on a second place and is shown by the copy itself.
    mutating func forget() {
        guard let durable else { return }
        forgetEarlier(upTo: durable)
        outbox.removeAll { $0.outcome != nil && !$0.isLaidOver && $0.mutation.seq <= durable }
    }

    /// Whatever was acknowledged under an earlier identity came before this one's on the chart: where any of these is on a
    /// second place, all of those are.
    private mutating func forgetEarlier(upTo durable: Int64) {
        let lives = Set(outbox.filter { $0.outcome != nil && $0.mutation.seq <= durable }.compactMap(\.epoch))
        earlier.removeAll { lives.contains($0.epoch ?? "") }
    }

    /// Versions have begun anew: everything that is kept is sent again.
    ///
    /// Not only what comes after the service's last number: a clone may have taken the numbers up to it for something else,
    /// and only a repeat shows whose they are.
    mutating func sendAgain(in newEpoch: String, after lastSeq: Int64) {
        for index in outbox.indices where outbox[index].outcome != nil && outbox[index].epoch != newEpoch {
            outbox[index].outcome = nil
            outbox[index].isLaidOver = true
            frozen = nil
        }
        takeUpEarlier(in: newEpoch, above: lastSeq)
    }

    /// The service has nothing after `lastSeq`: what was acknowledged after it is to be sent again.
    mutating func sendAgain(after lastSeq: Int64) {
        for index in outbox.indices where outbox[index].mutation.seq > lastSeq {
            outbox[index].outcome = nil
            outbox[index].isLaidOver = true
        }
    }

    /// Gives what was acknowledged under an earlier identity numbers of this one, before everything that waits and that the
    /// service has not had under its number; all of it for no epoch, otherwise what is not in that one's history.
    mutating func takeUpEarlier(in epoch: String?, above seq: Int64) {
        let again = earlier.filter { epoch == nil || $0.epoch != epoch }
        guard !again.isEmpty else { return }
        earlier.removeAll { epoch == nil || $0.epoch != epoch }
        let acknowledged = outbox.filter { $0.outcome != nil }.map(\.mutation.seq).max() ?? 0
        let border = max(seq, acknowledged, frozen?.upperBound ?? 0)
        let later = outbox.filter { $0.mutation.seq > border }
        outbox.removeAll { $0.mutation.seq > border }
        var next = later.first?.mutation.seq ?? nextSeq
        for var entry in again + later {
            entry.outcome = nil
            entry.isLaidOver = true
            entry.mutation.seq = next
            outbox.append(entry)
            next += 1
        }
        nextSeq = next
    }

    /// Sends the last acknowledged mutation once more: its answer shows whether this is still the database that acknowledged
    /// it, and how far it is on a second place.
    mutating func askAgain() {
        guard let last = outbox.lastIndex(where: { $0.outcome != nil }) else { return }
        outbox[last].outcome = nil
    }

    /// Asks before the copy goes what has become of all that was acknowledged.
    ///
    /// Where nothing was under this identity, nothing else shows what has become of what was under an earlier one: it goes again.
    mutating func askBeforePurge() {
        askAgain()
        if outbox.isEmpty { takeUpEarlier(in: nil, above: 0) }
    }

    /// Goes on as another device: what waits is numbered anew, what was acknowledged is kept without a number.
    mutating func renumber() {
        frozen = nil
        cursor = nil
        isConsistent = false
        durable = durable.map { _ in 0 }
        earlier += outbox.filter { $0.outcome != nil }
        outbox = unsent
        for index in outbox.indices { outbox[index].mutation.seq = Int64(index + 1) }
        nextSeq = Int64(outbox.count + 1)
    }
}
