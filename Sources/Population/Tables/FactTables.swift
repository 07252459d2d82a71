import Care
import CareStore
import ChartSync
import Postgres

/// What members have recorded.
enum FactTables {
    private typealias Fact<Content> = (member: MemberID, row: ChartRowState, content: Content)

    private static let sessions = CopyStatement(
        """
        COPY session_log (
            member_id, id, version, plan_revision, at, time_zone, day, effort, pain_during, note, exercises,
            skipped_reasons, abandoned_reasons, difficulties, set_exercises, set_reps, set_hold_seconds,
            set_duration_seconds, set_load_grams
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            MemberID.self, RowID.self, Int64.self, Int32?.self, Instant.self, TimeZoneName.self, LocalDay.self,
            EffortScore?.self, PainScore?.self, Note?.self, [Slug].self, [Note?]?.self,
            [LoggedItem.AbandonedReason?]?.self, [Difficulty?]?.self, [Int16].self, [Int16?]?.self, [Int16?]?.self,
            [Int16?]?.self, [Int32?]?.self))

    private static let checkIns = CopyStatement(
        """
        COPY check_in (
            member_id, id, version, at, time_zone, day, about, pain, site, aspect, stiffness, swelling, red_flags, note
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            MemberID.self, RowID.self, Int64.self, Instant.self, TimeZoneName.self, LocalDay.self, CheckIn.Moment.self,
            PainScore.self, Slug?.self, CheckIn.Aspect?.self, StiffnessScore?.self, Bool?.self, [RedFlag].self,
            Note?.self))

    private static let runs = CopyStatement(
        """
        COPY run_log (
            member_id, id, version, at, time_zone, day, distance_meters, duration_seconds, surface, terrain, shoe_id,
            effort, pain_during, note
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            MemberID.self, RowID.self, Int64.self, Instant.self, TimeZoneName.self, LocalDay.self, Int32.self,
            Int32.self, RunLog.Surface?.self, RunLog.Terrain?.self, RowID?.self, EffortScore?.self, PainScore?.self,
            Note?.self))

    private static let shoes = CopyStatement(
        """
        COPY shoe (
            member_id, id, version, label, in_use_from, start_meters, firmness, insert, retired_on, group_versions
        ) FROM STDIN (FORMAT binary)
        """,
        Types(
            MemberID.self, RowID.self, Int64.self, Label.self, LocalDay.self, Int32.self, Shoe.Firmness?.self,
            Bool?.self, LocalDay?.self, [Int64].self))

    static func fill(_ records: [ChartRecord], in transaction: borrowing Transaction) throws {
        let rows = records.flatMap { record in record.rows.map { (member: record.person.member, row: $0) } }
        try fillSessions(
            rows.compactMap { if case .sessionLog(let log) = $0.row.content { ($0.member, $0.row, log) } else { nil } },
            in: transaction)
        try transaction.copyIn(checkIns) { writer in
            for (member, row) in rows {
                guard case .checkIn(let checkIn) = row.content else { continue }
                try writer.row(
                    member, row.id, row.version, checkIn.moment.at, checkIn.moment.timeZone, checkIn.moment.day,
                    checkIn.about, checkIn.pain, checkIn.site, checkIn.aspect, checkIn.stiffness, checkIn.swelling,
                    checkIn.redFlags, checkIn.note)
            }
        }
        try transaction.copyIn(runs) { writer in
            for (member, row) in rows {
                guard case .runLog(let run) = row.content else { continue }
                try writer.row(
                    member, row.id, row.version, run.moment.at, run.moment.timeZone, run.moment.day,
                    Int32(run.distanceMeters), Int32(run.durationSeconds), run.surface, run.terrain, run.shoe,
                    run.effort, run.painDuring, run.note)
            }
        }
        try transaction.copyIn(shoes) { writer in
            for (member, row) in rows {
                guard case .shoe(let shoe) = row.content else { continue }
                try writer.row(
                    member, row.id, row.version, shoe.label, shoe.inUseFrom, Int32(shoe.startMeters), shoe.firmness,
                    shoe.insert, shoe.retiredOn, row.groupVersions)
            }
        }
    }

    private static func fillSessions(_ found: [Fact<SessionLog>], in transaction: borrowing Transaction) throws {
        try transaction.copyIn(sessions) { writer in
            for (member, row, log) in found {
                var columns = SessionColumns()
                columns.append(log.items)
                try writer.row(
                    member, row.id, row.version, log.planRevision.map { Int32($0) }, log.moment.at, log.moment.timeZone,
                    log.moment.day, log.effort, log.painDuring, log.note, columns.exercises, columns.skippedReasons,
                    columns.abandonedReasons, columns.difficulties, columns.setExercises, columns.setReps,
                    columns.setHoldSeconds, columns.setDurationSeconds, columns.setLoadGrams)
            }
        }
    }
}
