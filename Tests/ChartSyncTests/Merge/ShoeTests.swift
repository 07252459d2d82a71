import Care
import StrictJSON
import Testing

@testable import ChartSync

@Suite struct `Changing a shoe` {
    private let shoe = Samples.row(1)

    /// A shoe of version 1, of which another device has changed what `fields` says, at version 2.
    private func chart(changed fields: JSONValue? = nil) throws -> ModelChart {
        var chart = ModelChart()
        try chart.send([.insert(.shoe(Samples.shoe()), shoe)], device: Samples.otherDevice)
        if let fields { try chart.send([.update(shoe, base: 1, fields, seq: 2)], device: Samples.otherDevice) }
        return chart
    }

    private func value(_ chart: ModelChart) throws -> Shoe {
        guard case .shoe(let shoe) = chart.rows[shoe]?.content else { throw Mistake("there is no shoe") }
        return shoe
    }

    @Test func `on the latest base is applied`() throws {
        var chart = try chart(changed: ["firmness": "soft"])
        let outcomes = try chart.send([.update(shoe, base: 2, ["label": "Red pair"])], device: Samples.device)
        #expect(outcomes == [Outcome(seq: 1, status: .applied, version: 3)])
        #expect(try value(chart).label.description == "Red pair")
        #expect(chart.rows[shoe]?.groupVersions == [3, 1, 2, 1])
    }

    @Test func `in another group than somebody else's later change is merged`() throws {
        var chart = try chart(changed: ["firmness": "soft"])
        let outcomes = try chart.send(
            [.update(shoe, base: 1, ["startMeters": 0, "retiredOn": "2026-03-01"])], device: Samples.device)
        #expect(outcomes.map(\.status) == [.merged])
        let merged = try value(chart)
        #expect(merged.firmness == .soft && merged.startMeters == 0 && merged.retiredOn != nil)
    }

    @Test func `of a word that somebody changed first lets the later word stand`() throws {
        var chart = try chart(changed: ["label": "Red pair"])
        let outcomes = try chart.send([.update(shoe, base: 1, ["label": "Green pair"])], device: Samples.device)
        #expect(outcomes.map(\.status) == [.merged])
        #expect(try value(chart).label.description == "Green pair")
    }

    @Test func `of a distance that somebody changed first is set aside, with all that came with it`() throws {
        var chart = try chart(changed: ["inUseFrom": "2026-02-01"])
        let before = try value(chart)
        let outcomes = try chart.send(
            [.update(shoe, base: 1, ["startMeters": 0, "label": "Green pair"])], device: Samples.device)
        #expect(outcomes.map(\.reason) == [.baseMoved])
        #expect(try value(chart) == before)
    }

    @Test func `clears a field with null, and no field that it must have`() throws {
        var chart = try chart(changed: ["firmness": "soft", "insert": true])
        let outcomes = try chart.send(
            [
                .update(shoe, base: 2, ["firmness": .null]), .update(shoe, base: 3, ["label": .null], seq: 2),
                .update(shoe, base: 3, ["startMeters": 5_000_001], seq: 3),
            ], device: Samples.device)
        #expect(outcomes.map(\.reason) == [nil, .invalid, .invalid])
        #expect(outcomes.map(\.detail?.pointer) == [nil, "/body/label", "/body/startMeters"])
        #expect(try value(chart).firmness == nil)
        #expect(try value(chart).insert == true)
    }

    @Test(
        arguments: [
            (3, ["label": "Red pair"], SetAsideReason.baseFromFuture, nil),
            (nil, ["label": "Red pair"], .invalid, "/base"),
            (1, [:], .invalid, "/body"),
            (1, ["colour": "red"], .invalid, "/body"),
            (1, "red", .invalid, "/body"),
            (1, nil, .invalid, "/body"),
        ] as [(Int64?, JSONValue?, SetAsideReason, String?)])
    func `that cannot be understood is set aside`(
        base: Int64?, body: JSONValue?, reason: SetAsideReason, pointer: String?
    ) throws {
        var chart = try chart()
        let outcomes = try chart.send(
            [Mutation(seq: 1, kind: "shoe", op: "update", row: shoe, base: base, body: body)], device: Samples.device)
        #expect(outcomes.map(\.reason) == [reason])
        #expect(outcomes.map(\.detail?.pointer) == [pointer])
    }

    @Test func `that is not there, or is something else, is set aside`() throws {
        var chart = try chart()
        try chart.send(
            [.insert(.checkIn(Samples.checkIn()), Samples.row(2), seq: 2)], device: Samples.otherDevice)
        let outcomes = try chart.send(
            [
                .update(Samples.row(2), base: 2, ["label": "Red pair"]),
                .update(Samples.row(3), base: 2, ["label": "Red pair"], seq: 2), .delete(.shoe, Samples.row(2), seq: 3),
                .delete(.shoe, shoe, seq: 4), .update(shoe, base: 1, ["label": "Red pair"], seq: 5),
            ], device: Samples.device)
        #expect(outcomes.map(\.reason) == [.unknownRow, .unknownRow, .unknownRow, nil, .gone])
    }
}

@Suite struct `Deleting a row` {
    @Test func `that changed after the base is set aside, and without a base is not`() throws {
        var chart = ModelChart()
        let shoe = Samples.row(1)
        let outcomes = try chart.send(
            [
                .insert(.shoe(Samples.shoe()), shoe), .update(shoe, base: 1, ["label": "Red pair"], seq: 2),
                .delete(.shoe, shoe, base: 1, seq: 3), .delete(.shoe, shoe, base: 99, seq: 4),
                .delete(.shoe, shoe, seq: 5),
            ], device: Samples.device)
        #expect(outcomes.map(\.reason) == [nil, nil, .baseMoved, .baseFromFuture, nil])
        #expect(chart.tombstones[shoe] == Tombstone(kind: "shoe", id: shoe.description, version: 5))
    }

    @Test func `of a shoe waits until no run names it, in one batch as in many`() throws {
        let (shoe, run) = (Samples.row(1), Samples.row(2))
        let mutations = try [
            Mutation.insert(.shoe(Samples.shoe()), shoe), .insert(.runLog(Samples.run(shoe: shoe)), run, seq: 2),
            .delete(.shoe, shoe, seq: 3), .delete(.runLog, run, seq: 4), .delete(.shoe, shoe, seq: 5),
        ]
        for size in 1...mutations.count {
            var chart = ModelChart()
            var outcomes: [Outcome] = []
            for start in stride(from: 0, to: mutations.count, by: size) {
                outcomes += try chart.send(Array(mutations[start...].prefix(size)), device: Samples.device)
            }
            #expect(outcomes.map(\.reason) == [nil, nil, .inUse, nil, nil], "in batches of \(size)")
            #expect(chart.tombstones.count == 2)
        }
    }
}
