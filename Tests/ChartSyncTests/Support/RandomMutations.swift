import Care
import StrictJSON

@testable import ChartSync

/// Makes mutations that meet one another: few rows, all kinds and operations, right and wrong bodies and bases.
struct RandomMutations {
    private var generator: SeededGenerator
    private var seq: Int64 = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func batch(_ count: Int) throws -> [Mutation] { try (0..<count).map { _ in try next() } }

    /// Cuts a batch into pieces that follow one another.
    mutating func pieces(of batch: [Mutation]) -> [[Mutation]] {
        var rest = batch[...]
        var pieces: [[Mutation]] = []
        while !rest.isEmpty {
            let count = Int.random(in: 1...rest.count, using: &generator)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }

    mutating func window(upTo count: Int) -> Range<Int> {
        let first = Int.random(in: 0..<count, using: &generator)
        return first..<Int.random(in: first + 1...count, using: &generator)
    }

    private mutating func next() throws -> Mutation {
        seq += 1
        // Shoes and runs are the kinds that depend on one another, so they come often.
        let kinds = [
            "shoe", "shoe", "shoe", "run_log", "run_log", "check_in", "session_log", "plan_revision", "gait_film",
        ]
        let ops = [
            "insert", "insert", "insert", "insert", "update", "update", "update", "update", "delete", "delete", "merge",
        ]
        guard var kind = kinds.randomElement(using: &generator), let op = ops.randomElement(using: &generator) else {
            throw Mistake("there is always a kind")
        }
        if op == "update", !chance(6) { kind = "shoe" }
        if op == "delete", !chance(3) { kind = chance(2) ? "shoe" : "run_log" }
        var row = Samples.row(UInt8.random(in: 1...8, using: &generator))
        if op == "update", kind == "shoe", chance(4) {
            kind = "set_aside"
            row = SetAside.rowID(device: Samples.device, seq: Int64.random(in: 1...seq, using: &generator))
        }
        let base: Int64? = chance(6) ? nil : Int64.random(in: max(0, seq - 9)...seq, using: &generator)
        return Mutation(seq: seq, kind: kind, op: op, row: row, base: base, body: try body(kind, op))
    }

    private mutating func body(_ kind: String, _ op: String) throws -> JSONValue? {
        if chance(15) { return nil }
        if chance(15) { return ["pain": 11, "noSuchField": true] }
        if kind == "set_aside" { return ["decision": chance(4) ? "accepted" : "dismissed"] }
        if op == "update" { return update() }
        switch RowKind(rawValue: kind) {
        case .shoe: return try RowContent.shoe(Samples.shoe(chance(2) ? "Blue pair" : "Red pair")).body()
        case .runLog:
            let shoe = chance(4) ? nil : Samples.row(UInt8.random(in: 1...8, using: &generator))
            return try RowContent.runLog(Samples.run(shoe: shoe, meters: chance(2) ? 5_000 : 7_000)).body()
        case .checkIn: return try RowContent.checkIn(Samples.checkIn(pain: chance(2) ? 2 : 3)).body()
        case .sessionLog: return try RowContent.sessionLog(Samples.session(revision: chance(2) ? 1 : nil)).body()
        default: return try RowContent.planRevision(Samples.plan()).body()
        }
    }

    private mutating func update() -> JSONValue {
        let updates: [JSONValue] = [
            ["label": "Green pair"], ["startMeters": 20_000], ["inUseFrom": "2026-02-03", "startMeters": 0],
            ["firmness": "soft"], ["firmness": .null, "insert": true], ["retiredOn": "2026-03-01"],
            ["label": .null], ["label": "New label", "retiredOn": .null], ["startMeters": -1], [:],
        ]
        return updates.randomElement(using: &generator) ?? [:]
    }

    private mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &generator) == 0 }
}
