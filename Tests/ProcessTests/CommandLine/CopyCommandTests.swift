import Foundation
import StrictJSON
import Testing

/// The commands about devices, their copies and what was set aside, through the programs that are shipped.
@Suite struct `A command about copies` {
    /// A practice with a member who has a plan and a phone that has synced.
    private func withPhone(_ body: (Practice, Person) async throws -> Void) async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            let roster = RosterFile.of(count: 1)
            try await practice.load(roster)
            try await practice.enrol(roster.people[0], device: "phone")
            try await practice.hirePT()
            try await practice.assignPT(to: roster.people[0].fullName)
            try await practice.assignPlan(to: roster.people[0].fullName)
            try await practice.settle(["device", "sync", "--device", "phone"])
            try await body(practice, roster.people[0])
        }
    }

    /// Records a check-in on the phone, and sends it.
    private func checkIn(_ practice: Practice, pain: Int) async throws {
        try await practice.soleus(
            "device", "log", "check-in", "--device", "phone", "--about", "now", "--pain", String(pain))
        try await practice.settle(["device", "sync", "--device", "phone"])
    }

    private func asides(_ practice: Practice, of member: String, _ options: String...) async throws -> [JSONValue] {
        try await practice.run(["aside", "list", member, "--json"] + options, profile: "pt").exiting(0)
            .json["asides"]?.arrayValue ?? []
    }

    @Test func `says at once, and without a network, that a red flag pauses the plan, until a PT clears it`()
        async throws
    {
        try await withPhone { practice, person in
            let offline = "http://127.0.0.1:9"
            let before = try await practice.run(["device", "plan", "--device", "phone"], server: offline).exiting(0)
            #expect(!before.errors.contains("PAUSED"))
            let report = ["device", "log", "check-in", "--device", "phone", "--about", "now", "--pain", "2"]
            let flagged = try await practice.run(report + ["--red-flag", "calf_swelling"], server: offline).exiting(0)
            #expect(flagged.errors.contains("THE PLAN IS PAUSED") && flagged.errors.contains("medical"))
            let plan = try await practice.run(["device", "plan", "--device", "phone", "--json"], server: offline)
            #expect(plan.errors.contains("THE PLAN IS PAUSED") && plan.ending == .exited(0))

            try await practice.settle(["device", "sync", "--device", "phone"])
            try await eventually("the alert is open") {
                try await practice.count("SELECT count(*) FROM alert WHERE closed_at IS NULL") > 0
            }
            try await practice.soleus(
                "alerts", "clear", person.fullName, "--note", "Seen by her physician today.", profile: "pt")
            try await practice.settle(["device", "sync", "--device", "phone"])
            let after = try await practice.run(["device", "plan", "--device", "phone"], server: offline).exiting(0)
            #expect(!after.errors.contains("PAUSED"))
        }
    }

    @Test func `shows what was set aside, and takes the PT's decision once`() async throws {
        try await withPhone { practice, person in
            let name = person.fullName
            try await practice.execute("UPDATE coverage SET valid_to = '2024-06-30'")
            try await checkIn(practice, pain: 3)
            try await checkIn(practice, pain: 4)
            let waiting = try await asides(practice, of: name)
            #expect(waiting.count == 2)
            let ids = try waiting.map { try #require($0["id"]?.stringValue) }
            let text = try await practice.soleus("aside", "list", name, profile: "pt").output
            #expect(text.contains("not_covered") && text.contains("phone"))

            // It still breaks the rule for which it was set aside.
            let refused = try await practice.run(["aside", "accept", name, ids[0]], profile: "pt")
            #expect(refused.ending == .exited(3), "\(refused)")
            #expect(try await asides(practice, of: name).count == 2)

            try await practice.execute("UPDATE coverage SET valid_to = NULL")
            let versions = "SELECT sum(version)::bigint FROM chart"
            let before = try await practice.count(versions)
            try await practice.soleus("aside", "accept", name, ids[0], "--dry-run", profile: "pt")
            #expect(try await practice.count(versions) == before)
            try await practice.soleus("aside", "accept", name, ids[0], "--note", "Covered after all.", profile: "pt")
            // By the beginning of its id, as a person would type it.
            try await practice.soleus("aside", "dismiss", name, String(ids[1].prefix(12)), "--json", profile: "pt")

            #expect(try await asides(practice, of: name).isEmpty)
            #expect(try await asides(practice, of: name, "--settled").count == 2)
            #expect(try await practice.count("SELECT count(*) FROM check_in") == 1)
            #expect(try await practice.ledger(of: name).holds)
            let unknown = try await practice.run(["aside", "dismiss", name, "ffffffffffff"], profile: "pt")
            #expect(unknown.ending == .exited(3), "\(unknown)")
        }
    }

    @Test func `brings a second device in, which hears of what the first records`() async throws {
        try await withPhone { practice, person in
            let invited = try await practice.soleus("device", "invite", "--device", "phone", "--json").json
            let code = try #require(invited["code"]?.stringValue)
            try await practice.settle(
                ["device", "enrol", "--device", "tablet", "--invitation", code] + person.identity
                    + ["--state", "CO", "--time-zone", "America/Denver"])
            // It works once.
            let again = try await practice.run(
                ["device", "enrol", "--device", "third", "--invitation", code] + person.identity
                    + ["--state", "CO", "--time-zone", "America/Denver"])
            #expect(again.ending != .exited(0), "\(again)")

            let watching = try practice.begin(["device", "watch", "--device", "tablet", "--syncs", "2"])
            try await eventually("the tablet has synced once") { watching.outputText.contains("\n") }
            try await checkIn(practice, pain: 2)
            #expect(await watching.ended() == .exited(0), "\(watching.errorText)")
            let lines = watching.outputText.split(separator: "\n")
            #expect(lines.count == 2)

            let standings = try await practice.soleus("member", "devices", person.fullName, "--json", profile: "pt")
                .json
            let devices = try #require(standings["devices"]?.arrayValue)
            #expect(devices.count == 2)
            #expect(devices.compactMap { $0["planRevision"]?.integerValue } == [1, 1])
            #expect(devices.allSatisfy { $0["pending"] == 0 })
            let table = try await practice.soleus("member", "devices", person.fullName, profile: "operator").output
            #expect(table.contains("phone") && table.contains("tablet"))
        }
    }

    @Test func `holds as much history as it is told, and never less`() async throws {
        try await withPhone { practice, _ in
            try await practice.soleus(
                "device", "older", "--device", "phone", "--since", "2020-01-01", "--new-copies", "--json")
            for options in [["--since", "2026-01-01"], ["--all"]] {
                try await practice.settle(["device", "older", "--device", "phone", "--json"] + options)
            }
            let both = try await practice.run(
                ["device", "older", "--device", "phone", "--all", "--since", "2026-01-01"])
            #expect(both.ending == .exited(64), "\(both)")
            try await practice.soleus("device", "verify", "--device", "phone")
        }
    }

    @Test func `signs a device out, which then holds nothing and is nobody's`() async throws {
        try await withPhone { practice, _ in
            try await practice.soleus(
                "device", "log", "check-in", "--device", "phone", "--about", "now", "--pain", "1")
            let nowhere = "http://127.0.0.1:1"
            // What was not sent would be lost, and nobody has said that it may be.
            let refused = try await practice.run(["device", "sign-out", "--device", "phone"], server: nowhere)
            #expect(refused.ending != .exited(0), "\(refused)")
            let status = try await practice.soleus("device", "status", "--device", "phone", "--json").json
            #expect(status["records"]?.arrayValue?.contains { $0["state"] != "acknowledged" } == true)

            // Nor that this practice, which keeps no second place, may be trusted with one.
            let cautious = try await practice.run(["device", "sign-out", "--device", "phone"])
            #expect(cautious.ending != .exited(0) && cautious.errors.contains("--trust-one-place"), "\(cautious)")

            let signedOut = try await practice.soleus(
                "device", "sign-out", "--device", "phone", "--trust-one-place", "--json"
            ).json
            #expect(signedOut["confirmed"] == true)
            #expect(try await practice.count("SELECT count(*) FROM check_in") == 1)
            #expect(
                try await practice.count("SELECT count(*) FROM device_progress WHERE holds_copy") == 0)
            let after = try await practice.run(["device", "sync", "--device", "phone"])
            #expect(after.ending == .exited(4), "\(after)")
        }
    }
}
