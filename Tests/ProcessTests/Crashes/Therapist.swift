import StrictJSON
import Synchronization

/// A PT who changes plans without end, by the program that PTs use, and keeps a journal of what was acknowledged.
final class Therapist: Sendable {
    /// A revision that the service has acknowledged.
    struct Revision: Hashable, Sendable {
        /// As the PT wrote it; each is used once.
        var reason: String
        var number: Int64
    }

    private struct Journal {
        var revisions: [Revision] = []
        var contradictions: [String] = []
        var isStopped = false
    }

    private let practice: Practice
    private let journal = Mutex(Journal())

    init(of practice: Practice) { self.practice = practice }

    /// Every revision that was acknowledged, in order.
    var revisions: [Revision] { journal.withLock(\.revisions) }
    var contradictions: [String] { journal.withLock(\.contradictions) }

    func stop() { journal.withLock { $0.isStopped = true } }

    /// Changes one exercise of one member after another, until it is stopped.
    func work(on members: [String]) async throws {
        var turn = 0
        while !journal.withLock(\.isStopped) {
            turn += 1
            let reason = "Turn \(turn)"
            // Each round of members has another number of sets, so that every turn is a change.
            let sets = 2 + (turn / members.count) % 5
            let finished = try await practice.run(
                [
                    "plan", "set", members[turn % members.count], "calf-raises", "--sets", String(sets), "--reason",
                    reason, "--json",
                ], profile: "pt")
            switch finished.ending {
            case .exited(0):
                let revision = try finished.json["revision"]
                guard let number = revision?["number"]?.integerValue, let stored = revision?["reason"]?.stringValue
                else { throw NotAsExpected("no revision in: \(finished)") }
                // A plan that says so already is printed as it is: an earlier turn had arrived although its answer had not.
                guard stored == reason else { continue }
                journal.withLock { $0.revisions.append(Revision(reason: reason, number: number)) }
            // No answer: it may or may not have arrived.
            case .exited(5): continue
            default: journal.withLock { $0.contradictions.append("\(finished)") }
            }
        }
    }
}
