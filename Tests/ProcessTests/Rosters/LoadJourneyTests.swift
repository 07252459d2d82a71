import Foundation
import StrictJSON
import Testing

/// What a sponsor's administrators do with a file that would do harm, by the real programs.
@Suite struct `A load` {
    private func withRoster(
        of count: Int, _ body: (Practice, RosterFile) async throws -> Void
    ) async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            try await practice.settle(
                ["sponsor", "credential", Practice.sponsor, "--label", "second", "--save-profile", "second"],
                profile: "operator")
            let roster = RosterFile.of(count: count)
            #expect(try await practice.load(roster).json["state"] == "applied")
            try await body(practice, roster)
        }
    }

    @Test func `that ends the cover of many is looked at, released by a second person by name, and taken back`()
        async throws
    {
        try await withRoster(of: 100) { practice, roster in
            let whole = try await practice.coverInForce()
            let half = try practice.write("half.csv", RosterFile(people: Array(roster.people.prefix(50))).text)
            let held = try await practice.send(half).exiting(3).json
            let load = try #require(held["id"]?.stringValue)
            #expect(held["state"] == "held")
            #expect(held["holds"]?.arrayValue?.map { $0["code"] } == ["mass_termination"])
            #expect(try await practice.coverInForce() == whole)

            // Whose cover would end, without their names.
            let sponsor = ["--sponsor", Practice.sponsor]
            let diff = try await practice.run(["load", "diff", load, "--json"] + sponsor, profile: "acme").exiting(0)
            let changes = try #require(try diff.json["changes"]?.arrayValue)
            #expect(changes.count == 50 && changes.allSatisfy { $0["effect"] == "terminated" })
            #expect(roster.people.allSatisfy { !diff.output.contains($0.lastName) })

            // Not by whoever sent it, not without the name, and with neither does anything change.
            let confirm = ["--confirm", Practice.sponsor]
            for (profile, more, words) in [
                ("acme", confirm, "omebody else"), ("second", [], "50 of 100"),
                ("second", ["--confirm", "acme"], "50 of 100"),
            ] {
                let refused = try await practice.decide("release", load, more, profile: profile)
                #expect(refused.ending == .exited(3) || refused.ending == .exited(4), "\(refused)")
                #expect((refused.errors + refused.output).contains(words), "\(refused)")
            }
            let tried = try await practice.decide("release", load, confirm + ["--dry-run"], profile: "second")
            #expect(tried.ending == .exited(0), "\(tried)")
            #expect(try await practice.coverInForce() == whole)

            let released = try await practice.decide("release", load, confirm, profile: "second").exiting(0).json
            #expect(released["state"] == "applied" && released["counts"]?["terminated"] == 50)
            #expect(try await practice.count("SELECT count(*) FROM coverage WHERE valid_to IS NULL") == 50)

            let undone = try await practice.decide("undo", load).exiting(0).json
            #expect(undone["counts"]?["reinstated"] == 50)
            #expect(try await practice.coverInForce() == whole)
            // It may come again then, and is held again.
            #expect(try await practice.send(half).exiting(3).json["state"] == "held")
        }
    }

    @Test func `of the same file from two places at once is one`() async throws {
        try await withRoster(of: 10) { practice, _ in
            let file = try practice.write("next.csv", RosterFile.of(count: 400).text)
            async let one = practice.send(file)
            async let other = practice.send(file, profile: "second")
            let reports = try await [one.exiting(0).json, other.exiting(0).json]
            #expect(reports[0]["id"] == reports[1]["id"])
            #expect(reports.allSatisfy { $0["state"] == "applied" && $0["counts"]?["added"] == 390 })
            #expect(reports.count { $0["repeated"] == true } == 1)
            #expect(try await practice.count("SELECT count(*) FROM coverage") == 400)
            #expect(try await practice.count("SELECT count(*) FROM eligibility_load") == 2)
        }
    }

    @Test func `shows its faulty rows as a table, as CSV and as JSON, masked and without a formula`() async throws {
        try await withRoster(of: 40) { practice, roster in
            var people = roster.people
            people.append(
                Person(number: "KX-90001", firstName: "Kim", lastName: "Birke", birthDate: "1985-02-30"))
            people.append(Person(number: "=1+1", firstName: "Kim", lastName: "Birke", birthDate: "30.02.1985"))
            let report = try await practice.send(try practice.write("faulty.csv", RosterFile(people: people).text))
                .exiting(0).json
            let load = try #require(report["id"]?.stringValue)
            let errors = ["load", "errors", "--sponsor", Practice.sponsor, load]
            let table = try await practice.run(errors, profile: "acme").exiting(0).output
            let csv = try await practice.run(errors + ["--csv"], profile: "acme").exiting(0).output
            let json = try await practice.run(errors + ["--json"], profile: "acme").exiting(0).json
            #expect(json.arrayValue?.allSatisfy { $0["code"] == "date.invalid" } == true)
            #expect(json.arrayValue?.count == 2)
            #expect(csv.split(separator: "\r\n").count == 3)
            for text in [table, csv] {
                #expect(text.contains("date.invalid") && !text.contains("1985") && !text.contains("Birke"))
            }
            for line in csv.split(separator: "\r\n") {
                #expect(line.split(separator: ",").allSatisfy { !"=+-@".contains($0.first ?? " ") }, "\(line)")
            }
        }
    }

    @Test func `follows what its feed declares, which is tried out first`() async throws {
        try await withRoster(of: 40) { practice, roster in
            let feed = ["feed", "set", Practice.sponsor, "--mode", "delta"]
            _ = try await practice.run(feed + ["--dry-run"], profile: "operator").exiting(0)
            func mode() async throws -> JSONValue? {
                try await practice.soleus("feed", "show", Practice.sponsor, "--json", profile: "operator").json["mode"]
            }
            #expect(try await mode() == "full")
            _ = try await practice.run(feed, profile: "operator").exiting(0)
            #expect(try await mode() == "delta")
            // Absence says nothing any more.
            let few = try practice.write("few.csv", RosterFile(people: Array(roster.people.prefix(2))).text)
            let report = try await practice.send(few).exiting(0).json
            #expect(report["counts"]?["terminated"] == 0 && report["counts"]?["unchanged"] == 2)
            #expect(try await practice.coverInForce().count == 40)
        }
    }
}
