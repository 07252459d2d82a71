package import Care
package import ChartSync
package import Postgres

package enum SessionStatements {
    /// A session without its items.
    package struct Head: Sendable {
        package var id: RowID
        package var version: Int64
        package var log: SessionLog
    }

    private static let columns = """
        SELECT id, version, plan_revision, at, time_zone, day, effort, pain_during, note
        FROM session_log WHERE member_id = $1
        """
    private static let columnTypes = Types(
        RowID.self, Int64.self, Int32?.self, Instant.self, TimeZoneName.self, LocalDay.self, EffortScore?.self,
        PainScore?.self, Note?.self)

    package static let after = Statement(
        columns + " AND version > $2 ORDER BY version LIMIT $3",
        takes: Types(MemberID.self, Int64.self, Int.self),
        gives: columnTypes
    ).map(head)

    /// Those of the versions after $2 up to $3 and of the days from $4 to before $5.
    package static let swept = Statement(
        columns + " AND version > $2 AND version <= $3 AND day >= $4 AND day < $5 ORDER BY version LIMIT $6",
        takes: Types(MemberID.self, Int64.self, Int64.self, LocalDay.self, LocalDay.self, Int.self),
        gives: columnTypes
    ).map(head)

    package static let named = Statement(
        columns + " AND id = ANY ($2)",
        takes: Types(MemberID.self, [RowID].self),
        gives: columnTypes
    ).map(head)

    /// Those of the days from $2 to $3, both included.
    package static let ofDays = Statement(
        columns + " AND day BETWEEN $2 AND $3 ORDER BY at, id",
        takes: Types(MemberID.self, LocalDay.self, LocalDay.self),
        gives: columnTypes
    ).map(head)

    // Each parent is looked up by itself: under row-level security the planner answers `= ANY ($2)` by reading the parts of
    // the member's whole chart and throwing most away, for each page. OFFSET 0 keeps it from joining that way again.
    private static let items = Statement(
        """
        SELECT session_id, exercise, skipped_reason, abandoned_reason, difficulty
        FROM unnest($2::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
            SELECT * FROM session_item WHERE member_id = $1 AND session_id = wanted.id OFFSET 0
        ) AS part
        ORDER BY session_id, position
        """,
        takes: Types(MemberID.self, [RowID].self),
        gives: Types(RowID.self, Slug.self, Note?.self, LoggedItem.AbandonedReason?.self, Difficulty?.self))

    private static let sets = Statement(
        """
        SELECT session_id, item_position, reps, hold_seconds, duration_seconds, load_grams
        FROM unnest($2::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
            SELECT * FROM session_set WHERE member_id = $1 AND session_id = wanted.id OFFSET 0
        ) AS part
        ORDER BY session_id, item_position, position
        """,
        takes: Types(MemberID.self, [RowID].self),
        gives: Types(RowID.self, Int16.self, Int16?.self, Int16?.self, Int16?.self, Int32?.self))

    private static let insert = Statement(
        """
        INSERT INTO session_log (
            member_id, id, version, plan_revision, at, time_zone, day, effort, pain_during, note
        )
        SELECT $1, * FROM unnest(
            $2::uuid[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[], $7::date[], $8::smallint[],
            $9::smallint[], $10::text[]
        )
        """,
        takes: Types(
            MemberID.self, [RowID].self, [Int64].self, [Int?].self, [Instant].self, [TimeZoneName].self,
            [LocalDay].self, [EffortScore?].self, [PainScore?].self, [Note?].self))

    private static let insertItems = Statement(
        """
        INSERT INTO session_item (
            member_id, session_id, position, exercise, skipped_reason, abandoned_reason, difficulty
        )
        SELECT $1, * FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::smallint[])
        """,
        takes: Types(
            MemberID.self, [RowID].self, [Int].self, [Slug].self, [Note?].self, [LoggedItem.AbandonedReason?].self,
            [Difficulty?].self))

    private static let insertSets = Statement(
        """
        INSERT INTO session_set (
            member_id, session_id, item_position, position, reps, hold_seconds, duration_seconds, load_grams
        )
        SELECT $1, * FROM unnest(
            $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[]
        )
        """,
        takes: Types(
            MemberID.self, [RowID].self, [Int].self, [Int].self, [Int?].self, [Int?].self, [Int?].self, [Int?].self))

    package static let all: [any AnyStatement] = [
        after, swept, named, ofDays, items, sets, insert, insertItems, insertSets,
    ]

    /// Fetches the items and sets of sessions, and puts them together.
    package static func assemble(
        _ heads: [Head], of member: MemberID, in transaction: borrowing Transaction
    ) throws -> [ChartRowState] {
        guard !heads.isEmpty else { return [] }
        let ids = heads.map(\.id)
        let (itemRows, setRows) = try transaction.pipeline(items.all(member, ids), sets.all(member, ids))
        var itemsOfSession: [RowID: [LoggedItem]] = [:]
        for (session, exercise, skipped, abandoned, difficulty) in itemRows {
            itemsOfSession[session, default: []].append(
                LoggedItem(
                    exercise: exercise, sets: [], skippedReason: skipped, abandonedReason: abandoned,
                    difficulty: difficulty))
        }
        for (session, item, reps, hold, duration, load) in setRows {
            itemsOfSession[session]?[Int(item)].sets.append(
                LoggedSet(
                    reps: reps.map(Int.init), holdSeconds: hold.map(Int.init), durationSeconds: duration.map(Int.init),
                    loadGrams: load.map(Int.init)))
        }
        return heads.map { head in
            var log = head.log
            log.items = itemsOfSession[head.id] ?? []
            return ChartRowState(id: head.id, version: head.version, content: .sessionLog(log))
        }
    }

    package static func insert(_ rows: [ChartRowState], of member: MemberID, into pipeline: inout Pipeline) {
        let found = rows.compactMap { row -> (id: RowID, version: Int64, log: SessionLog)? in
            guard case .sessionLog(let log) = row.content else { return nil }
            return (row.id, row.version, log)
        }
        guard !found.isEmpty else { return }
        let logs = found.map(\.log)
        pipeline.add(
            insert.run(
                member, found.map(\.id), found.map(\.version), logs.map(\.planRevision), logs.map(\.moment.at),
                logs.map(\.moment.timeZone), logs.map(\.moment.day), logs.map(\.effort), logs.map(\.painDuring),
                logs.map(\.note)))
        let items = found.flatMap { row in
            row.log.items.enumerated().map { (session: row.id, position: $0.offset, item: $0.element) }
        }
        pipeline.add(
            insertItems.run(
                member, items.map(\.session), items.map(\.position), items.map(\.item.exercise),
                items.map(\.item.skippedReason), items.map(\.item.abandonedReason), items.map(\.item.difficulty)))
        let sets = items.flatMap { item in
            item.item.sets.enumerated().map {
                (session: item.session, item: item.position, position: $0.offset, set: $0.element)
            }
        }
        guard !sets.isEmpty else { return }
        pipeline.add(
            insertSets.run(
                member, sets.map(\.session), sets.map(\.item), sets.map(\.position), sets.map(\.set.reps),
                sets.map(\.set.holdSeconds), sets.map(\.set.durationSeconds), sets.map(\.set.loadGrams)))
    }

    @Sendable private static func head(
        id: RowID, version: Int64, planRevision: Int32?, at: Instant, timeZone: TimeZoneName, day: LocalDay,
        effort: EffortScore?, painDuring: PainScore?, note: Note?
    ) -> Head {
        Head(
            id: id, version: version,
            log: SessionLog(
                planRevision: planRevision.map(Int.init),
                moment: LocalMoment(at: at, timeZone: timeZone, day: day), items: [], effort: effort,
                painDuring: painDuring, note: note))
    }
}
