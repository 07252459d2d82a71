import Care
import CareServices
import ChartSync
import Foundation
import Postgres
import Testing

@Suite struct `The database itself` {
    /// What nobody may write, and the rule that refuses it.
    static let refusals = [
        ("UPDATE chart SET version = -1", "chart_tombstone_floor_in_range"),
        ("UPDATE chart SET head = ''", "chart_head_length"),
        ("UPDATE chart SET checksum = ''", "chart_checksum_length"),
        ("UPDATE commit_entry SET kinds = kinds || kinds", "commit_entry_one_of_each"),
        ("UPDATE commit_entry SET mutation_hashes = ''", "commit_entry_one_of_each"),
        ("UPDATE commit_entry SET first_version = 0, last_version = 0", "commit_entry_versions_in_order"),
        ("UPDATE commit_entry SET first_seq = NULL WHERE device_id IS NOT NULL", "commit_entry_device_has_seq"),
        ("UPDATE commit_entry SET first_seq = 0 WHERE device_id IS NOT NULL", "commit_entry_seq_positive"),
        ("UPDATE commit_entry SET hash = ''", "commit_entry_hash_length"),
        ("UPDATE device_progress SET last_seq = -1", "device_progress_durable_in_range"),
        ("UPDATE plan_revision SET base = 5", "plan_revision_follows_its_base"),
        ("UPDATE plan_revision SET template_slug = 'x', template_version = NULL", "plan_revision_template_is_whole"),
        ("UPDATE plan_item SET sets = 11", "plan_item_sets_in_range"),
        ("UPDATE plan_item SET reps = 0", "plan_item_reps_in_range"),
        ("UPDATE plan_item SET reps_max = reps - 1", "plan_item_reps_max_in_range"),
        ("UPDATE plan_item SET hold_seconds = 301", "plan_item_hold_in_range"),
        ("UPDATE plan_item SET duration_seconds = 4, reps = NULL", "plan_item_duration_in_range"),
        ("UPDATE plan_item SET duration_seconds = 60", "plan_item_has_a_dose"),
        ("UPDATE plan_item SET reps = NULL", "plan_item_has_a_dose"),
        ("UPDATE plan_item SET rest_seconds = 601", "plan_item_rest_in_range"),
        ("UPDATE plan_item SET load_grams = -1", "plan_item_load_in_range"),
        ("UPDATE plan_item SET load_grams = 1, band = 'red'", "plan_item_load_or_band"),
        ("UPDATE plan_item SET target_effort = 11", "plan_item_target_effort_in_range"),
        ("UPDATE plan_item SET side = 'none'", "plan_item_side_known"),
        ("UPDATE plan_item SET block = 'end'", "plan_item_block_known"),
        ("UPDATE plan_item SET per_day = 7", "plan_item_per_day_in_range"),
        ("UPDATE plan_item SET per_week = 0", "plan_item_per_week_in_range"),
        ("UPDATE plan_item SET position = 40", "plan_item_position_in_range"),
        ("UPDATE plan_modification SET usual_days_per_week = 8", "plan_modification_usual_days_in_range"),
        ("UPDATE plan_modification SET maximum_days_per_week = 6", "plan_modification_maximum_days_in_range"),
        (
            "UPDATE plan_modification SET minimum_substitute_days_per_week = 8",
            "plan_modification_substitute_days_in_range"
        ),
        ("UPDATE plan_modification SET substitutes = '{}'", "plan_modification_names_substitutes"),
        ("UPDATE plan_modification SET terrain = '{moon}'", "plan_modification_terrain_known"),
        ("UPDATE session_log SET effort = 11", "session_log_effort_in_range"),
        ("UPDATE session_log SET pain_during = -1", "session_log_pain_in_range"),
        ("UPDATE session_log SET exercises = array_fill('x'::text, ARRAY[61])", "session_log_at_most_60_exercises"),
        ("UPDATE session_log SET exercises = '{NULL}'", "session_log_exercises_named"),
        ("UPDATE session_log SET set_exercises = '{0,NULL}'", "session_log_sets_of_exercises"),
        ("UPDATE session_log SET exercises = exercises || 'x'::text, difficulties = '{1}'", "session_log_one_of_each"),
        ("UPDATE session_log SET skipped_reasons = '{tired,late}'", "session_log_one_of_each"),
        ("UPDATE session_log SET abandoned_reasons = '{}'", "session_log_one_of_each"),
        ("UPDATE session_log SET set_reps = '{1}'", "session_log_one_of_each"),
        ("UPDATE session_log SET set_hold_seconds = '{1}'", "session_log_one_of_each"),
        ("UPDATE session_log SET set_duration_seconds = '{1}'", "session_log_one_of_each"),
        ("UPDATE session_log SET set_load_grams = '{1}'", "session_log_one_of_each"),
        ("UPDATE session_log SET difficulties = '{3}'", "session_log_difficulties_in_range"),
        ("UPDATE session_log SET abandoned_reasons = '{rain}'", "session_log_abandoned_reasons_known"),
        ("UPDATE session_log SET set_exercises = '{0,1}'", "session_log_sets_of_its_exercises"),
        ("UPDATE session_log SET set_exercises = '{0,-1}'", "session_log_sets_of_exercises"),
        (
            "UPDATE session_log SET set_exercises = array_fill(0::smallint, ARRAY[11]), set_reps = array_fill(1::smallint, ARRAY[11])",
            "session_log_sets_of_exercises"
        ),
        ("UPDATE session_log SET set_reps = '{1,1001}'", "session_log_reps_in_range"),
        ("UPDATE session_log SET set_hold_seconds = '{1,3601}'", "session_log_holds_in_range"),
        ("UPDATE session_log SET set_duration_seconds = '{1,-1}'", "session_log_durations_in_range"),
        ("UPDATE session_log SET set_load_grams = '{500001,NULL}'", "session_log_loads_in_range"),
        ("UPDATE session_log SET set_reps = NULL", "session_log_sets_say_something"),
        ("UPDATE session_log SET set_reps = '{1,NULL}'", "session_log_sets_say_something"),
        ("UPDATE session_log SET set_reps = '{1,NULL}', set_load_grams = '{1,NULL}'", "session_log_sets_say_something"),
        ("UPDATE check_in SET pain = 11", "check_in_pain_in_range"),
        ("UPDATE check_in SET stiffness = -1", "check_in_stiffness_in_range"),
        ("UPDATE check_in SET about = 'later'", "check_in_about_known"),
        ("UPDATE check_in SET aspect = 'top'", "check_in_aspect_known"),
        ("UPDATE check_in SET red_flags = '{tired}'", "check_in_red_flags_known"),
        ("UPDATE shoe SET start_meters = -1", "shoe_start_in_range"),
        ("UPDATE shoe SET firmness = 'hard'", "shoe_firmness_known"),
        ("UPDATE shoe SET group_versions = '{1}'", "shoe_has_group_versions"),
        ("DELETE FROM shoe", "run_log_shoe_fkey"),
        ("UPDATE run_log SET shoe_id = gen_random_uuid()", "run_log_shoe_fkey"),
        ("UPDATE run_log SET distance_meters = 0", "run_log_distance_in_range"),
        ("UPDATE run_log SET duration_seconds = 604801", "run_log_duration_in_range"),
        ("UPDATE run_log SET surface = 'sand'", "run_log_surface_known"),
        ("UPDATE run_log SET terrain = 'steep'", "run_log_terrain_known"),
        ("UPDATE run_log SET effort = 11", "run_log_effort_in_range"),
        ("UPDATE run_log SET pain_during = 11", "run_log_pain_in_range"),
        ("UPDATE set_aside SET status = 'lost'", "set_aside_status_known"),
        ("UPDATE set_aside SET detail_pointer = NULL", "set_aside_detail_is_whole"),
        ("DELETE FROM plan_revision", "plan_item_revision_fkey"),
        ("DELETE FROM member", "device_member_fkey"),
        // By its ledger, which stands for the rows (0018_lean_commits.sql).
        ("DELETE FROM chart", "commit_entry_chart_fkey"),
        ("INSERT INTO check_in SELECT * FROM check_in", "check_in_pkey"),
        (
            "INSERT INTO tombstone SELECT member_id, gen_random_uuid(), version, kind FROM tombstone",
            "tombstone_version_unique"
        ),
        ("UPDATE plan_revision SET number = 0, base = -1", "plan_revision_number_positive"),
    ]

    @Test func `refuses what breaks a rule, whoever asks`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            _ = try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: lead)
            let (shoe, gone) = (RowID.make(at: Samples.moment.at), RowID.make(at: Samples.moment.at))
            try await phone.send(
                try [
                    phone.insert(Samples.shoe(), shoe), phone.insert(Samples.run(shoe: shoe)),
                    phone.insert(Samples.checkIn()), phone.insert(Samples.session()),
                    phone.insert(.runLog(RunLog(moment: Samples.moment, distanceMeters: 0, durationSeconds: 1))),
                    phone.insert(Samples.checkIn(), gone), phone.delete(.checkIn, gone),
                ], to: clinic)
            for (command, constraint) in Self.refusals {
                let error = await #expect(throws: PostgresError.self, "\(command)") {
                    try await clinic.owner.perform(.readWrite, Statement(command).run())
                }
                #expect(error?.constraint == constraint, "\(command)")
            }
        }
    }
}
