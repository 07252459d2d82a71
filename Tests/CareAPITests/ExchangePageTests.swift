import Care
import CareServices
import Foundation
import HTTPMessages
import StrictJSON
import TestPostgres
import Testing

@Suite struct `The page about exchange` {
    private static let page = TestCluster.packageDirectory.appending(
        components: "Sources", "SoleusRuntime", "SoleusRuntime.docc", "Exchange.md")

    /// The blocks of X12 that the page shows, in order.
    private static func interchanges() throws -> [String] {
        try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```x12\n").dropFirst().map { rest in
            rest.components(separatedBy: "```")[0]
        }
    }

    /// The segments of the first transaction set, but for BHT, which has the time of the answer.
    private static func set(of bytes: [UInt8]) -> [String] {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        return Array(lines.drop { !$0.hasPrefix("ST*") }.prefix { !$0.hasPrefix("GE*") }).filter {
            !$0.hasPrefix("BHT*")
        }
    }

    @Test func `shows what the service answers`() async throws {
        let type: HTTPHeaders = ["Content-Type": "application/EDI-X12"]
        let shown = try Self.interchanges()
        try #require(shown.count == 4)
        try await withWorld { world in
            // The page's roster is its own: what the world's ended with it must not hold it up.
            try await world.send(
                .put, "/v1/sponsors/acme", as: .olga,
                json: [
                    "name": "Acme Outdoor", "kind": "employer",
                    "feed": ["mode": "delta", "endDateMeaning": "last_covered_day"],
                ])
            let roster = shown[0].replacingOccurrences(of: "0405****4~", with: "0405****2~")
            let load = try await world.send(
                .post, "/v1/sponsors/acme/loads", as: .acme, headers: type, bytes: Array(roster.utf8))
            #expect(load["counts", "added"] == 1 && load["faults", "0", "code"] == "x12.segment")
            let path = "/v1/sponsors/acme/loads/\(try text(load["id"]))/x12-acknowledgement"
            let acknowledgement = try await world.send(.get, path, as: .acme)
            #expect(Self.set(of: acknowledgement.bytes) == Self.set(of: Array(shown[1].utf8)))
            let answers = try await world.send(
                .post, "/v1/sponsors/acme/x12-inquiries", as: .acme, headers: type, bytes: Array(shown[2].utf8))
            #expect(Self.set(of: answers.bytes) == Self.set(of: Array(shown[3].utf8)))

            var names = PageNames([
                "token of acme": world.people.tokens[.acme] ?? "",
                "token of partner": world.people.tokens[.partner] ?? "",
            ])
            let examples = try PageExamples(page: Self.page).exchanges
            #expect(examples.count == 2)
            for example in examples {
                var headers: HTTPHeaders = [:]
                for (name, value) in example.headers {
                    headers.setIfAbsent(name, names.fill(value) { RowID.make(at: .now).description })
                }
                let answer = try await world.send(
                    example.method, example.target, headers: headers, bytes: Array(example.body.utf8))
                let wanted = try #require(example.answer)
                #expect(answer.status == wanted.status)
                #expect(names.differences(of: answer.json ?? .null, from: wanted.body ?? .null) == [])
            }
        }
    }
}
