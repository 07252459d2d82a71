import Care
import CareServices
import ChartSync
import Foundation
import Postgres
import Testing

/// The tables of care records, of care teams, of content on its way and of interchange.
@Suite struct `The database itself, of what came after charts,` {
    /// Every table whose rules are all tried here.
    private static let tables = [
        "outcome_response", "fall_report", "clearance", "disclaimer_acknowledgement", "run_phase", "alert",
        "alert_acknowledgement", "suggestion", "alert_look", "alert_escalation", "message", "visit", "care_note",
        "goal",
        "emergency_access", "chart_read", "content_draft", "content_review", "load_acknowledgement",
    ]

    /// Those that hang on a chart.
    private static let ofCharts = [
        "outcome_response", "fall_report", "clearance", "disclaimer_acknowledgement", "run_phase", "alert",
        "alert_acknowledgement", "suggestion", "alert_look", "message", "visit", "care_note", "goal",
        "emergency_access",
    ]

    private static let decided = "decided_by = gen_random_uuid(), decided_at = now(), reason = 'So.'"

    private static let refusals =
        [
            ("UPDATE outcome_response SET form_version = 0", "outcome_response_form_version_in_range"),
            ("UPDATE outcome_response SET instrument = 'guess'", "outcome_response_fits_its_form"),
            ("UPDATE outcome_response SET abilities = '{4}'", "outcome_response_one_ability_each"),
            ("UPDATE outcome_response SET abilities = '{4,5,11}'", "outcome_response_abilities_in_range"),
            (
                """
                UPDATE outcome_response SET instrument = 'faam_sports', activities = '{}', abilities = '{}',
                    answers = '{0,1,2,3,4,5,NULL,0}'
                """, "outcome_response_answers_in_range"
            ),
            ("UPDATE fall_report SET kind = 'slip'", "fall_report_kind_known"),
            ("UPDATE clearance SET seen = '{}'", "clearance_names_reports"),
            (
                "UPDATE disclaimer_acknowledgement SET disclaimer_version = 0",
                "disclaimer_acknowledgement_version_in_range"
            ),
            ("UPDATE run_phase SET phase = 7", "run_phase_known"),
            ("UPDATE alert SET finding = 'tired'", "alert_finding_known"),
            ("UPDATE alert SET closed_at = opened_at - interval '1 second'", "alert_ends_after_it_began"),
            ("UPDATE alert SET escalated_at = opened_at - interval '1 second'", "alert_ends_after_it_began"),
            ("UPDATE alert SET group_versions = '{1,2}'", "alert_has_group_versions"),
            (
                """
                INSERT INTO alert (member_id, id, version, finding, since, evidence, words, opened_at, group_versions)
                SELECT member_id, gen_random_uuid(), version + 90, 'pain_jump', since, evidence, words, opened_at,
                    group_versions
                FROM alert
                """, "alert_one_open_of_a_rule"
            ),
            ("UPDATE alert_acknowledgement SET rule = 'mood'", "alert_acknowledgement_rule_known"),
            ("UPDATE alert_acknowledgement SET level = 'some'", "alert_acknowledgement_level_known"),
            (
                "UPDATE alert_acknowledgement SET evidence = array_fill(gen_random_uuid(), ARRAY[101])",
                "alert_acknowledgement_names_rows"
            ),
            (
                "UPDATE alert_acknowledgement SET level = 'critical', snoozed_until = at + interval '1 hour'",
                "alert_acknowledgement_critical_stays"
            ),
            (
                "UPDATE alert_acknowledgement SET snoozed_until = at + interval '15 days'",
                "alert_acknowledgement_snooze_in_range"
            ),
            ("UPDATE alert_acknowledgement SET snoozed_until = at", "alert_acknowledgement_snooze_in_range"),
            ("UPDATE suggestion SET rule = 'R11'", "suggestion_rule_known"),
            ("UPDATE suggestion SET evidence = '{}'", "suggestion_rests_on_rows"),
            ("UPDATE suggestion SET phase = 0", "suggestion_phase_known"),
            ("UPDATE suggestion SET instrument = 'guess'", "suggestion_instrument_known"),
            ("UPDATE suggestion SET decision = 'perhaps', \(decided)", "suggestion_decision_known"),
            ("UPDATE suggestion SET decision = 'accepted'", "suggestion_decision_is_whole"),
            ("UPDATE suggestion SET reason = 'So.'", "suggestion_decision_is_whole"),
            (
                "UPDATE suggestion SET decision = 'dismissed', plan_revision = 1, \(decided)",
                "suggestion_dismissed_changes_nothing"
            ),
            ("UPDATE suggestion SET decision = 'edited', plan_revision = 99, \(decided)", "suggestion_revision_fkey"),
            ("UPDATE suggestion SET group_versions = '{}'", "suggestion_has_group_versions"),
            ("UPDATE alert_escalation SET level = 'low'", "alert_escalation_level_known"),
            (
                "UPDATE alert_escalation SET escalated_at = opened_at - interval '1 second'",
                "alert_escalation_after_opening"
            ),
            ("UPDATE alert_escalation SET alert_id = gen_random_uuid()", "alert_escalation_alert_fkey"),
            ("UPDATE visit SET mode = 'letter'", "visit_mode_known"),
            ("UPDATE visit SET status = 'lost'", "visit_status_known"),
            ("UPDATE visit SET status = 'held', minutes = 481", "visit_minutes_in_range"),
            ("UPDATE visit SET status = 'held'", "visit_minutes_of_a_held_one"),
            ("UPDATE visit SET minutes = 20", "visit_minutes_of_a_held_one"),
            ("UPDATE visit SET group_versions = '{1,2}'", "visit_has_group_versions"),
            ("UPDATE care_note SET visit_id = gen_random_uuid()", "care_note_visit_fkey"),
            ("UPDATE care_note SET amends_id = gen_random_uuid()", "care_note_amends_fkey"),
            ("UPDATE care_note SET amends_id = id", "care_note_amends_another"),
            ("UPDATE goal SET status = 'perhaps'", "goal_status_known"),
            ("UPDATE goal SET group_versions = '{1}'", "goal_has_group_versions"),
            ("UPDATE emergency_access SET ends_at = begins_at", "emergency_access_is_short"),
            (
                "UPDATE emergency_access SET ends_at = begins_at + interval '61 minutes'", "emergency_access_is_short"
            ),
            ("UPDATE care_team_member SET role = 'friend'", "care_team_member_role_known"),
            ("UPDATE chart_read SET reader_role = 'operator'", "chart_read_role_known"),
            ("UPDATE plan_revision SET template_phase = 'calm-down'", "plan_revision_phase_is_of_a_template"),
            ("UPDATE content_draft SET kind = 'poem'", "content_draft_kind_known"),
            ("UPDATE content_draft SET version = 0", "content_draft_positive"),
            ("UPDATE content_draft SET author_id = gen_random_uuid()", "content_draft_author_fkey"),
            (
                "UPDATE content_draft SET retired_by = 'Robin', retired_reason = 'Old.'",
                "content_draft_retired_has_reason"
            ),
            ("UPDATE content_draft SET state = 'draft'", "content_draft_state_goes_forward"),
            ("UPDATE content_draft SET state = 'retired'", "content_draft_state_goes_forward"),
            (draft(version: 2, state: "lost"), "content_draft_state_known"),
            (draft(version: 2, state: "published"), "content_draft_published_is_due"),
            (draft(version: 2, state: "draft"), "content_draft_one_under_way"),
            ("UPDATE content_review SET step = 'legal'", "content_review_step_known"),
            ("UPDATE content_review SET decision = 'perhaps'", "content_review_decision_known"),
            ("UPDATE content_review SET decision = 'returned'", "content_review_return_says_why"),
            ("UPDATE content_review SET slug = 'other'", "content_review_draft_fkey"),
            ("UPDATE content_review SET reviewer_id = gen_random_uuid()", "content_review_reviewer_fkey"),
            (
                """
                INSERT INTO content_review (kind, slug, version, step, reviewer_id, reviewer, credentials, decision)
                SELECT kind, slug, version, 'medical', reviewer_id, reviewer, credentials, decision FROM content_review
                """, "content_review_one_person_once"
            ),
            ("UPDATE load_acknowledgement SET verdict = 'X'", "load_acknowledgement_verdict_known"),
            ("UPDATE load_acknowledgement SET load_id = gen_random_uuid()", "load_acknowledgement_load_fkey"),
            ("UPDATE credential SET role = 'guest'", "credential_role_known"),
        ] + ofCharts.map { ("UPDATE \($0) SET member_id = gen_random_uuid()", "\($0)_chart_fkey") }

    private static func draft(version: Int, state: String) -> String {
        """
        INSERT INTO content_draft (kind, slug, version, body, state, author, reason)
        VALUES ('exercise', 'wobbles', \(version), '{}', '\(state)', 'Pat', 'New.')
        """
    }

    /// A row of each table, all of one member.
    private func fill(_ clinic: Clinic, _ member: MemberID, by practitioner: Actor) async throws {
        let keys = { (version: Int) in "'\(member)', gen_random_uuid(), \(version)" }
        let moment = "now(), 'UTC', '2026-03-01'"
        let uuids = "ARRAY[gen_random_uuid()]"
        let (pt, alert) = (practitioner.subject, UUID())
        try await clinic.run(
            """
            INSERT INTO outcome_response VALUES (\(keys(101)), \(moment), 'psfs', 1, '{a,b,c}', '{4,5,6}', '{}');
            INSERT INTO fall_report VALUES (\(keys(102)), \(moment), 'fall', NULL);
            INSERT INTO clearance VALUES (\(keys(103)), \(moment), '\(pt)', \(uuids), 'Looked at.');
            INSERT INTO disclaimer_acknowledgement VALUES (\(keys(104)), \(moment), 'article', 1);
            INSERT INTO run_phase VALUES (\(keys(105)), 1, '2026-03-01');
            INSERT INTO alert (member_id, id, version, finding, since, evidence, words, opened_at, group_versions)
            VALUES ('\(member)', '\(alert)', 106, 'pain_severe', now(), \(uuids), 'Pain.', now(), '{1}');
            INSERT INTO alert_acknowledgement VALUES (
                \(keys(107)), 'pain', 'low', \(uuids), '\(pt)', now(), NULL, NULL
            );
            INSERT INTO suggestion (
                member_id, id, version, rule, rule_set, proposal, evidence, words, made_at, group_versions
            ) VALUES (\(keys(108)), 'R4', 'ankle-v1', 'contact', \(uuids), 'Ask.', now(), '{1}');
            INSERT INTO alert_look VALUES ('\(member)', now(), false) ON CONFLICT DO NOTHING;
            INSERT INTO message VALUES (\(keys(109)), now(), NULL, 'Hello.');
            INSERT INTO visit VALUES (\(keys(110)), \(moment), '\(pt)', 'video', 'planned', NULL, '{1}');
            INSERT INTO care_note VALUES (\(keys(111)), now(), '\(pt)', 'Walks freely.', NULL, NULL);
            INSERT INTO goal VALUES (\(keys(112)), 'Run.', NULL, 'open', '{1,1}');
            INSERT INTO emergency_access VALUES (
                \(keys(113)), '\(pt)', 'Fell.', now(), now() + interval '60 minutes'
            );
            INSERT INTO chart_read VALUES ('\(member)', now(), gen_random_uuid(), 'member', '\(member)', NULL, 'trend');
            \(Self.draft(version: 1, state: "clinical_review"));
            INSERT INTO content_review (kind, slug, version, step, reviewer_id, reviewer, credentials, decision)
            VALUES ('exercise', 'wobbles', 1, 'clinical', '\(pt)', 'Dana', '{DPT}', 'approved');
            INSERT INTO load_acknowledgement SELECT sponsor_id, load_id, now(), 'A', 'x' FROM eligibility_load;
            """)
        _ = try await clinic.caller(practitioner)
    }

    @Test func `refuses what breaks a rule, whoever asks, and every rule is tried`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let lead = try await clinic.addPractitioner(of: phone.member)
            _ = try await clinic.plans.propose(try Samples.proposal(base: 0), for: phone.member, actor: lead)
            try await fill(clinic, phone.member, by: lead)
            // The alert's own escalation would hold it fast: it is tried by itself, last.
            let (escalations, others) = (
                Self.refusals.filter { $0.0.contains("UPDATE alert_escalation") },
                Self.refusals.filter { !$0.0.contains("UPDATE alert_escalation") }
            )
            for (command, constraint) in others { try await expectRefusal(of: command, by: constraint, clinic) }
            try await clinic.run("UPDATE alert SET escalated_at = opened_at")
            for (command, constraint) in escalations { try await expectRefusal(of: command, by: constraint, clinic) }

            let tables = Self.tables.map { "'\($0)'" }.joined(separator: ", ")
            let rules = try await clinic.owner.transaction(.readOnly) { transaction in
                try transaction.all(
                    Statement(
                        """
                        SELECT conname::text FROM pg_constraint
                        WHERE contype IN ('c', 'f') AND conrelid::regclass::text IN (\(tables)) ORDER BY conname
                        """, gives: Types(String.self)))
            }
            let tried = Set(Self.refusals.map(\.1))
            #expect(rules.count > 50)
            #expect(rules.filter { !tried.contains($0) } == [])
        }
    }

    private func expectRefusal(of command: String, by constraint: String, _ clinic: Clinic) async throws {
        let error = await #expect(throws: PostgresError.self, "\(command)") {
            try await clinic.owner.perform(.readWrite, Statement(command).run())
        }
        #expect(error?.constraint == constraint, "\(command)")
    }
}
