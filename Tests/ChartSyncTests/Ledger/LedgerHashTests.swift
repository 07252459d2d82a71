import Care
import Crypto
import StrictJSON
import Testing

@testable import ChartSync

@Suite struct `The hash of a ledger entry` {
    private static let changes = [
        LedgerEntry.Change(kind: .checkIn, op: .insert, row: Samples.row(1), status: .applied),
        LedgerEntry.Change(kind: .shoe, op: .update, row: Samples.row(2), status: .merged),
    ]

    private static func entry(isWhole: Bool) -> LedgerEntry {
        LedgerEntry(
            member: Samples.member, firstVersion: 7, actorRole: .member, actor: Samples.member.uuid,
            device: isWhole ? Samples.device : nil, firstSeq: isWhole ? 3 : nil,
            clientTime: isWhole ? Instant(milliseconds: 1_772_379_000_120) : nil,
            monotonicMilliseconds: isWhole ? 12_345 : nil, serverTime: Instant(milliseconds: 1_772_379_000_999),
            changes: changes, mutationHashes: [Array(0..<16), Array(16..<32)],
            before: isWhole ? #"[{"body":{"label":"Blue"}}]"# : nil, checksum: .empty)
    }

    /// As the protocol's reference says it, by way of a tree.
    private static func described(_ entry: LedgerEntry, after previous: [UInt8]) -> [UInt8] {
        var object: JSONObject = [
            "serverTime": .string(entry.serverTime.description), "member": .string(entry.member.description),
            "firstVersion": .integer(entry.firstVersion), "checksum": .string(entry.checksum.description),
            "changes": .array(
                zip(entry.changes, entry.mutationHashes).map { change, hash in
                    [
                        .string(change.kind.rawValue), .string(change.op.rawValue), .string(change.row.description),
                        .string(change.status.rawValue), .string(hash.hexadecimal),
                    ]
                }),
            "actorRole": .string(entry.actorRole.rawValue), "actor": .string(entry.actor.text),
        ]
        object["device"] = entry.device.map { .string($0.description) }
        object["firstSeq"] = entry.firstSeq.map { .integer($0) }
        object["clientTime"] = entry.clientTime.map { .string($0.description) }
        object["monotonicMilliseconds"] = entry.monotonicMilliseconds.map { .integer($0) }
        object["before"] = entry.before.map { .string($0) }
        return Array(SHA256.hash(data: previous + JSONWriter.write(.object(object))))
    }

    @Test(arguments: [true, false])
    func `is over the canonical form of all its fields`(isWhole: Bool) {
        let entry = Self.entry(isWhole: isWhole)
        let previous = [UInt8](repeating: 9, count: 32)
        #expect(entry.hash(after: previous) == Self.described(entry, after: previous))
        #expect(entry.hash(after: previous) != entry.hash(after: LedgerEntry.origin))
    }
}
