package import Care
package import ChartSync
package import Postgres

package enum SessionStatements {
    private static let columns = """
        SELECT id, version, plan_revision, at, time_zone, day, effort, pain_during, note, exercises, skipped_reasons,
            abandoned_reasons, difficulties, set_exercises, set_reps, set_hold_seconds, set_duration_seconds, set_load_grams
        FROM session_log WHERE member_id = $1
        """
    private static let columnTypes = Types(
        RowID.self, Int64.self, Int32?.self, Instant.self, TimeZoneName.self, LocalDay.self, EffortScore?.self,
        PainScore?.self, Note?.self, [Slug].self, [Note?]?.self, [LoggedItem.AbandonedReason?]?.self,
        [Difficulty?]?.self, [Int16].self, [Int16?]?.self, [Int16?]?.self, [Int16?]?.self, [Int32?]?.self)

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

    /// The same without what was done in them: alerts read the pain alone.
    package static let painOfDays = Statement(
        """
        SELECT id, version, plan_revision, at, time_zone, day, effort, pain_during, note
        FROM session_log WHERE member_id = $1 AND day BETWEEN $2 AND $3 ORDER BY at, id
        """,
        takes: Types(MemberID.self, LocalDay.self, LocalDay.self),
        gives: Types(
            RowID.self, Int64.self, Int32?.self, Instant.self, TimeZoneName.self, LocalDay.self, EffortScore?.self,
            PainScore?.self, Note?.self),
        reading: bareRow)

    /// The exercises and sets of all the sessions come as one array each, of which every session takes its part: SQL has no
    /// ragged arrays.
    private static let insert = Statement(
        """
        INSERT INTO session_log (
            member_id, id, version, plan_revision, at, time_zone, day, effort, pain_during, note, exercises,
            skipped_reasons, abandoned_reasons, difficulties, set_exercises, set_reps, set_hold_seconds,
            set_duration_seconds, set_load_grams
        )
        SELECT $1, id, version, plan_revision, at, time_zone, day, effort, pain_during, note,
            ($15::text[])[item:last_item], ($16::text[])[item:last_item], ($17::text[])[item:last_item],
            ($18::smallint[])[item:last_item], ($19::smallint[])[done:last_done], ($20::smallint[])[done:last_done],
            ($21::smallint[])[done:last_done], ($22::smallint[])[done:last_done], ($23::integer[])[done:last_done]
        FROM unnest(
            $2::uuid[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[], $7::date[], $8::smallint[],
            $9::smallint[], $10::text[], $11::integer[], $12::integer[], $13::integer[], $14::integer[]
        ) AS new (
            id, version, plan_revision, at, time_zone, day, effort, pain_during, note, item, last_item, done, last_done
        )
        """,
        takes: Types(
            MemberID.self, [RowID].self, [Int64].self, [Int?].self, [Instant].self, [TimeZoneName].self,
            [LocalDay].self, [EffortScore?].self, [PainScore?].self, [Note?].self, [Int32].self, [Int32].self,
            [Int32].self, [Int32].self, [Slug].self, [Note?]?.self, [LoggedItem.AbandonedReason?]?.self,
            [Difficulty?]?.self, [Int16].self, [Int16?]?.self, [Int16?]?.self, [Int16?]?.self, [Int32?]?.self))

    package static let all: [any AnyStatement] = [after, swept, named, ofDays, painOfDays, insert]

    package static func insert(_ rows: [ChartRowState], of member: MemberID, into pipeline: inout Pipeline) {
        let found = rows.compactMap { row -> (id: RowID, version: Int64, log: SessionLog)? in
            guard case .sessionLog(let log) = row.content else { return nil }
            return (row.id, row.version, log)
        }
        guard !found.isEmpty else { return }
        let logs = found.map(\.log)
        var columns = SessionColumns()
        // Where the session's part of the arrays begins and ends; SQL counts from 1.
        var parts: [(item: Int32, lastItem: Int32, done: Int32, lastDone: Int32)] = []
        for log in logs {
            let (items, sets) = (Int32(columns.exercises.count), Int32(columns.setExercises.count))
            columns.append(log.items)
            parts.append((items + 1, Int32(columns.exercises.count), sets + 1, Int32(columns.setExercises.count)))
        }
        pipeline.add(
            insert.run(
                member, found.map(\.id), found.map(\.version), logs.map(\.planRevision), logs.map(\.moment.at),
                logs.map(\.moment.timeZone), logs.map(\.moment.day), logs.map(\.effort), logs.map(\.painDuring),
                logs.map(\.note), parts.map(\.item), parts.map(\.lastItem), parts.map(\.done), parts.map(\.lastDone),
                columns.exercises, columns.skippedReasons, columns.abandonedReasons, columns.difficulties,
                columns.setExercises, columns.setReps, columns.setHoldSeconds, columns.setDurationSeconds,
                columns.setLoadGrams))
    }

    @Sendable private static func row(_ row: inout RowReader) throws -> ChartRowState {
        var state = try bareRow(&row)
        guard case .sessionLog(var log) = state.content else { return state }
        let items = StoredItems(
            exercises: try row.next(), skippedReasons: try row.next(), abandonedReasons: try row.next(),
            difficulties: try row.next(), setExercises: try row.next(), setReps: try row.next(),
            setHoldSeconds: try row.next(), setDurationSeconds: try row.next(), setLoadGrams: try row.next())
        log.items = try items.items()
        state.content = .sessionLog(log)
        return state
    }

    /// The columns before those of what was done.
    @Sendable private static func bareRow(_ row: inout RowReader) throws -> ChartRowState {
        let (id, version): (RowID, Int64) = (try row.next(), try row.next())
        let planRevision: Int32? = try row.next()
        return ChartRowState(
            id: id, version: version,
            content: .sessionLog(
                SessionLog(
                    planRevision: planRevision.map(Int.init), moment: try LocalMoment(&row), items: [],
                    effort: try row.next(), painDuring: try row.next(), note: try row.next())))
    }
}
