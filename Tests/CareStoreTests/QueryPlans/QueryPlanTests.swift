import CareStore
import Foundation
import Postgres
import Testing

/// On statistics like production's, under the real roles and row-level security: what the server does with our statements.
@Suite struct `Query plans` {
    /// What operators and the owner ask now and then, and lists that are read from one end by design; with the reason.
    private static let exceptions: [(statement: any AnyStatement, reason: String)] =
        TombstoneRetentionStatements.all.map { ($0, "the owner's, once a month") }
        + ReportFreezingStatements.all.map { ($0, "the owner's, once a quarter") }
        + [
            (OperatingStatements.devices, "a row for each device, every five minutes"),
            (MemberStatements.search, "looks for a part of a name among all that the caller may see"),
            (DeviceStandingStatements.drops, "which devices still hold what they may not, asked now and then"),
            (OpenAlertStatements.list, "while few alerts are open, the index of those is read whole"),
            (PanelStatements.during, "of thirty members, for which few runs are sooner read than entered"),
        ]

    /// The index that a statement of a hot path is to be answered by; of several, all of them.
    private static let meant: [(name: String, statement: any AnyStatement, indexes: [String])] = [
        ("authenticate", TokenStatements.authenticate, ["token_pkey", "credential_pkey"]),
        ("authenticate within the work", TokenStatements.admit, ["token_pkey", "credential_pkey"]),
        ("push: lock the chart", ChartStatements.lock, ["chart_pkey"]),
        (
            "push: how the chart stands for the device", CommitStatements.standing,
            ["device_progress_pkey", "plan_revision_number_unique"]
        ),
        ("push: first outcomes again", LedgerStatements.ofDevice, ["commit_entry_pkey"]),
        (
            "push: write the commit", CommitStatements.all[1],
            ["chart_pkey", "device_status_pkey", "care_team_member_pkey"]
        ),
        (
            "push: which ids are there", PresentStatements.all[0],
            ["session_log_pkey", "check_in_pkey", "run_log_pkey"]
        ),
        ("pull: chart and copy", PullStatements.open, ["chart_pkey", "device_progress_pkey"]),
        ("pull: sessions since", SessionStatements.after, ["session_log_version_unique"]),
        ("pull: check-ins since", CheckInStatements.after, ["check_in_version_unique"]),
        ("pull: runs since", RunStatements.after, ["run_log_version_unique"]),
        ("pull: plans since", PlanStatements.after, ["plan_revision_version_unique"]),
        ("panel: what is new", PanelScopeStatements.news, ["care_team_member_changed"]),
        ("panel: its rows", PanelScopeStatements.rows, ["chart_pkey", "member_pkey"]),
        ("today: latest", PanelStatements.latest, ["device_progress_pkey"]),
        (
            "alerts: take charts that are due", AlertLookStatements.all[1],
            ["alert_look_due", "alert_look_urgent", "alert_look_pkey"]
        ),
        ("self-check", EnrolmentStatements.candidates, ["covered_person_number_born", "coverage_pkey"]),
        ("coverage questions", CoverageQuestionStatements.candidates, ["covered_person_pkey", "coverage_pkey"]),
        ("operators: late looks", OperatingStatements.lateLooks, ["alert_look_due"]),
    ]

    @Test func `read large tables by an index that they enter, under every role and for both kinds of plan`()
        async throws
    {
        try await LargePractice.with { practice in
            // Else there would be nothing that a plan could do wrong.
            for table in ["session_log", "commit_entry", "token", "device_progress", "alert_look", "covered_person"] {
                try #require(practice.largeTables.contains(table), "\(table)")
            }
            for mode in LargePractice.Mode.allCases {
                for statement in AllStatements.list
                where !Self.exceptions.contains(where: { $0.statement.text == statement.text }) {
                    let plan = try await practice.plan(statement, mode)
                    let wrong = plan.accesses.filter { access in
                        !access.isEntered && (access.table.map { practice.largeTables.contains($0) } ?? true)
                    }
                    #expect(wrong.isEmpty, "\(mode): \(wrong)\n\(statement.text)\n\(plan.text)")
                }
                for (name, statement, indexes) in Self.meant {
                    let plan = try await practice.plan(statement, mode)
                    let missing = Set(indexes).subtracting(plan.indexes)
                    #expect(missing.isEmpty, "\(name), \(mode): not \(missing)\n\(plan.text)")
                }
            }
            try await compareRosters(practice)
            try await countAlerts(practice)
        }
    }

    /// A sponsor's file beside what is in force: whatever the size of all sponsors together, only this one's is read.
    private func compareRosters(_ practice: LargePractice) async throws {
        let sponsor = try await practice.owner.perform(
            .readOnly,
            Statement(
                "SELECT sponsor_id::text FROM covered_person GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
                gives: Types(String.self)
            ).only())
        let file = """
            \(StagedRosterStatements.create);
            INSERT INTO roster_row (line, number, subscriber_number, relationship, first_name, last_name, first_name_key,
                last_name_key, birth_date, valid_from, plan_code, is_first, holds_from, of_plan_only)
            SELECT row_number() OVER (), number, subscriber_number, relationship, first_name, last_name, first_name_key,
                last_name_key, birth_date, date '2024-01-01', 'GOLD', true, date '2024-01-01', false
            FROM covered_person WHERE sponsor_id = '\(sponsor)';
            \(StagedRosterStatements.settle);
            """
        // Of what one load left behind the statistics know nothing either.
        let undoing = LoadUndoStatements.settings.map { "SET LOCAL \($0) = \($1);" }.joined()
        for mode in LargePractice.Mode.allCases {
            for statement in [
                LoadUndoStatements.effects, LoadUndoStatements.emptyMade, LoadUndoStatements.restorePeriods,
                LoadUndoStatements.restorePeople,
            ] as [any AnyStatement] {
                let plan = try await practice.plan(statement, mode, on: practice.eligibility, before: undoing)
                #expect(!plan.text.contains("Nested Loop"), "\(mode)\n\(plan.text)")
            }
            for statement in [StagedRosterStatements.effects, StagedRosterStatements.absent] as [any AnyStatement] {
                let plan = try await practice.plan(statement, mode, on: practice.eligibility, before: file)
                let wrong = plan.accesses.filter { !$0.isEntered && $0.table != "roster_row" }
                #expect(wrong.isEmpty, "\(mode): \(wrong)\n\(plan.text)")
            }
            // Here the sponsor is one of whom the statistics know nothing.
            for statement in CoverageChangeStatements.all + [
                StagedRosterStatements.effects, StagedRosterStatements.absent,
            ] {
                let plan = try await practice.plan(statement, mode, on: practice.eligibility, before: file)
                #expect(!plan.readsAgainAndAgain("roster_row"), "\(mode)\n\(plan.text)")
            }
        }
    }

    /// What the function for operators reads is not shown by a plan that calls it.
    private func countAlerts(_ practice: LargePractice) async throws {
        let body = Statement(
            "SELECT escalated_at, count(*) FROM alert WHERE closed_at IS NULL GROUP BY escalated_at",
            gives: Types(String?.self, Int64.self))
        let plan = try await practice.plan(body, .generic, on: practice.owner)
        #expect(plan.indexes == ["alert_open"] || plan.indexes == ["alert_one_open_of_a_rule"], "\(plan.text)")
    }

    @Test func `show where a table is read from end to end for each row of another`() {
        let nested = [
            "Nested Loop Anti Join  (cost=0.28..8.30 rows=1 width=4)",
            "  ->  Index Scan using coverage_pkey on coverage  (cost=0.15..8.17 rows=1 width=4)",
            "        Index Cond: (sponsor_id = 'x')",
        ]
        let again = nested + ["  ->  Seq Scan on roster_row  (cost=0.15..8.17 rows=1 width=4)"]
        #expect(QueryPlan(again).readsAgainAndAgain("roster_row"))
        let kept =
            nested + ["  ->  Materialize", "        ->  Seq Scan on roster_row  (cost=0.15..8.17 rows=1 width=4)"]
        #expect(QueryPlan(kept).readsAgainAndAgain("roster_row"))
        let entered = nested + ["  ->  Index Scan using roster_row_number_idx on roster_row  (cost=0.15..8.17 rows=1)"]
        #expect(!QueryPlan(entered).readsAgainAndAgain("roster_row"))
        let outer = [
            "Nested Loop  (cost=0.28..8.30 rows=1 width=4)", "  ->  Seq Scan on roster_row  (cost=0.15..8.17 rows=1)",
            "  ->  Index Scan using coverage_pkey on coverage  (cost=0.15..8.17 rows=1 width=4)",
        ]
        #expect(!QueryPlan(outer).readsAgainAndAgain("roster_row"))
        let hashed = [
            "Hash Join  (cost=0.28..8.30 rows=1 width=4)", "  ->  Seq Scan on roster_row  (cost=0.15..8.17 rows=1)",
            "  ->  Hash  (cost=0.28..8.30 rows=1 width=4)",
            "        ->  Seq Scan on roster_row  (cost=0.15..8.17 rows=1)",
        ]
        #expect(!QueryPlan(hashed).readsAgainAndAgain("roster_row"))
    }

    @Test func `are read for what they say`() {
        let plan = QueryPlan([
            "Limit  (cost=0.28..1.29 rows=1 width=4)",
            "  ->  Nested Loop  (cost=0.28..8.30 rows=1 width=4)",
            "        ->  Index Scan Backward using a_pkey on a  (cost=0.15..8.17 rows=1 width=4)",
            "              Filter: (x > 1)",
            "        ->  Index Only Scan using b_pkey on b other  (cost=0.15..8.17 rows=1 width=4)",
            "              Index Cond: (id = a.id)",
            "        ->  Bitmap Heap Scan on c  (cost=0.15..8.17 rows=1 width=4)",
            "              Recheck Cond: (id = a.id)",
            "              ->  Bitmap Index Scan on c_of_a  (cost=0.15..8.17 rows=1 width=4)",
            "                    Index Cond: (id = a.id)",
            "        ->  Parallel Seq Scan on d  (cost=0.15..8.17 rows=1 width=4)",
        ])
        #expect(
            plan.accesses == [
                QueryPlan.Access(table: "a", index: "a_pkey", isEntered: false),
                QueryPlan.Access(table: "b", index: "b_pkey", isEntered: true),
                QueryPlan.Access(table: nil, index: "c_of_a", isEntered: true),
                QueryPlan.Access(table: "d", index: nil, isEntered: false),
            ])
    }
}
