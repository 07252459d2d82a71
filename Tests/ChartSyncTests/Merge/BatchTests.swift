import Care
import StrictJSON
import Testing

@testable import ChartSync

@Suite struct `A batch` {
    @Test func `sees what it did itself: a shoe, then a run in it`() throws {
        var chart = ModelChart()
        let outcomes = try chart.send(
            [
                .insert(.runLog(Samples.run(shoe: Samples.row(2))), Samples.row(1)),
                .insert(.shoe(Samples.shoe()), Samples.row(2), seq: 2),
                .insert(.runLog(Samples.run(shoe: Samples.row(2))), Samples.row(3), seq: 3),
            ], device: Samples.device)
        #expect(outcomes.map(\.status) == [.quarantined, .applied, .applied])
    }

    @Test func `that inserts, changes and deletes a row writes its tombstone alone`() throws {
        let shoe = Samples.row(1)
        let result = try ChartMerge.apply(
            [
                .insert(.shoe(Samples.shoe()), shoe), .update(shoe, base: 1, ["label": "Red pair"], seq: 2),
                .delete(.shoe, shoe, base: 2, seq: 3),
            ], to: ChartMerge.Picture(version: 0, checksum: .empty), role: .member, device: Samples.device)
        #expect(result.inserted.isEmpty && result.updated.isEmpty)
        #expect(result.deleted == [Tombstone(kind: "shoe", id: shoe.description, version: 3)])
        #expect(result.checksum == .empty)
        #expect(result.changes.map(\.op) == [.insert, .update, .delete])
    }

    @Test func `keeps rows as they were before each change, within the batch too`() throws {
        var chart = ModelChart()
        let shoe = Samples.row(1)
        try chart.send([.insert(.shoe(Samples.shoe()), shoe)], device: Samples.device)
        let first = try WireRow(try #require(chart.rows[shoe]))
        let mutations: [Mutation] = [
            .update(shoe, base: 1, ["label": "Red pair"], seq: 2),
            .delete(.shoe, shoe, base: 2, seq: 3),
        ]
        let result = try ChartMerge.apply(
            mutations, to: chart.picture(for: mutations), role: .member, device: Samples.device)
        #expect(result.before.map(\.version) == [1, 2])
        #expect(result.before.first == first)
        #expect(result.before.last?.body["label"] == "Red pair")
    }

    @Test func `gives every mutation one version, whatever becomes of it`() throws {
        var mutations = RandomMutations(seed: 1)
        let batch = try mutations.batch(200)
        var chart = ModelChart()
        let outcomes = try chart.send(batch, device: Samples.device)
        #expect(outcomes.map(\.version) == Array(1...200))
        #expect(outcomes.map(\.seq) == Array(1...200))
    }

    @Test func `of the kind that these tests draw meets every outcome and nearly every reason`() throws {
        var outcomes: [Outcome] = []
        for seed in 0..<20 {
            var mutations = RandomMutations(seed: UInt64(seed))
            var chart = ModelChart()
            outcomes += try chart.send(try mutations.batch(80), device: Samples.device)
        }
        #expect(Set(outcomes.map(\.status)) == Set(Outcome.Status.allCases))
        #expect(
            Set(outcomes.compactMap(\.reason)).isSuperset(of: [
                .invalid, .unknownKind, .unknownOperation, .notAllowed, .idTaken, .gone, .unknownRow, .baseMoved,
                .inUse, .unknownRevision, .unknownShoe, .dependsOnSetAside,
            ]))
    }
}

@Suite struct `Whatever comes in whatever order` {
    @Test(arguments: 0..<60)
    func `the checksum that is kept is the sum over the rows`(seed: Int) throws {
        var mutations = RandomMutations(seed: UInt64(seed))
        var chart = ModelChart()
        let batch = try mutations.batch(80)
        for piece in mutations.pieces(of: batch) {
            try chart.send(piece, device: Samples.device)
            #expect(try chart.checksum == chart.countedChecksum())
            #expect(chart.rows.values.allSatisfy { $0.version <= chart.version })
            #expect(Set(chart.rows.values.map(\.version)).count == chart.rows.count)
            #expect(Set(chart.rows.keys).isDisjoint(with: chart.tombstones.keys))
        }
        #expect(chart.version == 80)
    }

    @Test(arguments: 0..<60)
    func `a sequence cut into batches anywhere ends at the same chart`(seed: Int) throws {
        var mutations = RandomMutations(seed: 1_000 + UInt64(seed))
        let batch = try mutations.batch(80)
        var whole = ModelChart()
        let outcomes = try whole.send(batch, device: Samples.device)
        for _ in 0..<3 {
            var cut = ModelChart()
            var outcomesOfPieces: [Outcome] = []
            for piece in mutations.pieces(of: batch) {
                outcomesOfPieces += try cut.send(piece, device: Samples.device)
            }
            #expect(cut == whole)
            #expect(outcomesOfPieces == outcomes)
        }
    }

    @Test(arguments: 0..<40)
    func `a repeat changes nothing and gets the first outcomes`(seed: Int) throws {
        var mutations = RandomMutations(seed: 2_000 + UInt64(seed))
        let batch = try mutations.batch(60)
        var once = ModelChart()
        let outcomes = try once.send(batch, device: Samples.device)
        var often = ModelChart()
        for piece in mutations.pieces(of: batch) {
            try often.send(piece, device: Samples.device)
            let window = mutations.window(upTo: Int(often.lastSeq(of: Samples.device)))
            #expect(try often.send(Array(batch[window]), device: Samples.device) == Array(outcomes[window]))
        }
        #expect(often == once)
    }
}
