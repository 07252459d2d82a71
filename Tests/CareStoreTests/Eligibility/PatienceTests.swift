import Care
import CareMessages
import CareServices
import Foundation
import Postgres
import Synchronization
import Testing

@Suite struct `A roster whose sender does not wait` {
    @Test func `is worked on once, and what becomes of it can be asked for in every process`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            let (here, elsewhere) = (eligibility.rosters, eligibility.rosters)
            let id = try await eligibility.withCoverageLocked {
                let begun = try await eligibility.begin(RosterText(subscribers: 5), of: slug, at: here)
                #expect(begun.state == .received && begun.progress != nil && !begun.repeated)
                let id = try #require(UUID(uuidString: begun.id))

                let again = try await eligibility.begin(RosterText(subscribers: 5), of: slug, at: here)
                #expect(again.id == begun.id && again.state == .received && again.repeated)

                try await eligibility.untilSomebodyWaitsForCoverage()
                let seen = try await elsewhere.load(id, of: slug, actor: eligibility.administrator)
                #expect(seen.progress == LoadProgress(phase: .received, percent: 0))
                let listed = try await elsewhere.loads(of: slug, actor: eligibility.administrator)
                #expect(listed.map(\.progress) == [LoadProgress(phase: .received, percent: 0)])
                #expect(await !here.finish(deadline: .now))
                return id
            }
            #expect(await here.finish(deadline: .now + .seconds(60)))
            let outcome = try await elsewhere.load(id, of: slug, actor: eligibility.administrator)
            #expect(outcome.state == .applied && outcome.counts.added == 5 && outcome.progress == nil)
            #expect(outcome.steps.map(\.state) == [.received, .parsed, .validated, .staged, .approved, .applied])
        }
    }

    @Test func `is answered with the outcome when that comes in time`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            let first = try await eligibility.begin(RosterText(subscribers: 5), of: slug, waitingSeconds: 30)
            #expect(first.state == .applied && first.counts.added == 5 && !first.repeated)
            let second = try await eligibility.begin(RosterText(subscribers: 5), of: slug, waitingSeconds: 30)
            #expect(second.state == .applied && second.id == first.id && second.repeated)
            let none = try await eligibility.rosters.begin(
                RosterUpload(file: RosterBytes([0xFF, 0xFE, 0x41, 0x00])), sponsor: slug, waitingSeconds: 30,
                actor: eligibility.administrator)
            #expect(none.state == .rejected)
        }
    }

    @Test func `and whose work dies is nobody's, until the file comes again`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            let rosters = eligibility.rosters
            let id = try await eligibility.withCoverageLocked {
                let begun = try await eligibility.begin(RosterText(subscribers: 5), of: slug, at: rosters)
                try await eligibility.untilSomebodyWaitsForCoverage()
                try await eligibility.endWhoeverWaitsForCoverage()
                #expect(await rosters.finish(deadline: .now + .seconds(60)))
                return try #require(UUID(uuidString: begun.id))
            }
            let cut = try await rosters.load(id, of: slug, actor: eligibility.administrator)
            #expect(cut.state == .received && cut.progress == nil)
            #expect(try await eligibility.periods().isEmpty)

            let again = try await eligibility.begin(
                RosterText(subscribers: 5), of: slug, at: rosters, waitingSeconds: 30)
            #expect(again.id == id.uuidString.lowercased() && again.state == .applied && again.counts.added == 5)
        }
    }
}

extension Eligibility {
    @discardableResult
    fileprivate func begin(
        _ file: RosterText, of slug: Slug, at rosters: RosterService? = nil, waitingSeconds: Int = 0
    ) async throws -> LoadReport {
        try await (rosters ?? self.rosters).begin(
            RosterUpload(file: RosterBytes(file.bytes)), sponsor: slug, waitingSeconds: waitingSeconds,
            actor: administrator)
    }

    /// Runs the body while nothing can be written to `coverage`.
    fileprivate func withCoverageLocked<Value>(_ body: () async throws -> Value) async throws -> Value {
        let isOver = IsOver()
        let (locked, lock) = AsyncStream<Void>.makeStream()
        let holding = Task { [owner] in
            try await owner.transaction { transaction in
                try transaction.runScript("LOCK TABLE coverage IN SHARE MODE")
                lock.finish()
                while !isOver.value { try transaction.run(Self.pause) }
            }
        }
        for await _ in locked {}
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        isOver.set()
        try await holding.value
        return try outcome.get()
    }

    fileprivate func untilSomebodyWaitsForCoverage() async throws {
        for _ in 0..<3_000 {
            if try await owner.perform(.readOnly, Self.waiting.only()) > 0 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("nobody came to write coverage")
    }

    fileprivate func endWhoeverWaitsForCoverage() async throws {
        #expect(try await owner.perform(.readOnly, Self.endWaiting.all()).contains(true))
    }

    private static let waiting = Statement(
        "SELECT count(*) FROM pg_locks WHERE \(CoverageLock.isWaitedFor)", gives: Types(Int.self))
    private static let endWaiting = Statement(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE \(CoverageLock.isWaitedFor)",
        gives: Types(Bool.self))
    private static let pause = Statement("SELECT pg_sleep(0.01)::text", gives: Types(String.self))
}

/// A flag that is set once.
private final class IsOver: Sendable {
    private let flag = Atomic(false)

    var value: Bool { flag.load(ordering: .acquiring) }

    func set() { flag.store(true, ordering: .releasing) }
}
