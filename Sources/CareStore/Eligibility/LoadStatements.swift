package import Care
package import Foundation
package import Postgres

/// What became of one file of a sponsor, as it is kept.
package struct RosterLoad: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, PostgresEncodable, PostgresDecodable {
        case applied, held, rejected
    }

    package var id: UUID
    /// SHA-256 of the file, 32 bytes.
    package var sha256: [UInt8]
    package var fileName: Label?
    package var receivedAt: Instant
    package var state: State
    package var reason: String?
    /// Rows in the file, header aside.
    package var rowCount: Int
    package var faultyCount: Int
    package var effects: RosterEffects

    package init(
        id: UUID, sha256: [UInt8], fileName: Label?, receivedAt: Instant, state: State, reason: String?, rowCount: Int,
        faultyCount: Int, effects: RosterEffects
    ) {
        self.id = id
        self.sha256 = sha256
        self.fileName = fileName
        self.receivedAt = receivedAt
        self.state = state
        self.reason = reason
        self.rowCount = rowCount
        self.faultyCount = faultyCount
        self.effects = effects
    }
}

/// What a file changes, in people: each is counted once.
package struct RosterEffects: Hashable, Sendable {
    package var added = 0
    package var changed = 0
    /// Known, without cover from today on, and covered again after the load.
    package var reinstated = 0
    /// With cover today or later before the load, and without it after.
    package var terminated = 0
    package var unchanged = 0

    package init() {}
}

package enum LoadStatements {
    private static let columns = """
        SELECT load_id, sha256, file_name, received_at, state, reason, row_count, faulty_count, added_count,
            changed_count, reinstated_count, terminated_count, unchanged_count
        FROM eligibility_load WHERE sponsor_id = $1
        """

    /// The load of this very file, if there was one.
    package static let ofFile = Statement(
        columns + " AND sha256 = $2", takes: Types(SponsorID.self, [UInt8].self),
        gives: Types(
            UUID.self, [UInt8].self, Label?.self, Instant.self, RosterLoad.State.self, String?.self, Int32.self,
            Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self)
    ).map(load)

    package static let find = Statement(
        columns + " AND load_id = $2", takes: Types(SponsorID.self, UUID.self),
        gives: Types(
            UUID.self, [UInt8].self, Label?.self, Instant.self, RosterLoad.State.self, String?.self, Int32.self,
            Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self)
    ).map(load)

    /// The newest loads, so many of them: their ids are ordered by time.
    package static let newest = Statement(
        columns + " ORDER BY load_id DESC LIMIT $2", takes: Types(SponsorID.self, Int.self),
        gives: Types(
            UUID.self, [UInt8].self, Label?.self, Instant.self, RosterLoad.State.self, String?.self, Int32.self,
            Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self)
    ).map(load)

    package static let insert = Statement(
        """
        INSERT INTO eligibility_load (
            sponsor_id, load_id, sha256, file_name, received_at, state, reason, row_count, faulty_count, added_count,
            changed_count, reinstated_count, terminated_count, unchanged_count
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        takes: Types(
            SponsorID.self, UUID.self, [UInt8].self, Label?.self, Instant.self, RosterLoad.State.self, String?.self,
            Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self))

    /// The faults of a load, in order.
    package static let faults = Statement(
        """
        SELECT line, column_name, code, masked_value, message FROM load_fault
        WHERE sponsor_id = $1 AND load_id = $2 ORDER BY position
        """,
        takes: Types(SponsorID.self, UUID.self),
        gives: Types(Int32.self, String.self, String.self, String.self, String.self))

    package static let insertFaults = Statement(
        """
        INSERT INTO load_fault (sponsor_id, load_id, position, line, column_name, code, masked_value, message)
        SELECT $1, $2, fault.position, fault.line, fault.column_name, fault.code, fault.masked_value, fault.message
        FROM unnest($3::integer[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[])
            AS fault (position, line, column_name, code, masked_value, message)
        """,
        takes: Types(
            SponsorID.self, UUID.self, [Int32].self, [Int32].self, [String].self, [String].self, [String].self,
            [String].self))

    package static let all: [any AnyStatement] = [ofFile, find, newest, insert, faults, insertFaults]

    /// The call that keeps a load.
    package static func insert(_ load: RosterLoad, of sponsor: SponsorID) -> Call<Int> {
        insert.run(
            sponsor, load.id, load.sha256, load.fileName, load.receivedAt, load.state, load.reason,
            Int32(clamping: load.rowCount), Int32(clamping: load.faultyCount), Int32(clamping: load.effects.added),
            Int32(clamping: load.effects.changed), Int32(clamping: load.effects.reinstated),
            Int32(clamping: load.effects.terminated), Int32(clamping: load.effects.unchanged))
    }

    @Sendable private static func load(
        id: UUID, sha256: [UInt8], fileName: Label?, receivedAt: Instant, state: RosterLoad.State, reason: String?,
        rowCount: Int32, faultyCount: Int32, added: Int32, changed: Int32, reinstated: Int32, terminated: Int32,
        unchanged: Int32
    ) -> RosterLoad {
        var effects = RosterEffects()
        effects.added = Int(added)
        effects.changed = Int(changed)
        effects.reinstated = Int(reinstated)
        effects.terminated = Int(terminated)
        effects.unchanged = Int(unchanged)
        return RosterLoad(
            id: id, sha256: sha256, fileName: fileName, receivedAt: receivedAt, state: state, reason: reason,
            rowCount: Int(rowCount), faultyCount: Int(faultyCount), effects: effects)
    }
}
