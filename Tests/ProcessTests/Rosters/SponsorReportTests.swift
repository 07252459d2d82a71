import Care
import Foundation
import StrictJSON
import Testing

/// What a sponsor reads of its people in aggregate, from its own terminal.
@Suite struct `A sponsor's report` {
    /// The last quarter that is surely over.
    private static func period() throws -> ReportPeriod {
        try #require(ReportPeriod(containing: TimeZoneName.utc.day(of: .now).adding(days: -100)))
    }

    /// Runs the body in a practice with a sponsor of so many people.
    private func withReader(people: Int, _ body: (Practice) async throws -> Void) async throws {
        try await Practice.prepared { practice in
            try await practice.start()
            try await practice.open()
            try await practice.load(RosterFile.of(count: people))
            try await body(practice)
        }
    }

    @Test func `is made once, told as table, JSON, CSV and picture, and stays as it is`() async throws {
        try await withReader(people: 60) { practice in
            let period = try Self.period().description
            func report(_ command: String, _ more: String..., status: Int32 = 0) async throws -> String {
                try await practice.run(["sponsor", "report", command, Practice.sponsor] + more, profile: "acme")
                    .exiting(status).output
            }
            #expect(try await !report("list").contains(period))
            _ = try await report("show", period, status: 3)

            let rehearsal = try await practice.soleusd("reports", "freeze", "--period", period, "--dry-run")
            #expect(rehearsal.output.contains(Practice.sponsor))
            #expect(try await !report("list").contains(period))

            try await practice.soleusd("reports", "freeze", "--period", period)
            #expect(try await report("list").contains(period))
            let answer = try await report("show", period, "--json")
            let csv = try await report("show", period, "--csv")
            #expect(try await report("show", period).contains("Covered so far"))
            // Nobody has enrolled, which is a count that may be none to ten.
            #expect(csv.contains("<11") && !csv.contains(",0\n"), "\(csv)")
            #expect(csv.split(separator: "\n").allSatisfy { !"=+-@\t".contains($0.first ?? " ") })

            let drawn = practice.folder.appending(component: "funnel.svg")
            _ = try await report("draw", period, "--out", drawn.path)
            let picture = try String(contentsOf: drawn, encoding: .utf8)
            #expect(picture.contains("<svg "))
            #expect(try await report("draw", period) == picture)

            // What comes later changes nothing that was told, whoever asks for it again.
            try await practice.load(RosterFile.of(count: 90))
            try await practice.soleusd("reports", "freeze", "--period", period)
            #expect(try await report("show", period, "--json") == answer)
            #expect(try await report("show", period, "--csv") == csv)
        }
    }

    @Test func `is no other sponsor's to read, nor made before its quarter is over`() async throws {
        try await withReader(people: 20) { practice in
            let period = try Self.period().description
            try await practice.soleusd("reports", "freeze", "--period", period)
            try await practice.settle(
                [
                    "sponsor", "add", "other", "--name", "Other", "--kind", "employer", "--mode", "full",
                    "--end-date", "last_covered_day",
                ], profile: "operator")
            try await practice.settle(
                ["sponsor", "credential", "other", "--label", "team", "--save-profile", "other"], profile: "operator")
            let foreign = try await practice.run(
                ["sponsor", "report", "show", Practice.sponsor, period], profile: "other")
            let missing = try await practice.run(["sponsor", "report", "show", "nobody", period], profile: "other")
            #expect(foreign.ending == .exited(3) && missing.ending == .exited(3))
            #expect(foreign.errors.replacing(Practice.sponsor, with: "nobody") == missing.errors)

            let running = try #require(ReportPeriod(containing: TimeZoneName.utc.day(of: .now)))
            let early = try await practice.soleusd("reports", "freeze", "--period", running.description, status: 1)
            #expect(early.errors.contains("is not over"))
        }
    }
}
