import Care
import Foundation
import StrictJSON
import Testing

@testable import ChartSync

/// One value of each kind, and ids that are the same in every run.
enum Samples {
    static let device = DeviceID(uuid(0xD1, version: 7))
    static let otherDevice = DeviceID(uuid(0xD2, version: 7))
    static let member = MemberID(uuid(0xAA, version: 7))
    static let practitioner = PractitionerID(uuid(0xBB, version: 7))

    static func row(_ number: UInt8) -> RowID { RowID(uuid(number, version: 7)) }

    static func uuid(_ number: UInt8, version: UInt8) -> UUID {
        UUID(bytes: [0x01, 0x90, 0x16, 0x3D, 0x86, 0x94, version << 4, 0, 0x80, 0, 0, 0, 0, 0, 0, number])
    }

    static let moment = LocalMoment(
        at: Instant(milliseconds: 1_772_379_000_000), timeZone: .utc, day: LocalDay(dayNumber: 20_513))

    static func checkIn(pain: Int = 3) throws -> CheckIn {
        CheckIn(moment: moment, about: .during, pain: try #require(PainScore(pain)))
    }

    static func session(revision: Int? = nil) throws -> SessionLog {
        SessionLog(
            planRevision: revision, moment: moment,
            items: [LoggedItem(exercise: try slug("calf-raises"), sets: [LoggedSet(reps: 12)])])
    }

    static func run(shoe: RowID? = nil, meters: Int = 5_000) -> RunLog {
        RunLog(moment: moment, distanceMeters: meters, durationSeconds: 1_800, surface: .road, shoe: shoe)
    }

    static func shoe(_ label: String = "Blue pair") throws -> Shoe {
        Shoe(label: try #require(Label(label)), inUseFrom: LocalDay(dayNumber: 20_500), startMeters: 10_000)
    }

    static func plan(_ number: Int = 1, base: Int? = nil, sets: Int = 3) throws -> PlanRevision {
        PlanRevision(
            number: number, base: base ?? number - 1, author: practitioner, authoredAt: moment.at,
            effectiveFrom: moment.day, reason: try #require(Note("First plan.")),
            content: PlanContent(
                program: try slug("ankle-pain"), title: try #require(Label("Ankle plan")),
                items: [
                    PlanItem(
                        block: .main, exercise: try slug("calf-raises"), exerciseVersion: 1,
                        dose: Dose(sets: sets, reps: 12), side: .both, frequency: Frequency(perWeek: 3))
                ]))
    }

    static func content(_ kind: RowKind, by role: Role = .member) throws -> RowContent {
        switch kind {
        case .planRevision: .planRevision(try plan())
        case .sessionLog: .sessionLog(try session())
        case .checkIn: .checkIn(try checkIn())
        case .runLog: .runLog(run())
        case .shoe: .shoe(try shoe())
        case .outcomeResponse:
            .outcomeResponse(
                OutcomeResponse(
                    moment: moment, instrument: .psfs,
                    activities: [
                        RatedActivity(
                            activity: try #require(Label("Running")), ability: try #require(AbilityScore(4)))
                    ]))
        case .fallReport: .fallReport(FallReport(moment: moment, kind: .nearFall))
        case .selfCare: .selfCare(SelfCareLog(moment: moment, measure: .ice, durationSeconds: 600))
        case .clearance:
            .clearance(
                Clearance(
                    moment: moment, clearedBy: practitioner, seen: [row(0xEE)],
                    note: try #require(Note("Seen by a physician."))))
        case .disclaimerAcknowledgement:
            .disclaimerAcknowledgement(
                DisclaimerAcknowledgement(
                    moment: moment, disclaimer: try slug("exercise-media"), disclaimerVersion: 1))
        case .runPhase: .runPhase(RunPhaseStart(phase: .two, from: moment.day))
        case .alert:
            .alert(
                AlertRecord(
                    finding: .painSevere, since: moment.at, evidence: [row(0xEE)], words: "Pain (during) was 8.",
                    openedAt: moment.at))
        case .alertAcknowledgement:
            .alertAcknowledgement(
                AlertAcknowledgement(
                    rule: .pain, level: .high, evidence: [row(0xEE)], acknowledgedBy: practitioner, at: moment.at))
        case .suggestion:
            .suggestion(
                SuggestionRecord(
                    rule: .r1, ruleSet: "ankle-v1",
                    proposal: .regress(exercise: try slug("calf-raises"), to: try slug("seated-calf-raises")),
                    evidence: [row(0xEE)], words: "Pain during was 6.", madeAt: moment.at))
        case .message:
            .message(
                Message(
                    at: moment.at, author: role == .practitioner ? practitioner : nil,
                    text: try #require(Note("How is it going?"))))
        case .messageReading:
            .messageReading(
                MessageReading(
                    at: moment.at, reader: role == .practitioner ? practitioner : nil, messages: [row(0xEE)]))
        case .visit:
            .visit(
                Visit(
                    moment: moment, practitioner: practitioner, mode: .video,
                    place: Label("https://video.example/ana")))
        case .careNote:
            .careNote(CareNote(signedAt: moment.at, author: practitioner, text: try #require(Note("Walks freely."))))
        case .goal: .goal(Goal(text: try #require(Label("Run 10 km"))))
        case .emergencyAccess:
            .emergencyAccess(
                EmergencyAccess(
                    practitioner: practitioner, reason: try #require(Note("Fell beside me.")), from: moment.at))
        case .setAside:
            .setAside(
                SetAside(
                    status: .rejected, reason: .invalid, detail: nil, device: device, seq: 1, kind: "check_in",
                    op: "insert", row: row(0xEE), body: nil))
        }
    }

    static func slug(_ text: String) throws -> Slug { try #require(Slug(text)) }
}

extension Mutation {
    static func insert(_ content: RowContent, _ row: RowID, seq: Int64 = 1) throws -> Mutation {
        Mutation(
            seq: seq, kind: content.kind.rawValue, op: "insert", row: row, body: try content.body())
    }

    static func update(_ row: RowID, base: Int64?, _ fields: JSONValue, seq: Int64 = 1) -> Mutation {
        Mutation(seq: seq, kind: "shoe", op: "update", row: row, base: base, body: fields)
    }

    static func delete(_ kind: RowKind, _ row: RowID, base: Int64? = nil, seq: Int64 = 1) -> Mutation {
        Mutation(seq: seq, kind: kind.rawValue, op: "delete", row: row, base: base)
    }
}
