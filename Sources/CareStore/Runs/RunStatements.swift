package import Care
package import ChartSync
package import Postgres

package enum RunStatements {
    private static let columns = """
        SELECT id, version, at, time_zone, day, distance_meters, duration_seconds, surface, terrain, shoe_id, effort,
            pain_during, note
        FROM run_log WHERE member_id = $1
        """
    private static let columnTypes = Types(
        RowID.self, Int64.self, Instant.self, TimeZoneName.self, LocalDay.self, Int32.self, Int32.self,
        RunLog.Surface?.self, RunLog.Terrain?.self, RowID?.self, EffortScore?.self, PainScore?.self, Note?.self)

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

    package static let insert = Statement(
        """
        INSERT INTO run_log (
            member_id, id, version, at, time_zone, day, distance_meters, duration_seconds, surface, terrain, shoe_id, effort,
            pain_during, note
        )
        SELECT $1, * FROM unnest(
            $2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[], $6::date[], $7::bigint[], $8::bigint[], $9::text[],
            $10::text[], $11::uuid[], $12::smallint[], $13::smallint[], $14::text[]
        )
        """,
        takes: Types(
            MemberID.self, [RowID].self, [Int64].self, [Instant].self, [TimeZoneName].self, [LocalDay].self,
            [Int].self, [Int].self, [RunLog.Surface?].self, [RunLog.Terrain?].self, [RowID?].self,
            [EffortScore?].self, [PainScore?].self, [Note?].self))

    package static let all: [any AnyStatement] = [after, swept, named, ofDays, insert]

    package static func insert(_ rows: [ChartRowState], of member: MemberID, into pipeline: inout Pipeline) {
        let found = rows.compactMap { row -> (ChartRowState, RunLog)? in
            guard case .runLog(let run) = row.content else { return nil }
            return (row, run)
        }
        guard !found.isEmpty else { return }
        let runs = found.map(\.1)
        pipeline.add(
            insert.run(
                member, found.map(\.0.id), found.map(\.0.version), runs.map(\.moment.at), runs.map(\.moment.timeZone),
                runs.map(\.moment.day), runs.map(\.distanceMeters), runs.map(\.durationSeconds), runs.map(\.surface),
                runs.map(\.terrain), runs.map(\.shoe), runs.map(\.effort), runs.map(\.painDuring), runs.map(\.note)))
    }

    @Sendable private static func row(_ row: inout RowReader) throws -> ChartRowState {
        let (id, version): (RowID, Int64) = (try row.next(), try row.next())
        let moment = try LocalMoment(&row)
        let (distance, duration): (Int32, Int32) = (try row.next(), try row.next())
        return ChartRowState(
            id: id, version: version,
            content: .runLog(
                RunLog(
                    moment: moment, distanceMeters: Int(distance), durationSeconds: Int(duration),
                    surface: try row.next(), terrain: try row.next(), shoe: try row.next(), effort: try row.next(),
                    painDuring: try row.next(), note: try row.next())))
    }
}
