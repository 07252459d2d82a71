/// Reads a whole ledger again, from its first entry, and says what does not fit.
package struct LedgerReading: Sendable {
    /// What does not fit, and at which version; empty when the ledger holds.
    package private(set) var faults: [String] = []
    /// The hash of the last entry read.
    package private(set) var head = LedgerEntry.origin
    package private(set) var version: Int64 = 0
    package private(set) var entryCount = 0
    private var checksum = ChartChecksum.empty

    package init() {}

    /// Reads the next entry and the hash that was stored with it.
    package mutating func read(_ entry: LedgerEntry, storedHash: [UInt8]) {
        if entry.firstVersion != version + 1 {
            faults.append("version \(version + 1) is missing: the next entry begins at \(entry.firstVersion)")
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
    }

    /// Compares the end of the ledger with the chart's own row and with a sum over the rows that are there.
    package mutating func compare(version chartVersion: Int64, head chartHead: [UInt8], rows: ChartChecksum) {
        if version != chartVersion { faults.append("the ledger ends at \(version), the chart is at \(chartVersion)") }
        if head != chartHead { faults.append("the chart does not end with the ledger's last entry") }
        if checksum != rows { faults.append("a row was changed, added or removed outside the ledger") }
    }
}
