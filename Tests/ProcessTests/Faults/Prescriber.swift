import Care
import CareMessages
import ChartSync
import Foundation
import StrictJSON
import Synchronization

/// The PT of a cohort, who revises plans without end and repeats each proposal until its outcome is known.
final class Prescriber: Sendable {
    struct Journal: Sendable {
        /// The version that each revision became, by its row.
        var revisions: [RowID: (member: MemberID, version: Int64)] = [:]
        var contradictions: [String] = []
        var isStopped = false
    }

    private let cohort: Cohort
    private let endpoint: Endpoint
    private let journal = Mutex(Journal())

    init(of cohort: Cohort, through endpoint: Endpoint) {
        self.cohort = cohort
        self.endpoint = endpoint
    }

    var notes: Journal { journal.withLock(\.self) }

    func stop() { journal.withLock { $0.isStopped = true } }

    /// Revises one chart's plan after another until it is stopped; stands still, so it needs its own thread.
    func work() throws {
        let conversation = HTTPConversation(with: endpoint)
        var latest: [MemberID: Int] = [:]
        var turn = 0
        while !notes.isStopped {
            let member = cohort.charts[turn % cohort.charts.count].member
            turn += 1
            let base = latest[member] ?? 0
            let proposal = try Self.proposal(base: base, turn: turn)
            let body = JSONWriter.write(try JSONValue.encoding(proposal))
            guard let answer = try settled(body, for: member, in: conversation) else { return }
            guard answer.id == proposal.id, answer.revision.number == base + 1, let version = answer.version else {
                return contradict("revision \(base + 1) of \(member) was answered as \(answer.revision.number)")
            }
            latest[member] = answer.revision.number
            journal.withLock { $0.revisions[proposal.id] = (member, version) }
        }
    }

    private func settled(
        _ body: [UInt8], for member: MemberID, in conversation: HTTPConversation
    ) throws -> PlanAnswer? {
        let request = HTTPMessage.request(
            "POST", "/v1/members/\(member)/plan/revisions", token: cohort.practitionersDevice.token, body: body)
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            guard let answer = conversation.answer(to: request), answer.status < 500 else {
                Thread.sleep(forTimeInterval: 0.01)
                continue
            }
            guard [200, 201].contains(answer.status) else {
                contradict(
                    "a proposal was answered \(answer.startLine): \(String(decoding: answer.body, as: UTF8.self))")
                return nil
            }
            return try JSONReader.read(answer.body).decode(unknownFields: .ignore)
        }
        throw NotAsExpected("no proposal was answered for 120 s")
    }

    private func contradict(_ what: String) {
        journal.withLock {
            $0.contradictions.append(what)
            $0.isStopped = true
        }
    }

    /// Never what the revision before it said, since that would be no change.
    private static func proposal(base: Int, turn: Int) throws -> PlanProposal {
        guard let program = Slug("ankle-pain"), let exercise = Slug("calf-raises"), let title = Label("Ankle plan"),
            let reason = Note("Turn \(turn)")
        else { throw NotAsExpected("the plan breaks a rule") }
        let content = PlanContent(
            program: program, title: title,
            items: [
                PlanItem(
                    block: .main, exercise: exercise, exerciseVersion: 1, dose: Dose(sets: 1 + base % 9, reps: 12),
                    side: .both, frequency: Frequency(perWeek: 3))
            ],
            modifications: [])
        return PlanProposal(
            id: .make(at: .now), base: base, effectiveFrom: nil, reason: reason, template: nil, content: content,
            dryRun: nil)
    }
}
