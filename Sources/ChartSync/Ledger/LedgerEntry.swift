package import Care
import Crypto
package import Foundation
import StrictJSON

/// One commit in a chart's ledger: who did what and when, chained by hash to everything before it.
package struct LedgerEntry: Hashable, Sendable {
    /// What one mutation of the commit did; the n-th has version `firstVersion + n`.
    package struct Change: Hashable, Sendable {
        package var kind: RowKind
        package var op: RowOperation
        package var row: RowID
        package var status: Outcome.Status

        package init(kind: RowKind, op: RowOperation, row: RowID, status: Outcome.Status) {
            self.kind = kind
            self.op = op
            self.row = row
            self.status = status
        }
    }

    package var member: MemberID
    package var firstVersion: Int64
    package var actorRole: Role
    package var actor: UUID
    package var device: DeviceID?
    /// The device's number of the first mutation; the others follow without gaps.
    package var firstSeq: Int64?
    package var clientTime: Instant?
    /// What a clock of the device that nobody sets showed.
    package var monotonicMilliseconds: Int64?
    package var serverTime: Instant
    /// At least one.
    package var changes: [Change]
    /// 16 bytes for each change: `Mutation.contentHash`.
    package var mutationHashes: [[UInt8]]
    /// Canonical JSON of the rows that were changed or deleted, each as it was before that change.
    package var before: String?
    /// Over all rows of the chart after this commit, which ties the rows to the chain.
    package var checksum: ChartChecksum

    package init(
        member: MemberID, firstVersion: Int64, actorRole: Role, actor: UUID, device: DeviceID?, firstSeq: Int64?,
        clientTime: Instant?, monotonicMilliseconds: Int64? = nil, serverTime: Instant, changes: [Change],
        mutationHashes: [[UInt8]], before: String?, checksum: ChartChecksum
    ) {
        self.member = member
        self.firstVersion = firstVersion
        self.actorRole = actorRole
        self.actor = actor
        self.device = device
        self.firstSeq = firstSeq
        self.clientTime = clientTime
        self.monotonicMilliseconds = monotonicMilliseconds
        self.serverTime = serverTime
        self.changes = changes
        self.mutationHashes = mutationHashes
        self.before = before
        self.checksum = checksum
    }

    package var lastVersion: Int64 { firstVersion + Int64(changes.count) - 1 }

    package var lastSeq: Int64? { firstSeq.map { $0 + Int64(changes.count) - 1 } }

    /// SHA-256 over the hash of the entry before (32 zero bytes for the first) and this entry's canonical JSON.
    package func hash(after previous: [UInt8]) -> [UInt8] {
        var output = JSONOutput(.canonical, reserving: 512 + 160 * changes.count)
        var object = output.beginObject()
        func write(_ key: String, _ value: String?) {
            guard let value else { return }
            output.key(key, in: &object)
            output.append(value)
        }
        func write(_ key: String, _ value: Int64?) {
            guard let value else { return }
            output.key(key, in: &object)
            output.append(value)
        }
        // In the order of the keys, in which nothing needs sorting.
        write("actor", actor.text)
        write("actorRole", actorRole.rawValue)
        write("before", before)
        output.key("changes", in: &object)
        output.beginArray()
        for (index, (change, hash)) in zip(changes, mutationHashes).enumerated() {
            if index > 0 { output.nextElement() }
            output.beginArray()
            output.append(change.kind.rawValue)
            output.nextElement()
            output.append(change.op.rawValue)
            output.nextElement()
            output.append(change.row.description)
            output.nextElement()
            output.append(change.status.rawValue)
            output.nextElement()
            output.append(hash.hexadecimal)
            output.endArray()
        }
        output.endArray()
        write("checksum", checksum.description)
        write("clientTime", clientTime?.description)
        write("device", device?.description)
        write("firstSeq", firstSeq)
        write("firstVersion", firstVersion)
        write("member", member.description)
        write("monotonicMilliseconds", monotonicMilliseconds)
        write("serverTime", serverTime.description)
        output.endObject(object)
        return Array(SHA256.hash(data: previous + output.bytes))
    }

    /// The hash before the first entry.
    package static let origin = [UInt8](repeating: 0, count: 32)
}

extension [UInt8] {
    /// Lower-case hexadecimal.
    package var hexadecimal: String {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * count)
        for byte in self {
            digits.append(digit(byte >> 4))
            digits.append(digit(byte & 0x0F))
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
