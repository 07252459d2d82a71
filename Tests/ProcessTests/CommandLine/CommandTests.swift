import Foundation
import StrictJSON
import Testing

/// What scripts rely on: JSON where it is asked for, and one meaning for each exit code.
@Suite struct `A command of soleus` {
    /// A practice with a member who has a plan and a device that has synced.
    private func withMember(_ body: (Practice, _ member: Person, _ device: String) async throws -> Void) async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            let roster = RosterFile.of(count: 1)
            try await practice.load(roster)
            let person = roster.people[0]
            try await practice.enrol(person, device: "phone")
            try await practice.hirePT()
            try await practice.assignPT(to: person.fullName)
            try await practice.assignPlan(to: person.fullName)
            let synced = try await practice.soleus("device", "status", "--device", "phone", "--json").json
            try await practice.soleus("device", "sync", "--device", "phone")
            try await body(practice, person, try #require(synced["device"]?.stringValue))
        }
    }

    @Test func `prints JSON and nothing else when it is told to`() async throws {
        try await withMember { practice, person, device in
            let name = person.fullName
            let phone = ["--device", "phone"]
            let password = practice.folder.appending(component: "pt-password").path
            let questions = try practice.write(
                "questions.csv",
                """
                row_id,sponsor_member_id,last_name,birth_date
                1,\(person.number),\(person.lastName),\(person.birthDate)

                """)
            let plan = try await practice.soleus("plan", "export", name, profile: "pt").output
            let text = try practice.write(
                "edited.plan", plan.replacing(/(?m)^( *calf-raises .*?)[0-9]+ x/) { "\($0.output.1)4 x" })
            let roster = practice.folder.appending(component: "roster.csv").path
            let load = try await practice.soleus(
                "roster", "list", "--sponsor", Practice.sponsor, "--json", profile: "acme"
            )
            .json["loads"]?.arrayValue?.first?["id"]?.stringValue
            let sponsor = ["--sponsor", Practice.sponsor]
            let commands: [(profile: String, arguments: [String])] = [
                ("operator", ["whoami"]), ("operator", ["sponsor", "list"]), ("operator", ["practitioner", "list"]),
                ("operator", ["member", "find", person.lastName]),
                (
                    "operator",
                    [
                        "sponsor", "add", "other", "--name", "Other", "--kind", "employer", "--mode", "delta",
                        "--end-date", "last_covered_day",
                    ]
                ), ("operator", ["sponsor", "credential", "other", "--label", "feed"]),
                ("operator", ["practitioner", "add", "casey", "--name", "Casey Wu", "--password-file", password]),
                ("operator", ["care-team", "add", name, Practice.pat, "--role", "lead_pt"]),
                ("acme", ["whoami"]), ("acme", ["roster", "load", roster] + sponsor),
                ("acme", ["roster", "load", roster, "--dry-run"] + sponsor), ("acme", ["roster", "list"] + sponsor),
                ("acme", ["roster", "show", try #require(load)] + sponsor),
                (
                    "acme",
                    [
                        "eligibility", "check", "--number", person.number, "--last-name", person.lastName,
                        "--birth-date", person.birthDate,
                    ] + sponsor
                ), ("acme", ["eligibility", "batch", questions] + sponsor),
                ("default", ["eligibility", "self"] + person.identity), ("pt", ["panel"]), ("pt", ["whoami"]),
                ("pt", ["login", "--login", Practice.pat, "--password-file", password]),
                ("pt", ["member", "show", name]), ("pt", ["plan", "show", name]), ("pt", ["plan", "history", name]),
                ("pt", ["plan", "export", name]), ("pt", ["plan", "diff", name]), ("pt", ["plan", "diff", name, text]),
                ("pt", ["plan", "apply", name, text, "--reason", "Stronger", "--dry-run"]),
                ("pt", ["plan", "apply", name, text, "--reason", "Stronger"]),
                ("pt", ["plan", "set", name, "calf-raises", "--sets", "5", "--reason", "Stronger", "--dry-run"]),
                ("pt", ["plan", "phases", name]), ("pt", ["exercise", "search", "calf"]),
                ("pt", ["exercise", "show", "Calf Raises"]), ("pt", ["template", "list"]),
                ("pt", ["template", "show", "ankle-pain"]),
                ("pt", ["plan", "set", name, "calf-raises", "--sets", "4", "--reason", "No change"]),
                (
                    "pt",
                    [
                        "plan", "bulk", "calf-raises", "--panel", "--sets", "5", "--reason", "Stronger", "--dry-run",
                    ]
                ), ("pt", ["plan", "revert", name, "1", "--reason", "Too much", "--dry-run"]),
                ("pt", ["trend", name]), ("pt", ["report", name]), ("pt", ["history", name]),
                ("pt", ["outcomes", "record", name, "--psfs", "Stairs=4", "--psfs", "Runs=3", "--psfs", "Hops=5"]),
                ("pt", ["message", "send", name, "How is the calf?"]), ("pt", ["goal", "set", name, "Run 10 km"]),
                ("pt", ["visit", "plan", name, "2099-12-04T16:30:00.000Z", "--mode", "video"]),
                ("pt", ["note", "sign", name, "Walks freely."]),
                ("default", ["device", "pull"] + phone),
                ("default", ["device", "plan"] + phone),
                ("default", ["device", "log", "session", "--as-prescribed"] + phone),
                ("default", ["device", "log", "shoe", "--label", "Blue"] + phone),
                ("default", ["device", "log", "run", "--km", "5", "--minutes", "30", "--shoe", "blue"] + phone),
                ("default", ["device", "log", "check-in", "--about", "now", "--pain", "0"] + phone),
                ("default", ["device", "status"] + phone), ("default", ["device", "push"] + phone),
                ("default", ["device", "sync"] + phone), ("default", ["device", "resend"] + phone),
                ("default", ["device", "verify"] + phone),
            ]
            for (profile, arguments) in commands {
                let finished = try await practice.run(arguments + ["--json"], profile: profile)
                #expect(finished.ending == .exited(0), "\(finished)")
                #expect(throws: Never.self, "\(finished)") { try finished.json }
            }
            // A PT's morning fits a terminal, and is there without JSON.
            for arguments in [
                ["today"], ["alerts", "list"], ["alerts", "list", name, "--snoozed"], ["suggest", "list", name],
                ["outcomes", "list", name], ["rtm", name], ["member", "show", name], ["member", "reads", name],
                ["message", "list", name], ["visit", "list", name], ["note", "list", name], ["goal", "list", name],
            ] {
                let finished = try await practice.run(arguments, profile: "pt").exiting(0)
                #expect(finished.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(finished)")
            }
            // What has no answer to print says so to people only.
            for (profile, arguments) in [
                ("operator", ["device-revoke", name, device]), ("operator", ["care-team", "end", name, Practice.pat]),
                ("pt", ["logout"]),
            ] {
                let finished = try await practice.run(arguments + ["--json"], profile: profile).exiting(0)
                #expect(finished.output == "")
                #expect(finished.errors != "")
            }
        }
    }

    @Test func `that edits a plan changes it only when the editor ends well with another text that can be read`()
        async throws
    {
        try await withMember { practice, person, _ in
            let name = person.fullName
            func revisions() async throws -> Int { try await practice.count("SELECT count(*) FROM plan_revision") }
            let before = try await revisions()
            let cases: [(editor: String, status: Int32, words: String)] = [
                ("false", 7, "did not end well; nothing was sent"), ("true", 0, "Nothing changed."),
                ("sed -i s/calf-raises/calf-raisins/", 7, "calf-raisins"),
                // The text that was refused is gone on with.
                ("sed -i -e s/raisins/raises/ -e '/calf-raises/s/[0-9] x/77 x/'", 7, "^"),
                ("true", 0, "Your text is still kept in"),
            ]
            for (editor, status, words) in cases {
                let finished = try await practice.run(
                    ["plan", "edit", name, "--reason", "Stronger", "--no-input"], profile: "pt", editor: editor)
                #expect(finished.ending == .exited(status), "\(finished)")
                #expect(finished.errors.contains(words), "\(finished)")
                #expect(try await revisions() == before)
            }
            let finished = try await practice.run(
                ["plan", "edit", name, "--reason", "Stronger", "--no-input"], profile: "pt",
                editor: "sed -i '/calf-raises/s/77 x/4 x/'")
            #expect(finished.ending == .exited(0), "\(finished)")
            #expect(finished.output.contains("minutes:"))
            #expect(try await revisions() == before + 1)
        }
    }

    @Test func `ends with the code that its help documents`() async throws {
        try await withMember { practice, person, _ in
            let name = person.fullName
            let plan = try await practice.soleus("plan", "export", name, profile: "pt").output
            let broken = try practice.write("broken.plan", plan.replacing("calf-raises", with: "calf-raises = ?"))
            let other = plan.replacing(/(?m)^( *calf-raises .*?)[0-9]+ x/) { "\($0.output.1)4 x" }
            let stale = try practice.write(
                "stale.plan", plan.replacing(/(?m)^( *calf-raises .*?)[0-9]+ x/) { "\($0.output.1)5 x" })
            try await practice.soleus(
                "plan", "apply", name, try practice.write("next.plan", other), "--reason", "Stronger", profile: "pt")
            let questions = try practice.write("questions.csv", "row_id,last_name\n1,Ruiz\n")
            let wrongPassword = try practice.write("wrong-password", "not the password at all")
            let nowhere = "http://127.0.0.1:1"
            let cases: [(status: Int32, profile: String, server: String?, arguments: [String])] = [
                (64, "pt", nil, ["panel", "--no-such-option"]), (64, "pt", nil, ["no-such-command"]),
                (
                    64, "default", nil,
                    ["device", "log", "check-in", "--device", "phone", "--about", "now", "--pain", "11"]
                ),
                (3, "pt", nil, ["plan", "show", "Nobody Known"]),
                (3, "pt", nil, ["plan", "assign", name, "no-such-template"]),
                (3, "pt", nil, ["plan", "show", name, "--revision", "99"]),
                (4, "nobody", nil, ["panel"]), (4, "acme", nil, ["panel"]), (4, "pt", nil, ["sponsor", "list"]),
                (4, "default", nil, ["device", "sync", "--device", "never-enrolled"]),
                (4, "pt", nil, ["login", "--login", Practice.pat, "--password-file", wrongPassword]),
                (5, "default", nowhere, ["device", "sync", "--device", "phone"]),
                (5, "default", nowhere, ["eligibility", "self"] + person.identity),
                (6, "pt", nil, ["plan", "apply", name, stale, "--reason", "From an old text"]),
                (7, "pt", nil, ["plan", "apply", name, broken, "--reason", "Broken"]),
                (7, "pt", nil, ["plan", "apply", name, "/nonexistent.plan", "--reason", "Missing"]),
                (7, "acme", nil, ["eligibility", "batch", "--sponsor", Practice.sponsor, questions]),
                (7, "pt", nil, ["login", "--login", Practice.pat, "--no-input"]),
            ]
            let before = try await practice.count("SELECT sum(version)::bigint FROM chart")
            for (status, profile, server, arguments) in cases {
                let finished = try await practice.run(arguments, profile: profile, server: server)
                #expect(finished.ending == .exited(status), "\(finished)")
                #expect(finished.errors != "", "\(finished)")
            }
            #expect(try await practice.count("SELECT sum(version)::bigint FROM chart") == before)
        }
    }
}
