import Care
import StrictJSON
import Testing

@testable import ChartSync

/// Spoils a body somewhere: a value of another type, a number out of range, a field too many or too few.
struct BodySpoiler {
    var generator: SeededGenerator

    mutating func spoil(_ value: JSONValue, depth: Int = 0) -> JSONValue {
        if depth > 0, chance(6) { return junk() }
        switch value {
        case .object(let object):
            var members = object.members.map { ($0.key, spoil($0.value, depth: depth + 1)) }
            if chance(6), !members.isEmpty {
                members.remove(at: Int.random(in: 0..<members.count, using: &generator))
            }
            if chance(8) { members.append(("no such/field~", junk())) }
            return .object(JSONObject(members))
        case .array(let elements):
            var elements = elements.map { spoil($0, depth: depth + 1) }
            if chance(6) { elements += elements }
            return .array(elements)
        default: return chance(5) ? junk() : value
        }
    }

    private mutating func junk() -> JSONValue {
        let junk: [JSONValue] = [
            .null, true, "", "\n", "2026-02-30", "0000-00-00", "9999-12-31", "2026-03-01T25:00:00.000Z", "a,b",
            .string(String(repeating: "é", count: 5_000)), .integer(.max), .integer(.min), -1, 0, 11, [], [[]], [:],
            "0190163d-8694-7000-8000-000000000002",
        ]
        return junk.randomElement(using: &generator) ?? .null
    }

    private mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &generator) == 0 }
}

@Suite struct `A body that nobody should send` {
    @Test(arguments: RowKind.allCases)
    func `is applied or set aside, and never more`(kind: RowKind) throws {
        var spoiler = BodySpoiler(generator: SeededGenerator(seed: 17))
        let body = try Samples.content(kind).body()
        let role = [Role.member, .practitioner, .service].first {
            ConflictRules.rules(for: kind).insertedBy.contains($0)
        }
        var setAside = 0
        for number in 0..<400 {
            let mutation = Mutation(
                seq: Int64(number) + 1, kind: kind.rawValue, op: "insert", row: Samples.row(1),
                body: spoiler.spoil(body))
            let result = try ChartMerge.apply(
                [mutation], to: ChartMerge.Picture(version: 0, checksum: .empty), role: role ?? .member,
                device: Samples.device)
            let outcome = try #require(result.outcomes.first)
            let row = try #require(result.inserted.first)
            #expect((row.content.kind == .setAside) == (outcome.reason != nil))
            guard case .setAside(let kept) = row.content else { continue }
            setAside += 1
            #expect(kept.body == mutation.body)
            #expect(kept.detail == outcome.detail)
        }
        #expect(setAside > 100)
    }

    @Test func `as a change of a shoe leaves the shoe as it was, or changes it`() throws {
        var spoiler = BodySpoiler(generator: SeededGenerator(seed: 18))
        let body = try RowContent.shoe(Samples.shoe()).body()
        for number in 0..<400 {
            var chart = ModelChart()
            try chart.send([.insert(.shoe(Samples.shoe()), Samples.row(1))], device: Samples.device)
            let base = Int64(number % 5) - 2
            let outcomes = try chart.send(
                [.update(Samples.row(1), base: base, spoiler.spoil(body), seq: 2)], device: Samples.device)
            #expect(chart.rows[Samples.row(1)]?.content.violations == [])
            #expect(try chart.checksum == chart.countedChecksum())
            #expect((chart.rows.count == 2) == (outcomes[0].reason != nil))
        }
    }

    @Test func `under a long name is kept under its beginning`() throws {
        var chart = ModelChart()
        let name = "visit" + String(repeating: "x", count: 100)
        try chart.send(
            [
                Mutation(seq: 1, kind: name, op: "insert", row: Samples.row(1), body: ["n": 1]),
                Mutation(seq: 2, kind: "shoe", op: name, row: Samples.row(1)),
            ], device: Samples.device)
        let kept = chart.rows.values.compactMap { row in
            if case .setAside(let setAside) = row.content { setAside } else { nil }
        }
        #expect(kept.count == 2)
        #expect(kept.contains { $0.kind == name.prefix(80) && $0.body == ["n": 1] })
        #expect(kept.contains { $0.op == name.prefix(80) })
    }

    @Test(arguments: RowKind.allCases) func `of a good row comes back from its JSON`(kind: RowKind) throws {
        let content = try Samples.content(kind)
        let text = JSONWriter.write(try content.body())
        #expect(try RowContent(kind: kind, body: JSONReader.read(text)) == content)
    }
}
