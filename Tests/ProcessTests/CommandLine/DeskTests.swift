import Foundation
import StrictJSON
import Testing

/// What a PT does about a suggestion, and has a colleague do, with the real programs.
@Suite struct `A PT at the command line` {
    /// A practice with a member who has a plan, and whose phone has told of a bad day.
    private func withMember(_ body: (Practice, _ member: Person) async throws -> Void) async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            let roster = RosterFile.of(count: 2)
            try await practice.load(roster)
            try await practice.hirePT()
            for (index, person) in roster.people.enumerated() {
                try await practice.enrol(person, device: "phone-\(index)")
                try await practice.assignPT(to: person.fullName)
                try await practice.assignPlan(to: person.fullName)
            }
            try await practice.settle(
                ["device", "log", "check-in", "--device", "phone-0", "--about", "during", "--pain", "8"])
            try await practice.settle(["device", "sync", "--device", "phone-0"])
            try await body(practice, roster.people[0])
        }
    }

    private func decided(_ practice: Practice, _ kind: String) async throws -> Int {
        try await practice.count("SELECT count(*) FROM suggestion WHERE decision = '\(kind)'")
    }

    @Test func `edits what a suggestion proposes, and the revision says what it answers`() async throws {
        try await withMember { practice, person in
            let name = person.fullName
            // The rules speak to whoever asks for their day, and not before somebody has asked.
            #expect(!(try await practice.soleus("today", "--quick", profile: "pt").output.contains("suggestion")))
            #expect(try await practice.soleus("today", profile: "pt").output.contains("suggestion"))
            let list = try await practice.soleus("suggest", name, "--json", profile: "pt").json
            let id = try #require(list["suggestions"]?.arrayValue?.first?["id"]?.stringValue)
            let panel = try await practice.soleus("suggest", "list", "--plain", profile: "pt").output
            #expect(panel.hasPrefix(name) && panel.contains(id.suffix(8)))

            func edit(_ editor: String, _ more: String...) async throws -> Finished {
                try await practice.run(
                    ["suggest", "edit", name, String(id.suffix(8)), "--no-input"] + more, profile: "pt", editor: editor)
            }
            // Saved as it is, or not saved at all, it answers nothing.
            for (editor, status) in [("true", 0), ("false", 7)] as [(String, Int32)] {
                #expect(try await edit(editor).ending == .exited(status))
            }
            // The text begins with what the rules say, and with the plan as they propose it.
            #expect(try await edit("cp -f --no-preserve=mode -t \(practice.folder.path)").ending == .exited(0))
            let kept = try FileManager.default.contentsOfDirectory(atPath: practice.folder.path)
                .first { $0.hasSuffix(".plan") }
            let text = try String(
                contentsOfFile: practice.folder.appending(component: try #require(kept)).path, encoding: .utf8)
            #expect(text.hasPrefix("# R1: ") && text.contains("to 0/week"), "\(text)")
            let dry = try await edit("sed -i '/calf-raises/s/[0-9] x/1 x/'", "--reason", "Less", "--dry-run")
            #expect(dry.ending == .exited(0), "\(dry)")
            #expect(try await practice.count("SELECT count(*) FROM plan_revision WHERE number > 1") == 0)
            #expect(try await decided(practice, "edited") == 0)

            // It goes on with the text of the dry run, and the option is as good as the reason in it.
            let done = try await edit("sed -i '/calf-raises/s/1 x/2 x/'", "--reason", "Less, and no runs")
            #expect(done.ending == .exited(0) && done.output.contains("\(name): revision 2"), "\(done)")
            #expect(
                try await practice.count(
                    """
                    SELECT count(*) FROM suggestion JOIN plan_revision AS revision USING (member_id)
                    WHERE suggestion.decision = 'edited' AND suggestion.plan_revision = 2
                        AND revision.number = 2 AND revision.from_suggestion = suggestion.id
                        AND suggestion.reason = 'Less, and no runs'
                    """) == 1)

            // Decided once, it is not answered again.
            let again = try await practice.run(
                [
                    "plan", "set", name, "calf-raises", "--sets", "3", "--reason", "More", "--from-suggestion",
                    String(id.suffix(8)),
                ], profile: "pt")
            #expect(again.ending == .exited(3) && again.errors.contains("decided before: edited (revision 2)"))
            #expect(try await practice.count("SELECT count(*) FROM plan_revision WHERE number > 2") == 0)
        }
    }

    @Test func `answers a suggestion by a plan of their own`() async throws {
        try await withMember { practice, person in
            let name = person.fullName
            let list = try await practice.soleus("suggest", name, "--json", profile: "pt").json
            let id = try #require(list["suggestions"]?.arrayValue?.first?["id"]?.stringValue)
            for more in [["--dry-run"], []] {
                let done = try await practice.run(
                    [
                        "plan", "assign", name, "ankle-pain-after-running", "--phase", "calm-down", "--reason", "Calm",
                        "--from-suggestion", id,
                    ] + more, profile: "pt")
                #expect(done.ending == .exited(0), "\(done)")
                #expect(try await decided(practice, "edited") == (more.isEmpty ? 1 : 0))
            }
        }
    }

    @Test func `hands over by name, to see first and then to do`() async throws {
        try await withMember { practice, person in
            let password = try practice.write("sam-password", "a second physical therapist")
            try await practice.settle(
                [
                    "practitioner", "add", "sam", "--name", "Sam Torres", "--credential", "DPT", "--licence",
                    "CO:license:PT-2:2024-01-01:2031-12-31", "--password-file", password,
                ], profile: "operator")
            func places() async throws -> Int { try await practice.count("SELECT count(*) FROM care_team_member") }
            let through = ["--through", "2031-01-01"]
            let panel = ["care-team", "hand-over", "--panel", "--to", "torres"] + through
            let cases: [(arguments: [String], status: Int32, words: String)] = [
                (panel + ["--dry-run"], 0, "would be covered by Sam Torres"), (panel, 3, "--confirm 2"),
                (panel + ["--confirm", "3"], 3, "nothing was changed"),
                (["care-team", "hand-over", person.fullName, "--to", "nobody"] + through, 3, "is called \"nobody\""),
                (["care-team", "hand-over", "--to", "sam"] + through, 64, "--panel"),
                (["care-team", "hand-over", person.fullName, "--to", Practice.pat] + through, 3, "1 of 1"),
            ]
            for (arguments, status, words) in cases {
                let finished = try await practice.run(arguments, profile: "pt")
                #expect(finished.ending == .exited(status), "\(finished)")
                #expect((finished.output + finished.errors).contains(words), "\(finished)")
                #expect(try await places() == 2)
            }
            let done = try await practice.run(panel + ["--confirm", "2", "--json"], profile: "pt").exiting(0)
            #expect(try done.json.arrayValue?.count == 2)
            #expect(try await places() == 4)
            try await practice.settle(["login", "--login", "sam", "--password-file", password], profile: "sam")
            #expect(try await practice.soleus("panel", "--plain", profile: "sam").output.contains(person.fullName))
        }
    }

    @Test func `and others see in their morning what is theirs`() async throws {
        try await withMember { practice, person in
            let password = try practice.write("robin-password", "a reviewer of some patience")
            try await practice.settle(
                [
                    "practitioner", "add", "robin", "--name", "Robin Ames", "--role", "reviewer", "--credential", "MD",
                    "--password-file", password,
                ], profile: "operator")
            try await practice.settle(["login", "--login", "robin", "--password-file", password], profile: "robin")
            try await practice.execute(
                """
                UPDATE content_draft SET review_due_on = current_date + 20
                WHERE kind = 'exercise' AND slug = 'calf-raises'
                """)
            let reviews = try await practice.soleus("today", "--plain", profile: "robin").output
            #expect(reviews.hasPrefix("exercise\tcalf-raises\t") && reviews.contains("is due for review in "))
            let listed = try await practice.soleus("content", "list", "--kind", "article", profile: "robin")
            #expect(listed.errors.contains("1 due for review by"))

            // The pain of 8 waits for somebody to look, and nobody does.
            try await eventually("the alert is there") {
                try await practice.count("SELECT count(*) FROM alert") == 1
            }
            #expect(try await practice.soleus("today", profile: "operator").errors.contains("Nobody waits"))
            try await practice.execute(
                """
                UPDATE alert SET opened_at = opened_at - interval '3 hours';
                UPDATE alert_look SET due_at = now();
                """)
            try await eventually("the alert is escalated") {
                try await practice.count("SELECT count(*) FROM alert_escalation") == 1
            }
            for command in [["today"], ["alerts"], ["alerts", "list"]] {
                let waiting = try await practice.run(command + ["--plain"], profile: "operator").exiting(0).output
                #expect(waiting == "\(person.fullName)\tCO\tcritical\t3 h\tPat Morgan (lead_pt)\n")
            }
        }
    }
}
