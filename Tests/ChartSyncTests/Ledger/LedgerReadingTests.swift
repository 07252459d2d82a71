import Care
import Foundation
import Testing

@testable import ChartSync

/// A ledger of three commits, with the chart that it ends at.
struct SampleLedger {
    var entries: [LedgerEntry]
    var hashes: [[UInt8]]
    /// The chart's own word of the last hash.
    let head: [UInt8]
    var version: Int64
    var checksum: ChartChecksum
    var tombstones: [Tombstone]

    init() throws {
        let rows = ChecksumVector.all.map(\.row)
        let deleted = Samples.row(3)
        entries = [
            Self.entry(1, [.insert, .insert], of: Samples.row(1), rows: [rows[0]], seq: 1),
            Self.entry(3, [.insert], of: Samples.row(2), rows: [rows[0], rows[1]], seq: nil),
            Self.entry(4, [.update, .delete], of: deleted, rows: [rows[1]], seq: 3, before: #"[{"id":"1"}]"#),
        ]
        var hashes: [[UInt8]] = []
        for entry in entries { hashes.append(entry.hash(after: hashes.last ?? LedgerEntry.origin)) }
        self.hashes = hashes
        head = try #require(hashes.last)
        version = 5
        checksum = ChartChecksum(of: [rows[1]])
        tombstones = [Tombstone(kind: "shoe", id: deleted.description, version: 5)]
    }

    private static func entry(
        _ firstVersion: Int64, _ ops: [RowOperation], of row: RowID, rows: [WireRow], seq: Int64?, before: String? = nil
    ) -> LedgerEntry {
        LedgerEntry(
            member: Samples.member, firstVersion: firstVersion, actorRole: seq == nil ? .practitioner : .member,
            actor: seq == nil ? Samples.practitioner.uuid : Samples.member.uuid,
            device: seq == nil ? nil : Samples.device, firstSeq: seq,
            clientTime: seq == nil ? nil : Instant(milliseconds: 1_000),
            serverTime: Instant(milliseconds: 2_000 + firstVersion),
            changes: ops.map { LedgerEntry.Change(kind: .shoe, op: $0, row: row, status: .applied) },
            mutationHashes: ops.indices.map { [UInt8](repeating: UInt8($0) + UInt8(firstVersion), count: 16) },
            before: before, checksum: ChartChecksum(of: rows))
    }

    var faults: [String] {
        var reading = LedgerReading()
        for (entry, hash) in zip(entries, hashes) { reading.read(entry, storedHash: hash) }
        reading.compare(
            version: version, head: head, checksum: checksum, rows: checksum, tombstones: tombstones)
        return reading.faults
    }
}

@Suite struct `Reading a ledger again` {
    @Test func `finds nothing in a ledger that nobody touched`() throws {
        #expect(try SampleLedger().faults == [])
        var reading = LedgerReading()
        reading.compare(version: 0, head: LedgerEntry.origin, checksum: .empty, rows: .empty, tombstones: [])
        #expect(reading.faults == [])
    }

    static let changes: [(String, @Sendable (inout LedgerEntry) -> Void)] = [
        ("member", { $0.member = MemberID($0.actor == Samples.member.uuid ? Samples.practitioner.uuid : UUID()) }),
        ("first version", { $0.firstVersion += 1 }),
        ("role", { $0.actorRole = .operator }),
        ("actor", { $0.actor = Samples.otherDevice.uuid }),
        ("device", { $0.device = $0.device == nil ? Samples.device : nil }),
        ("other device", { $0.device = Samples.otherDevice }),
        ("number", { $0.firstSeq = ($0.firstSeq ?? 0) + 1 }),
        ("no number", { $0.firstSeq = $0.firstSeq == nil ? 1 : nil }),
        ("client's time", { $0.clientTime = Instant(milliseconds: 1_001) }),
        ("server's time", { $0.serverTime = Instant(milliseconds: $0.serverTime.milliseconds + 1) }),
        ("kind", { $0.changes[0].kind = .runLog }),
        ("operation", { $0.changes[0].op = $0.changes[0].op == .insert ? .update : .insert }),
        ("row", { $0.changes[0].row = Samples.row(9) }),
        ("status", { $0.changes[0].status = .merged }),
        ("hash of a mutation", { $0.mutationHashes[0][15] ^= 1 }),
        ("hash too many", { $0.mutationHashes.append([UInt8](repeating: 0, count: 16)) }),
        ("change too many", { $0.changes.append($0.changes[0]) }),
        ("change too few", { $0.changes.removeLast() }),
        ("before", { $0.before = ($0.before ?? "") + " " }),
        ("checksum", { $0.checksum = ChartChecksum(of: [ChecksumVector.all[2].row]) }),
    ]

    @Test(arguments: changes.indices, 0..<3)
    func `finds a change of any field of any entry`(change: Int, entry: Int) throws {
        var ledger = try SampleLedger()
        Self.changes[change].1(&ledger.entries[entry])
        #expect(!ledger.faults.isEmpty, "\(Self.changes[change].0)")
        // And that the entry's own hash was made again does not hide it.
        let before = entry == 0 ? LedgerEntry.origin : ledger.hashes[entry - 1]
        ledger.hashes[entry] = ledger.entries[entry].hash(after: before)
        #expect(!ledger.faults.isEmpty, "\(Self.changes[change].0), hashed again")
    }

    @Test(arguments: 0..<3) func `finds a deleted entry`(entry: Int) throws {
        var ledger = try SampleLedger()
        ledger.entries.remove(at: entry)
        ledger.hashes.remove(at: entry)
        #expect(!ledger.faults.isEmpty)
    }

    @Test(arguments: [(0, 1), (1, 2), (0, 2)]) func `finds entries in another order`(one: Int, other: Int) throws {
        var ledger = try SampleLedger()
        ledger.entries.swapAt(one, other)
        ledger.hashes.swapAt(one, other)
        #expect(!ledger.faults.isEmpty)
    }

    @Test func `finds a tail cut off, even with the chart's version set back`() throws {
        var ledger = try SampleLedger()
        ledger.entries.removeLast()
        ledger.hashes.removeLast()
        ledger.version = 3
        ledger.checksum = ledger.entries[1].checksum
        ledger.tombstones = []
        #expect(ledger.faults == ["the chart does not end with the ledger's last entry"])
    }

    @Test func `finds a stored hash that was altered`() throws {
        for entry in 0..<3 {
            var ledger = try SampleLedger()
            ledger.hashes[entry][0] ^= 1
            #expect(!ledger.faults.isEmpty)
        }
    }

    @Test func `finds rows, deletions and a version that are not the ledger's`() throws {
        let untouched = try SampleLedger()
        var ledger = untouched
        ledger.checksum = .empty
        #expect(!ledger.faults.isEmpty)
        ledger = untouched
        ledger.version += 1
        #expect(!ledger.faults.isEmpty)
        ledger = untouched
        ledger.tombstones = []
        #expect(!ledger.faults.isEmpty)
        ledger = untouched
        ledger.tombstones[0].version = 4
        #expect(!ledger.faults.isEmpty)
    }
}
