package import Care
import ChartSync
import Foundation
package import Postgres

/// Which of some ids a chart has or had.
package enum PresentStatements {
    // An id is looked for among those made about the same time, which lie side by side in each index: one descent for each
    // table, and not one for each id. OFFSET 0 keeps the planner from looking for every id by itself, or from reading the
    // member's whole index, as it does where most charts are small.
    private static let find = Statement(
        // The names of our own tables, not from input.
        """
        SELECT present.id, present.kind
        FROM unnest($3::uuid[], $4::uuid[]) AS run (first, last) CROSS JOIN LATERAL (
            \(part("session_log"))
            UNION ALL \(part("check_in"))
            UNION ALL \(part("run_log"))
            UNION ALL \(part("shoe"))
            UNION ALL \(part("plan_revision"))
            UNION ALL \(part("set_aside"))
            UNION ALL \(part("tombstone"))
            UNION ALL \(part("taken_id", as: "tombstone"))
            UNION ALL \(RecordTables.all.map { part($0.kind.rawValue) }.joined(separator: "\nUNION ALL "))
            OFFSET 0
        ) AS present
        WHERE present.id = ANY ($2)
        """,
        takes: Types(MemberID.self, [RowID].self, [RowID].self, [RowID].self), gives: Types(RowID.self, String.self))

    private static func part(_ table: String, as kind: String? = nil) -> String {
        // The names of our own tables, not from input.
        """
        SELECT id, '\(kind ?? table)' AS kind FROM \(table)
        WHERE member_id = $1 AND id BETWEEN run.first AND run.last
        """
    }

    package static let all: [any AnyStatement] = [find]

    /// Those that are there, and as what; `tombstone` stands for a deleted row.
    package static func find(_ ids: some Collection<RowID>, of member: MemberID) -> Call<[(RowID, String)]> {
        let ids = Set(ids).sorted()
        let runs = runs(of: ids)
        return find.all(member, ids, runs.map(\.first), runs.map(\.last))
    }

    /// Ids in their order, parted where more than a day lies between two: ids begin with the time at which they were made.
    static func runs(of ids: [RowID]) -> [(first: RowID, last: RowID)] {
        var runs: [(first: RowID, last: RowID)] = []
        for id in ids {
            if let last = runs.last?.last, milliseconds(of: id) - milliseconds(of: last) <= 86_400_000 {
                runs[runs.count - 1].last = id
            } else {
                runs.append((id, id))
            }
        }
        return runs
    }

    private static func milliseconds(of id: RowID) -> Int64 {
        let bytes = id.uuid.uuid
        return [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5].reduce(0) { $0 << 8 | Int64($1) }
    }
}
