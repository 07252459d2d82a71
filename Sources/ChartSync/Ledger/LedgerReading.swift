import Care

/// Reads a whole ledger again, from its first entry, and says what does not fit.
package struct LedgerReading: Sendable {
    /// What does not fit, and at which version; empty when the ledger holds.
    package private(set) var faults: [String] = []
    /// The hash of the last entry read.
    package private(set) var head = LedgerEntry.origin
    package private(set) var version: Int64 = 0
    package private(set) var entryCount = 0
    private var checksum = ChartChecksum.empty
    private var tombstones: Set<Tombstone> = []

    package init() {}

    /// Reads the next entry and the hash that was stored with it.
    package mutating func read(_ entry: LedgerEntry, storedHash: [UInt8]) {
        if entry.firstVersion != version + 1 {
            faults.append("version \(version + 1) is missing: the next entry begins at \(entry.firstVersion)")
        }
        if entry.mutationHashes.count != entry.changes.count {
            faults.append("the entry of version \(entry.firstVersion) has not one hash for each change")
        }
        let hash = entry.hash(after: head)
        if hash != storedHash {
            faults.append("the entry of versions \(entry.firstVersion) to \(entry.lastVersion) was altered")
        }
        // Going on from the stored hash tells whether what follows was altered as well, or only this entry.
        head = storedHash
        version = entry.lastVersion
        checksum = entry.checksum
        entryCount += 1
        for (position, change) in entry.changes.enumerated() where change.op == .delete {
            tombstones.insert(
                Tombstone(
                    kind: change.kind.rawValue, id: change.row.description,
                    version: entry.firstVersion + Int64(position)))
        }
    }

    /// Compares the end of the ledger with the chart's own row, with a sum over the rows that are there, and with the rows
    /// that are kept as deleted: as tombstones above `floor`, and up to it as ids that stay taken.
    package mutating func compare(
        version chartVersion: Int64, head chartHead: [UInt8], checksum chartChecksum: ChartChecksum,
        rows: ChartChecksum, tombstones: some Sequence<Tombstone>, floor: Int64 = 0, taken: Set<String> = []
    ) {
        if version != chartVersion { faults.append("the ledger ends at \(version), the chart is at \(chartVersion)") }
        if head != chartHead { faults.append("the chart does not end with the ledger's last entry") }
        if checksum != chartChecksum { faults.append("the chart's checksum is not that of the ledger's last entry") }
        let kept = self.tombstones.filter { $0.version > floor }
        let forgotten = Set(self.tombstones.filter { $0.version <= floor }.map(\.id))
        if kept != Set(tombstones) || forgotten != taken {
            faults.append("the deleted rows are not those of the ledger")
        }
        if checksum != rows { faults.append("a row was changed, added or removed outside the ledger") }
    }
}
