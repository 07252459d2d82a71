import Care
import CareClient
import ChartSync
import Foundation
import Synchronization

/// A member's device that records and pushes without end, and keeps a journal of what it was told.
final class Phone: Sendable {
    /// What a mutation was told.
    private struct Journal {
        /// The row of each mutation, by its number.
        var rows: [Int64: RowID] = [:]
        /// The version that each acknowledged mutation became, by its number.
        var versions: [Int64: Int64] = [:]
        /// What must never happen, and did.
        var contradictions: [String] = []
        /// Conversations that broke off.
        var interruptionCount = 0
        var isStopped = false
    }

    let name: String
    let member: MemberID
    private let store: OfflineStore
    private let engine: SyncEngine
    private let timeZone: TimeZoneName
    private let journal = Mutex(Journal())

    /// Opens the store of a device that has been enrolled.
    init(_ name: String, of practice: Practice) throws {
        self.name = name
        store = try OfflineStore.open(practice.store(of: name))
        guard let device = try store.enrolledDevice() else { throw NotAsExpected("\(name) is not enrolled") }
        member = device.member.id
        timeZone = device.member.timeZone
        engine = SyncEngine(
            store: store, transport: Service(address: practice.address).connection, now: { Self.now() })
    }

    private static func now() -> Instant { Instant(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1_000)) }

    var recordedCount: Int { journal.withLock(\.rows.count) }
    var acknowledgedCount: Int { journal.withLock(\.versions.count) }
    var interruptionCount: Int { journal.withLock(\.interruptionCount) }
    var contradictions: [String] { journal.withLock(\.contradictions) }

    func stop() { journal.withLock { $0.isStopped = true } }

    /// The version that each of its rows has, as it was acknowledged.
    var acknowledged: [RowID: Int64] {
        journal.withLock { journal in
            Dictionary(
                uniqueKeysWithValues: journal.versions.compactMap { seq, version in
                    journal.rows[seq].map { ($0, version) }
                })
        }
    }

    /// Records check-ins and sends them, until it is stopped.
    func work() async throws {
        var turn = 0
        while !journal.withLock(\.isStopped) {
            turn += 1
            try record(count: 1 + turn % 3)
            // Now and then everything new is fetched as well: the other device of this member works, too.
            let report = turn.isMultiple(of: 8) ? await engine.sync() : await engine.push()
            note(report)
            // While nobody answers, there is no point in asking without a breath.
            if report.interruption != nil { try await Task.sleep(for: .milliseconds(20)) }
        }
    }

    /// Sends what waits and fetches what is new, until nothing is; then each copy is the service's.
    ///
    /// The service may write by itself meanwhile: it looks for alerts a moment after each commit.
    func finish() async throws {
        var comparisons: [ScopeComparison] = []
        try await eventually("\(name) has sent and fetched everything") {
            let report = await engine.sync()
            note(report)
            guard report.interruption == nil, report.waiting == 0 else { return false }
            comparisons = try await engine.compare()
            return comparisons.allSatisfy { $0.verdict != .behind }
        }
        for comparison in comparisons where comparison.verdict != .equal {
            contradict("\(name): the copy of \(comparison.scope) differs in \(comparison.differingRows)")
        }
    }

    func close() throws { try store.close() }

    private func record(count: Int) throws {
        guard let pain = PainScore(Int.random(in: 0...10)) else { return }
        let now = Self.now()
        let checkIn = RowContent.checkIn(
            CheckIn(moment: LocalMoment(now, in: timeZone), about: .now, pain: pain))
        let recorded = try store.record(Array(repeating: checkIn, count: count), at: now)
        journal.withLock { journal in
            for record in recorded { journal.rows[record.seq] = record.row }
        }
    }

    private func note(_ report: SyncReport) {
        journal.withLock { journal in
            if report.interruption != nil { journal.interruptionCount += 1 }
            for outcome in report.outcomes {
                if outcome.status != .applied {
                    journal.contradictions.append("\(name): \(outcome.seq) was \(outcome.status)")
                }
                if let earlier = journal.versions.updateValue(outcome.version, forKey: outcome.seq),
                    earlier != outcome.version
                {
                    journal.contradictions.append("\(name): \(outcome.seq) was \(earlier), then \(outcome.version)")
                }
            }
        }
        if report.tookNewIdentity { contradict("\(name): the service took it for a copied device") }
        if report.requeued > 0 { contradict("\(name): the service had lost \(report.requeued) mutations") }
        if let interruption = report.interruption, !interruption.isPassing { contradict("\(name): \(interruption)") }
    }

    private func contradict(_ what: String) { journal.withLock { $0.contradictions.append(what) } }
}
