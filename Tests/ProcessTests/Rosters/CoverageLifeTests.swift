import Care
import Foundation
import StrictJSON
import Testing

/// What the end of a cover does to a member, from the sponsor's file to their phone.
@Suite struct `The end of a cover` {
    private func roster(of person: Person, until: LocalDay?) -> String {
        """
        record_type,sponsor_member_id,subscriber_id,relationship,first_name,last_name,birth_date,plan_code,\
        effective_date,end_date
        subscriber,\(person.number),\(person.number),self,\(person.firstName),\(person.lastName),\(person.birthDate),\
        PPO-1,2024-01-01,\(until?.description ?? "")

        """
    }

    private func checkIn(_ practice: Practice, at moment: Instant) async throws {
        try await practice.soleus(
            "device", "log", "check-in", "--device", "phone", "--about", "now", "--pain", "2", "--at",
            moment.description)
    }

    private func sync(_ practice: Practice) async throws -> [String] {
        let report = try await practice.settle(["device", "sync", "--device", "phone", "--json"]).json
        return (report["outcomes"]?.arrayValue ?? []).map { outcome in
            [outcome["status"], outcome["reason"]].compactMap { $0?.stringValue }.joined(separator: " ")
        }
    }

    @Test func `stops what is new, opens the record as before, and loses nothing that was recorded offline`()
        async throws
    {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            let person = RosterFile.of(count: 1).people[0]
            let first = try practice.write("first.csv", roster(of: person, until: nil))
            #expect(try await practice.send(first).exiting(0).json["state"] == "applied")
            try await practice.enrol(person, device: "phone")
            try await practice.hirePT()
            try await practice.assignPT(to: person.fullName)
            try await practice.assignPlan(to: person.fullName)
            try await checkIn(practice, at: .now.adding(seconds: -4 * 86_400))
            #expect(try await sync(practice) == ["applied"])

            // Without a network: one record of a day on which they were covered, and one of today.
            try await checkIn(practice, at: .now.adding(seconds: -3 * 86_400))
            try await checkIn(practice, at: .now)
            // Meanwhile the sponsor says that the cover ended the day before yesterday; nothing else is written.
            let yesterday = TimeZoneName.utc.day(of: .now).adding(days: -2)
            let rows = "SELECT count(*) FROM coverage"
            let before = try await practice.count(rows)
            let last = try practice.write("last.csv", roster(of: person, until: yesterday))
            #expect(try await practice.send(last).exiting(0).json["counts"]?["terminated"] == 1)
            #expect(try await practice.count(rows) == before)

            let cover = try await practice.soleus("device", "cover", "--device", "phone", "--json").json
            #expect(cover["isCovered"] == false || cover["endedOn"]?.stringValue == yesterday.description, "\(cover)")
            #expect(try await sync(practice) == ["quarantined coverage_ended", "rejected not_covered"])
            // One's own record stays: the plan, the history, and a fresh copy on another device.
            try await practice.soleus("device", "plan", "--device", "phone")
            try await practice.soleus("device", "verify", "--device", "phone", "--json")
            let invited = try await practice.soleus("device", "invite", "--device", "phone", "--json").json
            try await practice.settle(
                ["device", "enrol", "--device", "tablet", "--invitation", try #require(invited["code"]?.stringValue)]
                    + person.identity + ["--state", "CO", "--time-zone", "America/Denver"])
            try await practice.settle(["device", "sync", "--device", "tablet"])
            try await practice.soleus("device", "plan", "--device", "tablet")

            // What was done while covered becomes part of the chart when the PT says so.
            let asides = try await practice.run(["aside", "list", person.fullName, "--json"], profile: "pt").exiting(0)
            let waiting = try asides.json["asides"]?.arrayValue ?? []
            let ended = try #require(
                waiting.first { $0["setAside"]?["reason"] == "coverage_ended" }?["id"]?.stringValue, "\(asides.output)")
            try await practice.soleus(
                "aside", "accept", person.fullName, ended, "--note", "Was covered.", profile: "pt")
            #expect(try await practice.count("SELECT count(*) FROM check_in") == 2)
            // And whoever is covered again goes on as before.
            let again = try practice.write("again.csv", roster(of: person, until: nil) + "\n")
            #expect(try await practice.send(again).exiting(0).json["counts"]?["reinstated"] == 1)
            try await checkIn(practice, at: .now)
            #expect(try await sync(practice) == ["applied"])
        }
    }
}
