import Care
import StrictJSON
import Testing

@testable import ChartSync

/// A form that is declared by hand, held against the one that the compiler makes of the same fields.
@Suite struct `A form in JSON` {
    private static let note = Note("Better after the walk.")
    private static let moment = LocalMoment(
        at: Instant(milliseconds: 1_772_379_000_120), timeZone: .utc, day: LocalDay(dayNumber: 20_513))

    private static func checkIn() throws -> CheckIn {
        CheckIn(
            moment: moment, about: .nextMorning, pain: try #require(PainScore(4)), site: Slug("left-ankle"),
            aspect: .outer, stiffness: StiffnessScore(2), swelling: false, redFlags: [.calfSwelling, .coldNumbFoot],
            note: note)
    }

    private static func session() throws -> SessionLog {
        SessionLog(
            planRevision: 3, moment: moment,
            items: [
                LoggedItem(
                    exercise: try #require(Slug("calf-raises")),
                    sets: [LoggedSet(reps: 12, loadGrams: 5_000), LoggedSet(holdSeconds: 30, durationSeconds: 60)],
                    difficulty: Difficulty(-1)),
                LoggedItem(
                    exercise: try #require(Slug("ankle-alphabet")), sets: [], skippedReason: note,
                    abandonedReason: .time),
            ], effort: EffortScore(6), painDuring: PainScore(0), note: note)
    }

    private static func run() -> RunLog {
        RunLog(
            moment: moment, distanceMeters: 8_000, durationSeconds: 2_700, surface: .trail, terrain: .hilly,
            shoe: Samples.row(7), effort: EffortScore(5), painDuring: PainScore(1), note: note)
    }

    private static func shoe() throws -> Shoe {
        Shoe(
            label: try #require(Label("Blue pair")), inUseFrom: moment.day, startMeters: 10_000, firmness: .firm,
            insert: true, retiredOn: moment.day.adding(days: 90))
    }

    private static func aside() -> SetAside {
        SetAside(
            status: .quarantined, reason: .unknownShoe,
            detail: FieldViolation(pointer: "/body/shoe", message: "is not known"), device: Samples.device, seq: 9,
            kind: "run_log", op: "insert", row: Samples.row(2), body: ["a": [1, "two", ["b": nil]]],
            resolution: .init(decision: .dismissed, role: .practitioner, note: note))
    }

    private static func row() throws -> WireRow {
        WireRow(kind: "check_in", id: Samples.row(1).description, version: 12, body: try checkIn().json)
    }

    private static func push() throws -> PushRequest {
        PushRequest(
            device: Samples.device, schema: 2, clientTime: moment.at, monotonicMilliseconds: 12_345,
            charts: [
                .init(
                    chart: Samples.member,
                    mutations: [
                        try .insert(.checkIn(checkIn()), Samples.row(1)),
                        .update(Samples.row(2), base: 3, ["label": "Red", "retiredOn": nil], seq: 2),
                        Mutation(seq: 3, kind: "shoe", op: "delete", row: Samples.row(2)),
                    ])
            ])
    }

    private static func pushed() throws -> PushAnswer {
        PushAnswer(charts: [
            SliceAnswer(
                chart: Samples.member, epoch: "e", lastSeq: 3, durableThrough: 2,
                outcomes: [
                    Outcome(
                        seq: 1, status: .rejected, version: 7, reason: .baseMoved,
                        detail: FieldViolation(pointer: "/base", message: "moved"), row: try row()),
                    Outcome(seq: 2, status: .applied, version: 8),
                ]),
            SliceAnswer(chart: Samples.member, epoch: nil, lastSeq: 0, outcomes: [], problem: .sequenceGap),
        ])
    }

    private static func pull() -> PullRequest {
        PullRequest(
            device: Samples.device, schema: 2, clientTime: moment.at,
            scopes: [
                ScopeRequest(.chart(Samples.member), cursor: "c", since: moment.day), ScopeRequest(.catalog),
                ScopeRequest(.panel),
            ], limit: 20, purged: [.chart(Samples.member)],
            report: DeviceReport(pending: 3, oldestPending: moment.at, setAside: 1))
    }

    private static func pulled() throws -> PullAnswer {
        PullAnswer(
            pages: [
                ScopePage(
                    scope: .chart(Samples.member), epoch: "e", from: 3, to: 12, rebase: true, consistent: false,
                    ackedSeq: 3, durableThrough: 2, rows: [try row()],
                    deleted: [Tombstone(kind: "shoe", id: Samples.row(3).description, version: 11)],
                    checksum: ChartChecksum.empty.description, cursor: "c")
            ], drops: [ScopeDrop(scope: .chart(Samples.member), reason: .accessEnded)], more: true,
            nextPollSeconds: 60, serverTime: moment.at)
    }

    @Test func `reads and writes rows as the compiler would`() throws {
        try compare(try Self.checkIn(), with: CodableReference.CheckIn.self)
        try compare(try Self.session(), with: CodableReference.SessionLog.self)
        try compare(Self.run(), with: CodableReference.RunLog.self)
        try compare(try Self.shoe(), with: CodableReference.Shoe.self)
        try compare(Self.aside(), with: CodableReference.SetAside.self)
    }

    @Test func `reads and writes messages as the compiler would`() throws {
        try compare(try Self.push(), with: CodableReference.PushRequest.self)
        try compare(try Self.pushed(), with: CodableReference.PushAnswer.self)
        try compare(Self.pull(), with: CodableReference.PullRequest.self)
        try compare(try Self.pulled(), with: CodableReference.PullAnswer.self)
    }

    @Test func `refuses a whole number that JSON cannot hold, with its place`() throws {
        let push = PushRequest(
            device: Samples.device, schema: 2, clientTime: Self.moment.at,
            charts: [
                .init(
                    chart: Samples.member,
                    mutations: [Mutation(seq: .max, kind: "shoe", op: "delete", row: Samples.row(1))])
            ])
        let problem = #expect(throws: JSONProblem.self) { try push.json }
        #expect(problem?.code == .fieldValue)
        #expect(problem?.pointer == "/charts/0/mutations/0/seq")
        #expect(throws: try #require(problem)) { try push.bytes() }
    }

    /// Reads the whole value and a thousand spoiled ones both ways, by itself and inside another: with the same outcome, or
    /// the same problem.
    private func compare<Form: JSONObjectForm, Reference: Codable>(
        _ value: Form, with reference: Reference.Type
    ) throws {
        let whole = try value.json
        var spoiler = BodySpoiler(generator: SeededGenerator(seed: 23))
        var refused = 0
        for number in 0..<1_000 {
            let body = number == 0 ? whole : spoiler.spoil(whole)
            for unknownFields in [JSONValue.UnknownFields.refuse, .ignore] {
                let encode = { () throws(JSONProblem) in
                    try JSONValue.encoding(body.decode(reference, unknownFields: unknownFields))
                }
                let expected = written(encode)
                let found = written { () throws(JSONProblem) in
                    try body.decode(Form.self, unknownFields: unknownFields).json
                }
                #expect(found == expected)
                #expect(writtenAtOnce(.keepingOrder, body, as: Form.self, unknownFields) == expected)
                #expect(writtenAtOnce(.canonical, body, as: Form.self, unknownFields) == canonical(encode))
                let expectedInside = written { () throws(JSONProblem) in
                    try JSONValue.encoding(
                        JSONValue.array([body]).decode([Reference].self, unknownFields: unknownFields))
                }
                let foundInside = written { () throws(JSONProblem) in
                    try JSONValue.encoding(JSONValue.array([body]).decode([Form].self, unknownFields: unknownFields))
                }
                #expect(foundInside == expectedInside)
                if case .failure = expected { refused += 1 }
            }
        }
        #expect(
            try JSONWriter.write(keepingOrder: whole.decode(Form.self).json) == JSONWriter.write(keepingOrder: whole))
        #expect(refused > 200)
    }

    /// The same without a tree in between.
    private func writtenAtOnce<Form: JSONObjectForm>(
        _ order: JSONOutput.Order, _ body: JSONValue, as form: Form.Type, _ unknownFields: JSONValue.UnknownFields
    ) -> Result<[UInt8], JSONProblem> {
        do throws(JSONProblem) {
            let value = try body.decode(Form.self, unknownFields: unknownFields)
            return .success(order == .canonical ? try value.canonicalBytes() : try value.bytes())
        } catch {
            return .failure(error)
        }
    }

    private func canonical(_ make: () throws(JSONProblem) -> JSONValue) -> Result<[UInt8], JSONProblem> {
        do throws(JSONProblem) {
            return .success(JSONWriter.write(try make()))
        } catch {
            return .failure(error)
        }
    }

    private func written(_ make: () throws(JSONProblem) -> JSONValue) -> Result<[UInt8], JSONProblem> {
        do throws(JSONProblem) {
            return .success(JSONWriter.write(keepingOrder: try make()))
        } catch {
            return .failure(error)
        }
    }
}
