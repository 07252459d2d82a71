import Care
import CareStore
package import ChartSync
import Foundation
package import Postgres
import StrictJSON

/// Helps a device whose copy does not add up to find what differs, and to replace no more than that.
package struct RepairService: Sendable {
    private let copies: DeviceCopies

    /// `gate` is that of the pulls: whole scopes are read here.
    package init(database: Database, gate: HeavyGate = HeavyGate()) {
        copies = DeviceCopies(database: database, gate: gate)
    }

    /// The checksums of a scope's slices, in one snapshot.
    ///
    /// - Throws: `CareError.notFound` for a scope that the actor may not see, or a device that the credential is not bound
    ///   to; `schemaUnknown` and `clientTooOld`; `notAllowed` for actors who have no devices; `tooBusy`.
    package func checksums(_ request: ChecksumsRequest, actor: Actor) async throws -> ChecksumsAnswer {
        try Self.check(request.schema)
        return try await read(request.scope, on: request.device, actor) { reader, transaction in
            var sums = SliceSums(request.scope)
            var whole = ChartChecksum.empty
            try reader.forEachRow(in: transaction) { row in
                sums.add(row)
                whole.add(row)
            }
            return ChecksumsAnswer(
                scope: request.scope, epoch: reader.epoch, version: reader.version, checksum: whole.description,
                slices: sums.list)
        }
    }

    /// Rows of one slice in the order of their ids, as many as an answer holds, in one snapshot.
    ///
    /// - Throws: as `checksums`.
    package func repair(_ request: RepairRequest, actor: Actor) async throws -> RepairAnswer {
        try Self.check(request.schema)
        return try await read(request.scope, on: request.device, actor) { reader, transaction in
            var rows = SliceRows(of: request.slice, in: request.scope, after: request.after)
            try reader.forEachRow(in: transaction) { rows.add($0) }
            let taken = rows.finish()
            return RepairAnswer(
                scope: request.scope, epoch: reader.epoch, version: reader.version, slice: request.slice, rows: taken,
                through: rows.hasMore ? taken.last?.id : nil)
        }
    }

    private static func check(_ schema: Int) throws(CareError) {
        guard ProtocolVersion.accepted.contains(schema) else { throw .schemaUnknown }
        guard schema == ProtocolVersion.current else { throw .clientTooOld }
    }

    private func read<Value: Sendable>(
        _ scope: Scope, on device: DeviceID, _ actor: Actor,
        _ body: @escaping @Sendable (ScopeReader, borrowing Transaction) throws -> Value
    ) async throws -> Value {
        try actor.mustHold(device)
        return try await copies.settled { mayBeHeavy in
            guard mayBeHeavy else { throw CopyObstacle.heavy }
            return try await copies.snapshot(device, actor) { transaction in
                try body(try ScopeReader(scope, on: device, for: actor, in: transaction), transaction)
            }
        } holding: { members in
            try await copies.hold(members, on: device, actor)
        }
    }
}
