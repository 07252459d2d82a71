package import Care
package import Postgres

/// The parts of plan revisions: prescribed exercises and activity modifications.
package enum PlanPartStatements {
    // Each parent is looked up by itself: under row-level security the planner answers `= ANY ($2)` by reading the parts of
    // the member's whole chart and throwing most away, for each page. OFFSET 0 keeps it from joining that way again.
    package static let items = Statement(
        """
        SELECT revision_id, block, exercise, exercise_version, sets, reps, reps_max, hold_seconds, duration_seconds,
            duration_seconds_max, rest_seconds, load_grams, band, tempo, target_effort, side, per_day, per_week, phrase, note
        FROM unnest($2::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
            SELECT * FROM plan_item WHERE member_id = $1 AND revision_id = wanted.id OFFSET 0
        ) AS part
        ORDER BY revision_id, position
        """,
        takes: Types(MemberID.self, [RowID].self),
        gives: Types(
            RowID.self, PlanItem.Block.self, Slug.self, Int32.self, Int16.self, Int16?.self, Int16?.self, Int16?.self,
            Int16?.self, Int16?.self, Int16?.self, Int32?.self, Label?.self, Label?.self, EffortScore?.self,
            Side.self, Int16.self, Int16.self, Label?.self, Note?.self)
    ).map(item)

    package static let modifications = Statement(
        """
        SELECT revision_id, activity, usual_days_per_week, maximum_days_per_week, substitutes,
            minimum_substitute_days_per_week, terrain, until
        FROM unnest($2::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
            SELECT * FROM plan_modification WHERE member_id = $1 AND revision_id = wanted.id OFFSET 0
        ) AS part
        ORDER BY revision_id, position
        """,
        takes: Types(MemberID.self, [RowID].self),
        gives: Types(
            RowID.self, Slug.self, Int16.self, Int16.self, [Slug].self, Int16.self, [ActivityModification.Terrain].self,
            LocalDay?.self)
    ).map { revision, activity, usual, maximum, substitutes, minimum, terrain, until in
        (
            revision: revision,
            modification: ActivityModification(
                activity: activity, usualDaysPerWeek: Int(usual), maximumDaysPerWeek: Int(maximum),
                substitutes: substitutes, minimumSubstituteDaysPerWeek: Int(minimum), terrain: terrain, until: until)
        )
    }

    private static let insertItems = Statement(
        """
        INSERT INTO plan_item (
            member_id, revision_id, position, block, exercise, exercise_version, sets, reps, reps_max, hold_seconds,
            duration_seconds, duration_seconds_max, rest_seconds, load_grams, band, tempo, target_effort, side, per_day,
            per_week, phrase, note
        )
        SELECT $1, $2, * FROM unnest(
            $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[],
            $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::text[], $16::text[], $17::smallint[],
            $18::text[], $19::bigint[], $20::bigint[], $21::text[], $22::text[]
        )
        """,
        takes: Types(
            MemberID.self, RowID.self, [Int].self, [PlanItem.Block].self, [Slug].self, [Int].self, [Int].self,
            [Int?].self, [Int?].self, [Int?].self, [Int?].self, [Int?].self, [Int?].self, [Int?].self, [Label?].self,
            [Label?].self, [EffortScore?].self, [Side].self, [Int].self, [Int].self, [Label?].self, [Note?].self))

    private static let insertModification = Statement(
        """
        INSERT INTO plan_modification (
            member_id, revision_id, position, activity, usual_days_per_week, maximum_days_per_week, substitutes,
            minimum_substitute_days_per_week, terrain, until
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        takes: Types(
            MemberID.self, RowID.self, Int16.self, Slug.self, Int16.self, Int16.self, [Slug].self, Int16.self,
            [ActivityModification.Terrain].self, LocalDay?.self))

    package static let all: [any AnyStatement] = [items, modifications, insertItems, insertModification]

    package static func insert(
        _ content: PlanContent, revision: RowID, of member: MemberID, into pipeline: inout Pipeline
    ) {
        let items = content.items
        let doses = items.map(\.dose)
        if !items.isEmpty {
            pipeline.add(
                insertItems.run(
                    member, revision, Array(items.indices), items.map(\.block), items.map(\.exercise),
                    items.map(\.exerciseVersion), doses.map(\.sets), doses.map(\.reps), doses.map(\.repsMax),
                    doses.map(\.holdSeconds), doses.map(\.durationSeconds), doses.map(\.durationSecondsMax),
                    doses.map(\.restSeconds), doses.map(\.loadGrams), doses.map(\.band), doses.map(\.tempo),
                    doses.map(\.targetEffort), items.map(\.side), items.map(\.frequency.perDay),
                    items.map(\.frequency.perWeek), items.map(\.frequency.phrase), items.map(\.note)))
        }
        for (position, modification) in content.modifications.enumerated() {
            pipeline.add(
                insertModification.run(
                    member, revision, Int16(clamping: position), modification.activity,
                    Int16(clamping: modification.usualDaysPerWeek), Int16(clamping: modification.maximumDaysPerWeek),
                    modification.substitutes, Int16(clamping: modification.minimumSubstituteDaysPerWeek),
                    modification.terrain, modification.until))
        }
    }

    @Sendable private static func item(
        revision: RowID, block: PlanItem.Block, exercise: Slug, exerciseVersion: Int32, sets: Int16, reps: Int16?,
        repsMax: Int16?, holdSeconds: Int16?, durationSeconds: Int16?, durationSecondsMax: Int16?,
        restSeconds: Int16?, loadGrams: Int32?, band: Label?, tempo: Label?, targetEffort: EffortScore?, side: Side,
        perDay: Int16, perWeek: Int16, phrase: Label?, note: Note?
    ) -> (revision: RowID, item: PlanItem) {
        let dose = Dose(
            sets: Int(sets), reps: reps.map(Int.init), repsMax: repsMax.map(Int.init),
            holdSeconds: holdSeconds.map(Int.init), durationSeconds: durationSeconds.map(Int.init),
            durationSecondsMax: durationSecondsMax.map(Int.init), restSeconds: restSeconds.map(Int.init),
            loadGrams: loadGrams.map(Int.init), band: band, tempo: tempo, targetEffort: targetEffort)
        return (
            revision,
            PlanItem(
                block: block, exercise: exercise, exerciseVersion: Int(exerciseVersion), dose: dose, side: side,
                frequency: Frequency(perDay: Int(perDay), perWeek: Int(perWeek), phrase: phrase), note: note)
        )
    }
}
