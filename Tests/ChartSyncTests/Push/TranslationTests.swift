import Care
import StrictJSON
import Testing

@testable import ChartSync

@Suite struct `A mutation of an older app` {
    private func checkIn(_ fields: JSONObject, seq: Int64 = 1) throws -> Mutation {
        var body = try #require(try RowContent.checkIn(Samples.checkIn()).body().objectValue)
        for member in fields.members { body[member.key] = member.value }
        return Mutation(
            seq: seq, kind: "check_in", op: "insert", row: Samples.row(UInt8(seq)), body: .object(body))
    }

    @Test func `says the side of an ankle, and means that of any joint`() throws {
        var chart = ModelChart()
        let outcomes = try chart.send([checkIn(["sideOfAnkle": "outer"])], device: Samples.device, schema: 1)
        #expect(outcomes.map(\.status) == [.applied])
        guard case .checkIn(let kept) = chart.rows[Samples.row(1)]?.content else { throw Mistake("there is none") }
        #expect(kept.aspect == .outer)
    }

    @Test(
        arguments: [
            (1, "aspect", "outer", nil), (1, "sideOfAnkle", "sole", "/body/sideOfAnkle"),
            (1, "aspect", "sole", "/body/aspect"), (2, "sideOfAnkle", "outer", "/body/sideOfAnkle"),
            (2, "aspect", "sole", "/body/aspect"), (1, "colour", "red", "/body/colour"),
        ] as [(Int, String, String, String?)])
    func `is answered in its own words`(schema: Int, field: String, value: String, pointer: String?) throws {
        var chart = ModelChart()
        let mutation = try checkIn([field: .string(value)])
        let outcomes = try chart.send([mutation], device: Samples.device, schema: schema)
        #expect(outcomes.map(\.detail?.pointer) == [pointer])
        // What is set aside is kept as it was sent.
        if pointer != nil {
            guard case .setAside(let kept)? = chart.rows.values.first?.content else { throw Mistake("nothing is kept") }
            #expect(kept.body == mutation.body && kept.detail?.pointer == pointer)
        }
    }

    @Test func `with both names is refused for the old one`() throws {
        let mutation = try checkIn(["sideOfAnkle": "outer", "aspect": "inner"])
        var chart = ModelChart()
        let outcomes = try chart.send([mutation], device: Samples.device, schema: 1)
        #expect(outcomes.map(\.detail?.pointer) == ["/body/sideOfAnkle"])
    }

    @Test func `of another kind, or without a body, is left alone`() throws {
        let odd = [
            Mutation(seq: 1, kind: "gait_film", op: "insert", row: Samples.row(1), body: ["sideOfAnkle": "outer"]),
            Mutation(seq: 2, kind: "check_in", op: "insert", row: Samples.row(2)),
            Mutation(seq: 3, kind: "check_in", op: "insert", row: Samples.row(3), body: ["sideOfAnkle"]),
        ]
        for mutation in odd { #expect(Translations.current(mutation, from: 1) == mutation) }
    }

    @Test func `gets an answer without what it does not know`() throws {
        let row = try WireRow(ChartRowState(id: Samples.row(1), version: 3, content: .checkIn(Samples.checkIn())))
        let outcomes = SetAsideReason.allCases.enumerated().map { index, reason in
            Outcome(
                seq: Int64(index) + 1, status: reason.status == .rejected ? .rejected : .quarantined, version: 9,
                reason: reason, row: row)
        }
        let answer = SliceAnswer(
            chart: Samples.member, epoch: "e", lastSeq: 20, durableThrough: 7, outcomes: outcomes)
        #expect(Translations.answer(answer, to: ProtocolVersion.current) == answer)
        let older = Translations.answer(answer, to: 1)
        #expect(older.durableThrough == nil && older.lastSeq == 20)
        #expect(older.outcomes.map(\.status) == outcomes.map(\.status))
        #expect(older.outcomes.allSatisfy { $0.row == nil })
        // The reasons of the first version, spelt out: the list never grows.
        #expect(
            Set(older.outcomes.compactMap(\.reason)) == [
                .invalid, .unknownKind, .unknownOperation, .notAllowed, .idTaken, .gone, .unknownRow, .baseMoved,
                .baseFromFuture, .inUse, .unknownRevision, .unknownShoe,
            ])
    }
}
