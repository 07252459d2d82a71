import Care
import StrictJSON
import Testing

@testable import ChartSync

@Suite struct `Inserting a row` {
    private func outcome(
        of mutation: Mutation, in picture: ChartMerge.Picture = ChartMerge.Picture(version: 0, checksum: .empty),
        role: Role = .member
    ) throws -> Outcome {
        let result = try ChartMerge.apply([mutation], to: picture, role: role, device: Samples.device)
        return try #require(result.outcomes.first)
    }

    @Test(arguments: [1, 4, 6, 8] as [UInt8])
    func `needs an id of UUID version 7`(version: UInt8) throws {
        let id = RowID(Samples.uuid(1, version: version))
        let outcome = try outcome(of: .insert(.checkIn(Samples.checkIn()), id))
        #expect(outcome.reason == .invalid)
        #expect(outcome.detail?.pointer == "/row")
    }

    @Test(
        arguments: [
            ("/body", nil),
            ("/body/pain", ["about": "now", "pain": 11, "redFlags": [], "moment": .null]),
            ("/body/colour", ["about": "now", "pain": 1, "redFlags": [], "colour": "red"]),
        ] as [(String, JSONValue?)])
    func `names the field that does not fit`(pointer: String, body: JSONValue?) throws {
        var fields = body?.objectValue
        if fields != nil { fields?["moment"] = try JSONValue.encoding(Samples.moment) }
        let mutation = Mutation(
            seq: 1, kind: "check_in", op: "insert", row: Samples.row(1), body: fields.map { .object($0) })
        let outcome = try outcome(of: mutation)
        #expect(outcome.reason == .invalid)
        #expect(outcome.detail?.pointer == pointer)
    }

    @Test func `names a rule that the types alone do not hold`() throws {
        let outcome = try outcome(of: .insert(.runLog(Samples.run(meters: 0)), Samples.row(1)))
        #expect(outcome.reason == .invalid)
        #expect(outcome.detail?.pointer == "/body/distanceMeters")
    }

    @Test func `refuses versions of content that no column holds`() throws {
        var plan = try Samples.plan()
        plan.template = TemplateReference(slug: try Samples.slug("ankle-pain"), version: 1 << 40)
        plan.content.items[0].exerciseVersion = 0
        let outcome = try outcome(of: .insert(.planRevision(plan), Samples.row(1)), role: .practitioner)
        #expect(outcome.detail?.pointer == "/body/template/version")
        #expect(
            RowContent.planRevision(plan).violations.map(\.pointer) == [
                "/template/version", "/content/items/0/exerciseVersion",
            ])
    }

    @Test func `that is there already, to the letter, is applied once`() throws {
        var chart = ModelChart()
        let content = RowContent.checkIn(try Samples.checkIn())
        try chart.send([.insert(content, Samples.row(1))], device: Samples.device)
        let before = chart.rows
        let again = try chart.send([.insert(content, Samples.row(1))], device: Samples.otherDevice)
        #expect(again == [Outcome(seq: 1, status: .applied, version: 2)])
        #expect(chart.rows == before)
        #expect(try chart.checksum == chart.countedChecksum())
    }

    @Test func `under an id that another row has is set aside`() throws {
        var chart = ModelChart()
        try chart.send([.insert(.checkIn(Samples.checkIn(pain: 1)), Samples.row(1))], device: Samples.device)
        let other = try chart.send(
            [
                .insert(.checkIn(Samples.checkIn(pain: 2)), Samples.row(1)),
                .insert(.runLog(Samples.run()), Samples.row(1), seq: 2),
            ], device: Samples.otherDevice)
        #expect(other.map(\.reason) == [.idTaken, .idTaken])
        #expect(chart.rows[Samples.row(1)]?.content == .checkIn(try Samples.checkIn(pain: 1)))
    }

    @Test func `under an id that was deleted is set aside as gone`() throws {
        var chart = ModelChart()
        let content = RowContent.checkIn(try Samples.checkIn())
        let outcomes = try chart.send(
            [
                .insert(content, Samples.row(1)), .delete(.checkIn, Samples.row(1), seq: 2),
                .insert(content, Samples.row(1), seq: 3), .delete(.checkIn, Samples.row(1), seq: 4),
                .insert(.shoe(Samples.shoe()), Samples.row(1), seq: 5),
            ], device: Samples.device)
        #expect(outcomes.map(\.reason) == [nil, nil, .gone, .gone, .gone])
        #expect(chart.rows[Samples.row(1)] == nil)
    }

    @Test func `of a session that names a revision of the future is quarantined`() throws {
        let session = try Mutation.insert(.sessionLog(Samples.session(revision: 2)), Samples.row(1))
        var picture = ChartMerge.Picture(version: 9, checksum: .empty, latestRevision: 1)
        #expect(try outcome(of: session, in: picture).status == .quarantined)
        #expect(try outcome(of: session, in: picture).reason == .unknownRevision)
        picture.latestRevision = 2
        #expect(try outcome(of: session, in: picture).status == .applied)
        picture.latestRevision = 3
        #expect(try outcome(of: session, in: picture).status == .applied)
    }

    @Test func `of a run that names an unknown shoe is quarantined`() throws {
        let run = try Mutation.insert(.runLog(Samples.run(shoe: Samples.row(2))), Samples.row(1))
        #expect(try outcome(of: run).status == .quarantined)
        #expect(try outcome(of: run).reason == .unknownShoe)
        // A row of another kind is no shoe.
        var picture = ChartMerge.Picture(version: 9, checksum: .empty)
        picture.rows[Samples.row(2)] = ChartRowState(
            id: Samples.row(2), version: 1, content: .checkIn(try Samples.checkIn()))
        #expect(try outcome(of: run, in: picture).reason == .unknownShoe)
    }

    @Test func `of a plan on a base that has moved is rejected, and so is a number that does not follow`() throws {
        let picture = ChartMerge.Picture(version: 9, checksum: .empty, latestRevision: 1)
        func reason(_ plan: PlanRevision) throws -> SetAsideReason? {
            try outcome(of: .insert(.planRevision(plan), Samples.row(1)), in: picture, role: .practitioner).reason
        }
        #expect(try reason(Samples.plan(2)) == nil)
        #expect(try reason(Samples.plan(1)) == .baseMoved)
        #expect(try reason(Samples.plan(3)) == .baseMoved)
        #expect(try reason(Samples.plan(3, base: 1)) == .invalid)
    }
}
