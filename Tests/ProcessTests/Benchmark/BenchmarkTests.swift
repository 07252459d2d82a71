import Care
import CareClient
import CareStore
import Foundation
import Population
import Postgres
import StrictJSON
import Testing

/// `soleus-bench` as anybody runs it: what it makes and says, never how fast.
@Suite struct `The benchmark` {
    private static let until = "2026-11-20"

    private static func outline(_ members: Int, sizes: [Int] = [], copies: Int = 1) throws -> PopulationOutline {
        PopulationOutline(
            members: members, seed: 7, rowsPerChart: 12, lastDay: try #require(LocalDay(until)), landmarkSizes: sizes,
            landmarkCopies: copies)
    }

    private static func bench(_ practice: Practice, _ arguments: [String]) async throws -> Finished {
        let conninfo = try #require(try practice.ownersConfiguration()["SOLEUS_OWNER_DATABASE"])
        return try await Finished.running(
            BuiltProgram.bench.path, [arguments[0], "--database", conninfo] + arguments.dropFirst(), in: practice.folder
        )
    }

    private static func populate(_ practice: Practice, _ outline: PopulationOutline) async throws -> JSONValue {
        let arguments = [
            "populate", "--members", "\(outline.members)", "--seed", "\(outline.seed)", "--rows",
            "\(outline.rowsPerChart)", "--until", until, "--landmarks",
            outline.landmarkSizes.map(String.init).joined(separator: ","), "--copies", "\(outline.landmarkCopies)",
            "--json",
        ]
        return try await bench(practice, arguments).exiting(0).json
    }

    private static let heads = Statement(
        "SELECT member_id, version, head, checksum FROM chart ORDER BY member_id",
        gives: Types(MemberID.self, Int64.self, [UInt8].self, [UInt8].self))

    private static func heads(_ practice: Practice) async throws -> [String] {
        try await practice.withDatabase { database in
            try await database.perform(.readOnly, heads.all()).map { "\($0)" }
        }
    }

    @Test func `makes people whose every ledger holds`() async throws {
        try await Practice.with { practice in
            let outline = try Self.outline(24, sizes: [10, 50], copies: 2)
            let made = try await Self.populate(practice, outline)
            try await practice.start()

            #expect(made["members"]?.integerValue == 24)
            for index in 0..<outline.members {
                let token = Population.Therapist(outline.practitioner(of: index), of: outline).accessToken
                let service = Service(address: practice.address, accessToken: token)
                let member = Population.Person(index, of: outline).member
                let answer = try await service.connection.send("GET", "/v1/members/\(member)/history")
                let history = try JSONReader.read(answer.body)
                #expect(history["verification"]?["holds"] == .bool(true), "\(index): \(history)")
            }
            for size in outline.landmarkSizes {
                let member = try Population.Person(#require(outline.landmark(of: size)).lowerBound, of: outline).member
                let rows = try await practice.withDatabase { database in
                    try await database.perform(.readOnly, Self.rowCount.only(member))
                }
                #expect(rows == Int64(size))
            }
        }
    }

    private static let rowCount = Statement(
        """
        SELECT (SELECT count(*) FROM session_log WHERE member_id = $1) + (SELECT count(*) FROM check_in WHERE member_id = $1)
            + (SELECT count(*) FROM run_log WHERE member_id = $1) + (SELECT count(*) FROM shoe WHERE member_id = $1)
            + (SELECT count(*) FROM plan_revision WHERE member_id = $1)
        """,
        takes: Types(MemberID.self), gives: Types(Int64.self))

    @Test func `makes the same people of the same seed`() async throws {
        try await Practice.with { first in
            try await Practice.with { second in
                let outline = try Self.outline(12)
                _ = try await Self.populate(first, outline)
                _ = try await Self.populate(second, outline)
                let heads = try await Self.heads(first)

                #expect(heads.count == 12)
                #expect(try await Self.heads(second) == heads)
            }
        }
    }

    @Test func `leaves a database alone that has members`() async throws {
        try await Practice.with { practice in
            let outline = try Self.outline(10)
            _ = try await Self.populate(practice, outline)
            let before = try await Self.heads(practice)
            let again = try await Self.bench(practice, ["populate", "--members", "10", "--landmarks", ""])

            #expect(again.ending == .exited(1))
            #expect(again.errors.contains("has members already"))
            #expect(try await Self.heads(practice) == before)
        }
    }

    @Test func `reports every scenario beside its floor, and what was pushed is there`() async throws {
        try await Practice.with { practice in
            let outline = try Self.outline(40, sizes: [2_000], copies: 1)
            _ = try await Self.populate(practice, outline)
            let service = try await practice.start()
            let port = try #require(URL(string: practice.address)?.port)
            let report = try await Self.bench(
                practice,
                [
                    "run", "--port", "\(port)", "--pid", "\(service.processID)", "--seconds", "0.05", "--connections",
                    "1,2", "--json",
                ]
            ).exiting(0).json

            let figures = report["figures"]?.arrayValue ?? []
            let names = Set(figures.compactMap { $0["scenario"]?.stringValue })
            #expect(
                names == [
                    "push of 1", "push of 20", "push of 100", "pull, nothing new", "pull, 20 new", "idle panel of 20",
                    "first sync of 2000", "commit to poke",
                ])
            #expect(
                figures.allSatisfy { $0["failures"]?.integerValue == 0 && ($0["operations"]?.integerValue ?? 0) > 0 })
            let floors = Set((report["floors"]?.arrayValue ?? []).compactMap { $0["scenario"]?.stringValue })
            #expect(floors == ["push of 1", "push of 20", "push of 100", "pull, nothing new"])
        }
    }

    @Test func `looks for growth while the practice goes about its day`() async throws {
        try await Practice.with { practice in
            _ = try await Self.populate(practice, try Self.outline(40))
            let service = try await practice.start()
            let port = try #require(URL(string: practice.address)?.port)
            let place = ["--port", "\(port)", "--pid", "\(service.processID)"]
            let found = try await Self.bench(
                practice, ["soak"] + place + ["--minutes", "0.05", "--stretch", "1", "--rate", "5", "--json"]
            ).json
            let samples = found["samples"]?.arrayValue ?? []
            #expect(!samples.isEmpty)
            #expect(samples.allSatisfy { ($0["descriptors"]?.integerValue ?? 0) > 3 })
            #expect((found["verdict"]?["failures"]?.integerValue ?? 0) == 0)

            let kept = practice.folder.appending(component: "growth.jsonl").path
            _ = try await Self.bench(
                practice, ["growth"] + place + ["--seconds", "0.05", "--connections", "2", "--keep", kept]
            ).exiting(0)
            let drawn = try await Finished.running(
                BuiltProgram.bench.path, ["compare", "--pictures", practice.folder.path, kept], environment: [:],
                in: practice.folder
            ).exiting(0)
            #expect(drawn.output.contains("ordinary"))
            let picture = practice.folder.appending(component: "growth-members.svg")
            #expect(try String(contentsOf: picture, encoding: .utf8).contains("push of 20, PostgreSQL"))
        }
    }

    @Test func `says what is missing where nobody lives`() async throws {
        try await Practice.with { practice in
            let found = try await Self.bench(practice, ["run", "--port", "1", "--pid", "1"])

            #expect(found.ending == .exited(1))
            #expect(found.errors.contains("has no population"))
        }
    }
}
