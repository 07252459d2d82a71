package import Care
package import ChartSync
package import Postgres
import StrictJSON

package enum SetAsideStatements {
    private static let columns = """
        SELECT id, version, status, reason, detail_pointer, detail_message, device_id, seq, kind, operation, row_id, body,
            decision, decided_by_role, decision_note
        FROM set_aside WHERE member_id = $1
        """
    private static let columnTypes = Types(
        RowID.self, Int64.self, SetAside.Status.self, SetAsideReason.self, String?.self, String?.self, DeviceID.self,
        Int64.self, String.self, String.self, RowID.self, String?.self, SetAside.Resolution.Decision?.self, Role?.self,
        Note?.self)

    package static let after = Statement(
        columns + " AND version > $2 ORDER BY version LIMIT $3",
        takes: Types(MemberID.self, Int64.self, Int.self),
        gives: columnTypes
    ).map(row)

    package static let named = Statement(
        columns + " AND id = ANY ($2)",
        takes: Types(MemberID.self, [RowID].self),
        gives: columnTypes
    ).map(row)

    /// What was set aside, newest first; of what is settled only if $2 says so.
    package static let list = Statement(
        columns + " AND (decision IS NULL OR $2) ORDER BY version DESC LIMIT $3",
        takes: Types(MemberID.self, Bool.self, Int.self),
        gives: columnTypes
    ).map(row)

    /// Which of some rows were to be inserted by what is set aside and not settled; each as often as it waits.
    package static let waiting = Statement(
        """
        SELECT row_id FROM set_aside
        WHERE member_id = $1 AND row_id = ANY ($2) AND decision IS NULL AND operation = 'insert'
        """,
        takes: Types(MemberID.self, [RowID].self), gives: Types(RowID.self))

    private static let settle = Statement(
        """
        UPDATE set_aside SET version = $3, decision = $4, decided_by_role = $5, decision_note = $6
        WHERE member_id = $1 AND id = $2
        """,
        takes: Types(
            MemberID.self, RowID.self, Int64.self, SetAside.Resolution.Decision.self, Role.self, Note?.self))

    package static let insert = Statement(
        """
        INSERT INTO set_aside (
            member_id, id, version, status, reason, detail_pointer, detail_message, device_id, seq, kind, operation, row_id,
            body
        )
        SELECT $1, * FROM unnest(
            $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::bigint[],
            $10::text[], $11::text[], $12::uuid[], $13::text[]
        )
        """,
        takes: Types(
            MemberID.self, [RowID].self, [Int64].self, [SetAside.Status].self, [SetAsideReason].self, [String?].self,
            [String?].self, [DeviceID].self, [Int64].self, [String].self, [String].self, [RowID].self, [String?].self))

    package static let all: [any AnyStatement] = [after, named, list, waiting, insert, settle]

    package static func insert(_ rows: [ChartRowState], of member: MemberID, into pipeline: inout Pipeline) {
        let found = rows.compactMap { row -> (ChartRowState, SetAside)? in
            guard case .setAside(let setAside) = row.content else { return nil }
            return (row, setAside)
        }
        guard !found.isEmpty else { return }
        let contents = found.map(\.1)
        pipeline.add(
            insert.run(
                member, found.map(\.0.id), found.map(\.0.version), contents.map(\.status), contents.map(\.reason),
                contents.map(\.detail?.pointer), contents.map(\.detail?.message), contents.map(\.device),
                contents.map(\.seq), contents.map(\.kind), contents.map(\.op), contents.map(\.row),
                contents.map { $0.body.map { String(decoding: JSONWriter.write($0), as: UTF8.self) } }))
    }

    /// Writes the decisions among changed rows, one statement for each: people take them one by one.
    package static func settle(_ rows: [ChartRowState], of member: MemberID, into pipeline: inout Pipeline) {
        for row in rows {
            guard case .setAside(let aside) = row.content, let resolution = aside.resolution else { continue }
            pipeline.add(
                settle.run(member, row.id, row.version, resolution.decision, resolution.role, resolution.note))
        }
    }

    @Sendable private static func row(
        id: RowID, version: Int64, status: SetAside.Status, reason: SetAsideReason, pointer: String?,
        message: String?, device: DeviceID, seq: Int64, kind: String, operation: String, row: RowID, body: String?,
        decision: SetAside.Resolution.Decision?, decidedBy: Role?, decisionNote: Note?
    ) throws -> ChartRowState {
        let detail = pointer.flatMap { pointer in
            message.map { FieldViolation(pointer: pointer, message: $0) }
        }
        return ChartRowState(
            id: id, version: version,
            content: .setAside(
                SetAside(
                    status: status, reason: reason, detail: detail, device: device, seq: seq, kind: kind,
                    op: operation, row: row, body: try body.map { try JSONReader.read(Array($0.utf8)) },
                    resolution: decision.flatMap { decision in
                        decidedBy.map { SetAside.Resolution(decision: decision, role: $0, note: decisionNote) }
                    })))
    }
}
