package import Care
package import ChartSync
package import Postgres

package enum ShoeStatements {
    private static let columns = """
        SELECT id, version, label, in_use_from, start_meters, firmness, insert, retired_on, group_versions
        FROM shoe WHERE member_id = $1
        """
    private static let columnTypes = Types(
        RowID.self, Int64.self, Label.self, LocalDay.self, Int32.self, Shoe.Firmness?.self, Bool?.self, LocalDay?.self,
        [Int64].self)

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

    /// Which of some shoes a run names that is not among the runs of $3.
    package static let inUse = Statement(
        "SELECT DISTINCT shoe_id FROM run_log WHERE member_id = $1 AND shoe_id = ANY ($2) AND id <> ALL ($3)",
        takes: Types(MemberID.self, [RowID].self, [RowID].self), gives: Types(RowID.self))

    package static let insert = Statement(
        """
        INSERT INTO shoe (
            member_id, id, version, label, in_use_from, start_meters, firmness, insert, retired_on, group_versions
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        takes: Types(
            MemberID.self, RowID.self, Int64.self, Label.self, LocalDay.self, Int32.self, Shoe.Firmness?.self,
            Bool?.self, LocalDay?.self, [Int64].self))

    package static let update = Statement(
        """
        UPDATE shoe SET version = $3, label = $4, in_use_from = $5, start_meters = $6, firmness = $7, insert = $8,
            retired_on = $9, group_versions = $10
        WHERE member_id = $1 AND id = $2
        """,
        takes: Types(
            MemberID.self, RowID.self, Int64.self, Label.self, LocalDay.self, Int32.self, Shoe.Firmness?.self,
            Bool?.self, LocalDay?.self, [Int64].self))

    package static let all: [any AnyStatement] = [after, named, inUse, insert, update]

    package static func insert(_ rows: [ChartRowState], of member: MemberID, into pipeline: inout Pipeline) {
        write(rows, by: insert, of: member, into: &pipeline)
    }

    package static func update(_ rows: [ChartRowState], of member: MemberID, into pipeline: inout Pipeline) {
        write(rows, by: update, of: member, into: &pipeline)
    }

    /// One statement for each shoe: a member has a few pairs, and buys one now and then.
    private static func write(
        _ rows: [ChartRowState],
        by statement: Statement<
            Types<
                MemberID, RowID, Int64, Label, LocalDay, Int32, Shoe.Firmness?, Bool?, LocalDay?, [Int64]
            >, ()
        >,
        of member: MemberID, into pipeline: inout Pipeline
    ) {
        for row in rows {
            guard case .shoe(let shoe) = row.content else { continue }
            pipeline.add(
                statement.run(
                    member, row.id, row.version, shoe.label, shoe.inUseFrom, Int32(clamping: shoe.startMeters),
                    shoe.firmness, shoe.insert, shoe.retiredOn, row.groupVersions))
        }
    }

    @Sendable private static func row(
        id: RowID, version: Int64, label: Label, inUseFrom: LocalDay, startMeters: Int32, firmness: Shoe.Firmness?,
        insert: Bool?, retiredOn: LocalDay?, groupVersions: [Int64]
    ) -> ChartRowState {
        ChartRowState(
            id: id, version: version,
            content: .shoe(
                Shoe(
                    label: label, inUseFrom: inUseFrom, startMeters: Int(startMeters), firmness: firmness,
                    insert: insert, retiredOn: retiredOn)),
            groupVersions: groupVersions)
    }
}
