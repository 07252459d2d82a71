package import Care
package import ChartSync
package import Postgres

package enum TombstoneStatements {
    /// The rows deleted after a version, in the order of their deletion.
    package static let after = Statement(
        "SELECT kind, id, version FROM tombstone WHERE member_id = $1 AND version > $2 ORDER BY version LIMIT $3",
        takes: Types(MemberID.self, Int64.self, Int.self), gives: Types(String.self, RowID.self, Int64.self)
    ).map { Tombstone(kind: $0, id: $1.description, version: $2) }

    /// The version up to which tombstones are no longer sent.
    package static let floor = Statement(
        "SELECT tombstone_floor FROM chart WHERE member_id = $1", takes: Types(MemberID.self), gives: Types(Int64.self))

    /// The ids of the tombstones that are no longer sent.
    package static let taken = Statement(
        "SELECT id FROM taken_id WHERE member_id = $1", takes: Types(MemberID.self), gives: Types(RowID.self))

    package static let insert = Statement(
        """
        INSERT INTO tombstone (member_id, id, version, kind)
        SELECT $1, * FROM unnest($2::uuid[], $3::bigint[], $4::text[])
        """,
        takes: Types(MemberID.self, [RowID].self, [Int64].self, [String].self))

    private static let deletions: [RowKind: Statement<Types<MemberID, [RowID]>, ()>] = [
        .sessionLog: Statement(
            "DELETE FROM session_log WHERE member_id = $1 AND id = ANY ($2)",
            takes: Types(MemberID.self, [RowID].self)),
        .checkIn: Statement(
            "DELETE FROM check_in WHERE member_id = $1 AND id = ANY ($2)",
            takes: Types(MemberID.self, [RowID].self)),
        .runLog: Statement(
            "DELETE FROM run_log WHERE member_id = $1 AND id = ANY ($2)", takes: Types(MemberID.self, [RowID].self)),
        .shoe: Statement(
            "DELETE FROM shoe WHERE member_id = $1 AND id = ANY ($2)", takes: Types(MemberID.self, [RowID].self)),
    ]

    package static let all: [any AnyStatement] =
        [after, floor, taken, insert] + deletions.values.map { $0 as any AnyStatement }

    /// Deletes rows and keeps their ids taken for ever.
    package static func bury(_ tombstones: [Tombstone], of member: MemberID, into pipeline: inout Pipeline) {
        guard !tombstones.isEmpty else { return }
        // Runs go before the shoes that they name.
        for kind in [RowKind.sessionLog, .checkIn, .runLog, .shoe] {
            let ids = tombstones.filter { $0.kind == kind.rawValue }.compactMap { RowID($0.id) }
            if !ids.isEmpty, let deletion = deletions[kind] { pipeline.add(deletion.run(member, ids)) }
        }
        for table in RecordTables.all {
            let ids = tombstones.filter { $0.kind == table.kind.rawValue }.compactMap { RowID($0.id) }
            if !ids.isEmpty, let deletion = table.delete { pipeline.add(deletion(member, ids)) }
        }
        pipeline.add(
            insert.run(
                member, tombstones.compactMap { RowID($0.id) }, tombstones.map(\.version), tombstones.map(\.kind)))
    }
}
