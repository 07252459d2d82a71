import Care
import StrictJSON
import Testing

@testable import ChartSync

/// A kind, an operation and a role.
struct Attempt: Sendable, CustomTestStringConvertible {
    var kind: RowKind
    var op: RowOperation
    var role: Role

    var testDescription: String { "\(role.rawValue) \(op.rawValue) \(kind.rawValue)" }

    static let all = RowKind.allCases.flatMap { kind in
        RowOperation.allCases.flatMap { op in Role.allCases.map { Attempt(kind: kind, op: op, role: $0) } }
    }

    /// The table of the documentation, said again in another form.
    var isAllowed: Bool {
        switch (kind, op) {
        case (.planRevision, .insert), (.clearance, .insert), (.alertAcknowledgement, .insert), (.runPhase, .insert):
            role == .practitioner
        case (.sessionLog, .insert), (.checkIn, .insert), (.runLog, .insert), (.shoe, .insert): role == .member
        case (.sessionLog, .delete), (.checkIn, .delete), (.runLog, .delete), (.shoe, .delete): role == .member
        case (.disclaimerAcknowledgement, .insert): role == .member
        case (.outcomeResponse, .insert), (.fallReport, .insert), (.outcomeResponse, .delete), (.fallReport, .delete):
            role == .member || role == .practitioner
        case (.alert, .insert), (.alert, .update), (.suggestion, .insert): role == .service
        case (.suggestion, .update): role == .practitioner
        case (.selfCare, .insert), (.selfCare, .delete): role == .member
        case (.message, .insert), (.messageReading, .insert), (.goal, .insert), (.goal, .update):
            role == .member || role == .practitioner
        case (.careNote, .insert), (.visit, .insert), (.visit, .update): role == .practitioner
        case (.emergencyAccess, .insert): role == .service
        case (.shoe, .update): role == .member
        // To settle it, that is.
        case (.setAside, .update): role == .member || role == .practitioner
        default: false
        }
    }
}

@Suite struct `Who may write what` {
    @Test(arguments: Attempt.all)
    func `is decided by kind, operation and role`(attempt: Attempt) throws {
        let id = Samples.row(1)
        var picture = ChartMerge.Picture(version: 4, checksum: .empty)
        if attempt.op != .insert {
            let groups = ConflictRules.rules(for: attempt.kind).groups.map { _ in Int64(3) }
            picture.rows[id] = ChartRowState(
                id: id, version: 3, content: try Samples.content(attempt.kind), groupVersions: groups)
        }
        let update: JSONValue =
            switch attempt.kind {
            case .setAside: ["decision": "dismissed"]
            case .alert: ["words": "Something else."]
            case .visit: ["status": "missed"]
            case .goal: ["status": "met"]
            case .suggestion:
                [
                    "decision": [
                        "kind": "dismissed", "by": .string(Samples.practitioner.description),
                        "at": "2026-03-01T16:00:00.000Z", "reason": "Seen.",
                    ]
                ]
            default: ["label": "Red pair"]
            }
        let mutation = Mutation(
            seq: 1, kind: attempt.kind.rawValue, op: attempt.op.rawValue, row: id, base: 4,
            body: attempt.op == .update ? update : try Samples.content(attempt.kind, by: attempt.role).body())

        let result = try ChartMerge.apply([mutation], to: picture, role: attempt.role, device: Samples.device)

        let outcome = try #require(result.outcomes.first)
        #expect(outcome.status == (attempt.isAllowed ? .applied : .rejected))
        #expect(outcome.reason == (attempt.isAllowed ? nil : .notAllowed))
        #expect(outcome.version == 5)
        let isSetAside = result.inserted.contains { $0.content.kind == .setAside && $0.version == 5 }
        #expect(isSetAside == !attempt.isAllowed)
    }

    @Test func `a kind or operation of a newer version is kept`() throws {
        var chart = ModelChart()
        let body: JSONValue = ["when": "2026-05-01", "where": ["floor": 2]]
        let outcomes = try chart.send(
            [
                Mutation(seq: 1, kind: "gait_film", op: "insert", row: Samples.row(1), body: body),
                Mutation(seq: 2, kind: "check_in", op: "append", row: Samples.row(2), body: body),
            ], device: Samples.device)
        #expect(outcomes.map(\.reason) == [.unknownKind, .unknownOperation])
        #expect(outcomes.map(\.status) == [.rejected, .rejected])
        for seq in [1, 2] as [Int64] {
            let row = try #require(chart.rows[SetAside.rowID(device: Samples.device, seq: seq)])
            guard case .setAside(let kept) = row.content else { throw Mistake("it is of another kind") }
            #expect(kept.body == body && kept.seq == seq && kept.row == Samples.row(UInt8(seq)))
        }
    }

    @Test func `an author without a device is answered, and nothing is kept`() throws {
        let mutation = try Mutation.insert(.checkIn(Samples.checkIn()), Samples.row(1))
        let result = try ChartMerge.apply(
            [mutation], to: ChartMerge.Picture(version: 0, checksum: .empty), role: .practitioner, device: nil)
        #expect(result.outcomes.map(\.reason) == [.notAllowed])
        #expect(result.inserted.isEmpty && result.checksum == .empty)
    }
}

/// What a test found that its types rule out.
struct Mistake: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
