import Care
import StrictJSON
import Testing

@testable import ChartSync

@Suite struct `What was set aside` {
    private let run = Samples.row(1)
    private let shoe = Samples.row(2)
    private let note = Note("Seen.")

    private var aside: RowID { SetAside.rowID(device: Samples.device, seq: 1) }

    /// A chart with a run in quarantine, because it names a shoe that is not there.
    private func chart() throws -> ModelChart {
        var chart = ModelChart()
        try chart.send([.insert(.runLog(Samples.run(shoe: shoe)), run)], device: Samples.device)
        return chart
    }

    private func settle(
        _ decision: SetAside.Resolution.Decision, by role: Role = .practitioner, withoutReference: Bool = false,
        in chart: ModelChart
    ) throws -> ChartMerge.Settlement? {
        guard case .setAside(let kept) = chart.rows[aside]?.content else { throw Mistake("nothing is aside") }
        let named = Mutation(seq: 0, kind: "set_aside", op: "update", row: aside)
        return try ChartMerge.settle(
            aside, as: decision, note: note, by: role, withoutReference: withoutReference,
            in: chart.picture(for: [kept.mutation, named]))
    }

    private func resolution(_ chart: ModelChart) -> SetAside.Resolution? {
        guard case .setAside(let kept) = chart.rows[aside]?.content else { return nil }
        return kept.resolution
    }

    @Test func `is accepted once what it names is there, in one commit of two changes`() throws {
        var chart = try chart()
        let early = try #require(try settle(.accepted, in: chart))
        #expect(early.result.outcomes.first?.reason == .unknownShoe)
        try chart.send([.insert(.shoe(Samples.shoe()), shoe, seq: 2)], device: Samples.device)

        let settlement = try #require(try settle(.accepted, in: chart))
        #expect(settlement.result.outcomes.map(\.status) == [.applied, .applied])
        #expect(settlement.result.changes.map(\.kind) == [.runLog, .setAside])
        #expect(settlement.result.changes.map(\.op) == [.insert, .update])
        #expect(settlement.result.before.map(\.id) == [aside.description])
        #expect(settlement.mutations.count == settlement.result.changes.count)
        chart.store(settlement.result)
        #expect(chart.rows[run]?.content == .runLog(Samples.run(shoe: shoe)))
        #expect(resolution(chart) == SetAside.Resolution(decision: .accepted, role: .practitioner, note: note))
        #expect(try chart.checksum == chart.countedChecksum())
    }

    @Test func `may be accepted without what it names`() throws {
        var chart = try chart()
        let settlement = try #require(try settle(.accepted, withoutReference: true, in: chart))
        #expect(settlement.result.outcomes.map(\.status) == [.applied, .applied])
        chart.store(settlement.result)
        #expect(chart.rows[run]?.content == .runLog(Samples.run()))
    }

    @Test func `is settled once; whoever comes later finds it settled`() throws {
        var chart = try chart()
        chart.store(try #require(try settle(.dismissed, in: chart)).result)
        let before = chart.rows
        let again = try #require(try settle(.dismissed, in: chart))
        #expect(again.result.outcomes.map(\.status) == [.applied])
        let late = try #require(try settle(.accepted, in: chart))
        #expect(late.result.outcomes.map(\.status) == [.merged])
        chart.store(late.result)
        #expect(chart.rows == before)
        #expect(resolution(chart)?.decision == .dismissed)
    }

    @Test func `waits until it is settled, and what depends on it waits with it`() throws {
        var chart = try chart()
        let outcomes = try chart.send(
            [.delete(.runLog, run, seq: 2), .delete(.runLog, Samples.row(9), seq: 3)], device: Samples.device)
        #expect(outcomes.map(\.reason) == [.dependsOnSetAside, .unknownRow])
        chart.store(try #require(try settle(.dismissed, in: chart)).result)
        let later = try chart.send([.delete(.runLog, run, seq: 4)], device: Samples.device)
        #expect(later.map(\.reason) == [.unknownRow])
    }

    @Test(arguments: ["update", "delete"])
    func `and is no insertion can only be dismissed`(op: String) throws {
        var chart = ModelChart()
        try chart.send(
            [Mutation(seq: 1, kind: "shoe", op: op, row: shoe, base: 1, body: ["label": "Red pair"])],
            device: Samples.device)
        #expect(try settle(.accepted, in: chart) == nil)
        #expect(try settle(.dismissed, in: chart)?.result.outcomes.map(\.status) == [.applied])
    }

    @Test func `because its author was not allowed to can only be dismissed`() throws {
        var chart = ModelChart()
        try chart.send([.insert(.planRevision(Samples.plan()), Samples.row(3))], device: Samples.device)
        #expect(try settle(.accepted, in: chart) == nil)
        var unknown = ModelChart()
        try unknown.send(
            [Mutation(seq: 1, kind: "gait_film", op: "insert", row: Samples.row(3), body: [:])], device: Samples.device)
        #expect(try settle(.accepted, in: unknown) == nil)
    }

    @Test func `by an older app is accepted in the words of this one`() throws {
        var body = try #require(try RowContent.checkIn(Samples.checkIn()).body().objectValue)
        body["sideOfAnkle"] = "inner"
        let mutation = Mutation(seq: 1, kind: "check_in", op: "insert", row: run, body: .object(body))
        var picture = ModelChart().picture(for: [mutation])
        picture.cover = .past([try #require(CoveragePeriod(from: Samples.moment.day))])
        let aside = try ChartMerge.apply([mutation], to: picture, role: .member, device: Samples.device, schema: 1)
        #expect(aside.outcomes.map(\.reason) == [.coverageEnded])
        var chart = ModelChart()
        chart.store(aside)
        let settlement = try #require(try settle(.accepted, in: chart))
        chart.store(settlement.result)
        guard case .checkIn(let kept) = chart.rows[run]?.content else { throw Mistake("there is none") }
        #expect(kept.aspect == .inner)
    }

    @Test func `is dismissed by the member when it was theirs and rejected, not out of quarantine`() throws {
        var chart = try chart()
        let dismissal = Mutation(
            seq: 2, kind: "set_aside", op: "update", row: aside, body: ["decision": "dismissed"])
        let refused = try chart.send([dismissal], device: Samples.device)
        #expect(refused.map(\.reason) == [.notAllowed])

        let rejected = Mutation(seq: 3, kind: "check_in", op: "insert", row: Samples.row(4), body: ["pain": 99])
        let id = SetAside.rowID(device: Samples.device, seq: 3)
        let mine = Mutation(
            seq: 4, kind: "set_aside", op: "update", row: id, body: ["decision": "dismissed", "note": "A slip."])
        let again = Mutation(seq: 5, kind: "set_aside", op: "update", row: id, body: ["decision": "dismissed"])
        let outcomes = try chart.send([rejected, mine, again], device: Samples.device)
        #expect(outcomes.map(\.status) == [.rejected, .applied, .applied])
        guard case .setAside(let kept) = chart.rows[id]?.content else { throw Mistake("nothing is aside") }
        #expect(kept.resolution == SetAside.Resolution(decision: .dismissed, role: .member, note: Note("A slip.")))
    }

    @Test(
        arguments: [
            (nil, "/body"), (["decision": "accepted"], "/body/decision"), (["decision": "buried"], "/body/decision"),
            (["decision": "dismissed", "status": "applied"], "/body/status"), (["note": "x"], "/body/decision"),
        ] as [(JSONValue?, String)])
    func `is settled by nothing else`(body: JSONValue?, pointer: String) throws {
        var chart = try chart()
        let before = chart.rows[aside]
        let outcomes = try chart.send(
            [Mutation(seq: 1, kind: "set_aside", op: "update", row: aside, body: body)], role: .practitioner,
            device: Samples.otherDevice)
        #expect(outcomes.map(\.status) == [.rejected])
        #expect(outcomes.map(\.detail?.pointer) == [pointer])
        #expect(chart.rows[aside] == before)
    }
}
