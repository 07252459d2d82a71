package import Care
package import ChartSync
package import Postgres

package enum CheckInStatements {
    private static let columns = """
        SELECT id, version, at, time_zone, day, about, pain, site, aspect, stiffness, swelling, red_flags, note
        FROM check_in WHERE member_id = $1
        """
    private static let columnTypes = Types(
        RowID.self, Int64.self, Instant.self, TimeZoneName.self, LocalDay.self, CheckIn.Moment.self, PainScore.self,
        Slug?.self, CheckIn.Aspect?.self, StiffnessScore?.self, Bool?.self, [RedFlag].self, Note?.self)

    package static let after = Statement(
        columns + " AND version > $2 ORDER BY version LIMIT $3",
        takes: Types(MemberID.self, Int64.self, Int.self),
        gives: columnTypes, reading: row)

    /// Those of the versions after $2 up to $3 and of the days from $4 to before $5.
    package static let swept = Statement(
        columns + " AND version > $2 AND version <= $3 AND day >= $4 AND day < $5 ORDER BY version LIMIT $6",
        takes: Types(MemberID.self, Int64.self, Int64.self, LocalDay.self, LocalDay.self, Int.self),
        gives: columnTypes, reading: row)

    package static let named = Statement(
        columns + " AND id = ANY ($2)",
        takes: Types(MemberID.self, [RowID].self),
        gives: columnTypes, reading: row)

    /// Those of the days from $2 to $3, both included.
    package static let ofDays = Statement(
        columns + " AND day BETWEEN $2 AND $3 ORDER BY at, id",
        takes: Types(MemberID.self, LocalDay.self, LocalDay.self),
        gives: columnTypes, reading: row)

    /// Those with a red flag, of all time.
    package static let flagged = Statement(
        columns + " AND red_flags <> '{}' ORDER BY at, id", takes: Types(MemberID.self), gives: columnTypes,
        reading: row)

    /// Red flags come as one text for each row, since SQL has no ragged arrays.
    package static let insert = Statement(
        """
        INSERT INTO check_in (
            member_id, id, version, at, time_zone, day, about, pain, site, aspect, stiffness, swelling, red_flags, note
        )
        SELECT $1, id, version, at, time_zone, day, about, pain, site, aspect, stiffness, swelling,
            string_to_array(red_flags, ','), note
        FROM unnest(
            $2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[], $6::date[], $7::text[], $8::smallint[], $9::text[],
            $10::text[], $11::smallint[], $12::boolean[], $13::text[], $14::text[]
        ) AS new (
            id, version, at, time_zone, day, about, pain, site, aspect, stiffness, swelling, red_flags, note
        )
        """,
        takes: Types(
            MemberID.self, [RowID].self, [Int64].self, [Instant].self, [TimeZoneName].self, [LocalDay].self,
            [CheckIn.Moment].self, [PainScore].self, [Slug?].self, [CheckIn.Aspect?].self,
            [StiffnessScore?].self, [Bool?].self, [String].self, [Note?].self))

    package static let all: [any AnyStatement] = [after, swept, named, ofDays, flagged, insert]

    package static func insert(_ rows: [ChartRowState], of member: MemberID, into pipeline: inout Pipeline) {
        let found = rows.compactMap { row -> (ChartRowState, CheckIn)? in
            guard case .checkIn(let checkIn) = row.content else { return nil }
            return (row, checkIn)
        }
        guard !found.isEmpty else { return }
        let checkIns = found.map(\.1)
        pipeline.add(
            insert.run(
                member, found.map(\.0.id), found.map(\.0.version), checkIns.map(\.moment.at),
                checkIns.map(\.moment.timeZone), checkIns.map(\.moment.day), checkIns.map(\.about),
                checkIns.map(\.pain), checkIns.map(\.site), checkIns.map(\.aspect), checkIns.map(\.stiffness),
                checkIns.map(\.swelling), checkIns.map { $0.redFlags.map(\.rawValue).joined(separator: ",") },
                checkIns.map(\.note)))
    }

    @Sendable private static func row(_ row: inout RowReader) throws -> ChartRowState {
        let (id, version): (RowID, Int64) = (try row.next(), try row.next())
        return ChartRowState(
            id: id, version: version,
            content: .checkIn(
                CheckIn(
                    moment: try LocalMoment(&row), about: try row.next(), pain: try row.next(), site: try row.next(),
                    aspect: try row.next(), stiffness: try row.next(), swelling: try row.next(),
                    redFlags: try row.next(), note: try row.next())))
    }
}
