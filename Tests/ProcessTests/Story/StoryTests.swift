import Care
import CareClient
import Foundation
import StrictJSON
import TestPostgres
import Testing

@Suite struct `The whole story` {
    @Test func `leads from an employer's roster to a tailored plan`() async throws {
        try await Practice.withoutSchema { practice in
            try await practice.soleusd("migrate")
            try await practice.prepare()
            try await practice.start()
            try await practice.open()
            let story = Story(practice: practice)
            try await story.roster()
            try await story.eligibility()
            try await story.enrolment()
            try await story.firstPlan()
            try await story.offline()
            try await story.secondPlan()
            try await story.syncing()
            try await story.repeating()
            try await story.history()
        }
    }
}

/// The steps of the story, in order, each with what has to be true after it.
private struct Story {
    let practice: Practice
    let ana = Person(number: "AO-10001", firstName: "Ana", lastName: "Ruiz", birthDate: "1990-04-12")
    /// Nobody listens there.
    let nowhere = "http://127.0.0.1:1"

    func roster() async throws {
        let arguments = ["roster", "load", "--sponsor", Practice.sponsor, RosterFile.sample.path, "--json"]
        let first = try await practice.run(arguments, profile: "acme").exiting(0).json
        #expect(first["state"] == "applied")
        #expect(first["repeated"] == false)
        #expect(first["counts"]?["rows"] == 414)
        #expect(first["counts"]?["faulty"] == 7)
        #expect(first["faults"]?.arrayValue?.map { $0["line"] } == [62, 121, 175, 205, 239, 297, 352])
        for fault in first["faults"]?.arrayValue ?? [] {
            for field in ["column", "code", "message"] { #expect(fault[field]?.stringValue?.isEmpty == false) }
        }
        let second = try await practice.run(arguments, profile: "acme").exiting(0).json
        #expect(second["repeated"] == true)
        #expect(second["counts"] == first["counts"])
    }

    func eligibility() async throws {
        let check = try await practice.soleus(
            "eligibility", "check", "--sponsor", Practice.sponsor, "--number", ana.number, "--last-name", ana.lastName,
            "--birth-date", ana.birthDate, "--json", profile: "acme")
        #expect(try check.json["answers"]?.arrayValue?.map { $0["status"] } == ["covered"])

        let asked = try String(contentsOf: RosterFile.questions, encoding: .utf8).split(separator: "\n").dropFirst()
            .map { String($0.prefix { $0 != "," }) }
        let batch = try await practice.soleus(
            "eligibility", "batch", "--sponsor", Practice.sponsor, RosterFile.questions.path, "--json", profile: "acme")
        #expect(try batch.json["answers"]?.arrayValue?.map { $0["rowId"]?.stringValue } == asked)
    }

    func enrolment() async throws {
        let known = try await practice.run(["eligibility", "self", "--json"] + ana.identity).exiting(0).json
        #expect(known["eligible"] == true)
        var stranger = ana
        stranger.birthDate = "1990-04-13"
        let refused = try await practice.run(["eligibility", "self", "--json"] + stranger.identity).exiting(0)
        stranger.number = "AO-99999"
        let unknown = try await practice.run(["eligibility", "self", "--json"] + stranger.identity).exiting(0)
        #expect(try refused.json["eligible"] == false)
        #expect(refused.output == unknown.output)

        let place = ["--state", "CO", "--time-zone", "America/Denver"]
        _ = try await practice.run(["device", "enrol", "--device", "stranger"] + stranger.identity + place).exiting(3)
        try await practice.enrol(ana, device: "phone")
        #expect(try await practice.count("SELECT count(*) FROM member") == 1)
    }

    func firstPlan() async throws {
        try await practice.hirePT()
        try await practice.assignPT(to: ana.fullName)
        let panel = try await practice.soleus("panel", "--json", profile: "pt").json
        #expect(panel["members"]?.arrayValue?.count == 1)
        let assigned = try await practice.soleus(
            "plan", "assign", ana.fullName, "ankle-pain-after-running", "--reason", "No red flags", "--json",
            profile: "pt")
        #expect(try assigned.json["revision"]?["number"] == 1)
        #expect(try assigned.json["revision"]?["content"]?["items"]?.arrayValue?.isEmpty == false)
    }

    func offline() async throws {
        let synced = try await practice.soleus("device", "sync", "--device", "phone", "--json").json
        #expect(synced["isComplete"] == true)
        #expect(try await practice.soleus("device", "plan", "--device", "phone", "--json").json["number"] == 1)

        let log = ["device", "log"]
        let device = ["--device", "phone"]
        let records = [
            ["session", "--as-prescribed", "--effort", "5", "--pain", "2"],
            ["run", "--km", "5", "--minutes", "30", "--surface", "track"],
            ["check-in", "--about", "during", "--pain", "3"],
            ["check-in", "--about", "next_morning", "--pain", "2"],
        ]
        for record in records { _ = try await practice.run(log + record + device, server: nowhere).exiting(0) }
        let failed = try await practice.run(["device", "sync"] + device, server: nowhere).exiting(5)
        #expect(failed.errors.contains("nothing is lost"))
        let status = try await practice.soleus("device", "status", "--device", "phone", "--json").json
        #expect(status["records"]?.arrayValue?.count == records.count)
        #expect(status["acknowledged"] == 0)
    }

    func secondPlan() async throws {
        let text = try await practice.soleus("plan", "export", ana.fullName, profile: "pt").output
        let changed = text.replacing(/(?m)^( *calf-raises .*?)[0-9]+ x/) { "\($0.output.1)4 x" }
        #expect(changed != text)
        let file = try practice.write("ana.plan", changed)
        let unchanged = try practice.write("same.plan", text)
        try await practice.soleus("plan", "apply", ana.fullName, unchanged, "--reason", "None", profile: "pt")

        let diff = try await practice.soleus("plan", "diff", ana.fullName, file, profile: "pt")
        #expect(diff.output.contains("calf-raises"))
        let apply = ["plan", "apply", ana.fullName, file, "--reason", "Calf raises are easy now"]
        _ = try await practice.run(apply + ["--dry-run"], profile: "pt").exiting(0)
        #expect(try await practice.count("SELECT count(*) FROM plan_revision") == 1)
        let applied = try await practice.run(apply + ["--json"], profile: "pt").exiting(0).json
        #expect(applied["revision"]?["number"] == 2)
        #expect(applied["revision"]?["base"] == 1)

        let other = try practice.write(
            "late.plan", text.replacing(/(?m)^( *calf-raises .*?)[0-9]+ x/) { "\($0.output.1)5 x" })
        let late = ["plan", "apply", ana.fullName, other, "--reason", "From an old text"]
        _ = try await practice.run(late, profile: "pt").exiting(6)
        #expect(try await practice.count("SELECT count(*) FROM plan_revision") == 2)
    }

    func syncing() async throws {
        let synced = try await practice.soleus("device", "sync", "--device", "phone", "--json").json
        #expect(synced["outcomes"]?.arrayValue?.map { $0["status"] } == ["applied", "applied", "applied", "applied"])
        #expect(synced["waiting"] == 0)
        #expect(try await practice.soleus("device", "plan", "--device", "phone", "--json").json["number"] == 2)
        let store = try OfflineStore.open(practice.store(of: "phone"))
        #expect(try store.sessions().map(\.content.planRevision) == [1])
        try store.close()
        #expect(try await practice.count("SELECT count(*) FROM session_log WHERE plan_revision = 1") == 1)
    }

    func repeating() async throws {
        let before = try await chartVersion()
        let again = try await practice.soleus("device", "resend", "--device", "phone", "--json").json
        #expect(again["same"] == true)
        #expect(again["records"]?.arrayValue?.count == 4)
        #expect(try await chartVersion() == before)
        #expect(try await practice.count("SELECT count(*) FROM check_in") == 2)
        let verified = try await practice.soleus("device", "verify", "--device", "phone", "--json").json
        #expect(verified["scopes"]?.arrayValue?.map { $0["equal"] } == [true, true])
        // It has fetched everything as if it had nothing, and the care team still hears that it has it all.
        let pulled = try await practice.count("SELECT max(pulled_version) FROM device_progress")
        #expect(before == Int64(pulled))
    }

    func history() async throws {
        let ledger = try await practice.ledger(of: ana.fullName)
        #expect(ledger.holds)
        // Two revisions of the plan, and four records.
        #expect(ledger.version == 6)
        #expect(try await chartVersion() == 6)
        let entries = try await practice.soleus("history", ana.fullName, "--json", profile: "pt").json["entries"]
        #expect(entries?.arrayValue?.map { $0["actorName"] } == ["Ana Ruiz", "Pat Morgan", "Pat Morgan"])
        #expect(entries?.arrayValue?.map { $0["deviceName"] } == ["phone", nil, nil])
        #expect(
            entries?.arrayValue?.first?["changes"]?.arrayValue?.map { $0["kind"] } == [
                "session_log", "run_log", "check_in", "check_in",
            ])
    }

    private func chartVersion() async throws -> Int64? {
        try await practice.soleus("member", "show", ana.fullName, "--json", profile: "pt").json["summary"]?[
            "chartVersion"]?
            .integerValue
    }
}
