import Care
import ChartSync
import Foundation
import Postgres
import Testing

/// Processes are killed while devices push; afterwards each acknowledged record is there, once.
///
/// `SOLEUS_KILL_CYCLES` makes it longer. The moments are random on purpose: no list of them would be the right one.
@Suite struct `A crash` {
    private static let cycles =
        ProcessInfo.processInfo.environment["SOLEUS_KILL_CYCLES"].flatMap { Int($0) } ?? 6

    @Test func `of the service or of PostgreSQL loses nothing and doubles nothing`() async throws {
        try await PrivateCluster.with(isCrashSafe: true) { cluster in
            try await cluster.createDatabase("soleus")
            try await Practice.with(conninfo: { cluster.conninfo(database: "soleus", user: $0) }) { practice in
                try await practice.soleusd("migrate")
                try await practice.prepare()
                let service = try await practice.start()
                try await practice.open()
                let people = RosterFile.of(count: 5)
                try await practice.load(people)
                try await practice.hirePT()
                var phones: [Phone] = []
                for (index, person) in people.people.enumerated() {
                    try await practice.enrol(person, device: "phone-\(index)")
                    phones.append(try Phone("phone-\(index)", of: practice))
                    try await practice.assignPT(to: person.fullName)
                    try await practice.assignPlan(to: person.fullName)
                }
                let therapist = Therapist(of: practice)
                try await crash(practice, service, cluster, people, while: phones, therapist)
                try await judge(practice, phones, therapist, people)
                for phone in phones { try phone.close() }
            }
        }
    }

    /// Crashes one thing after another while the devices work, and lets them finish after the last.
    private func crash(
        _ practice: Practice, _ first: ChildProcess, _ cluster: PrivateCluster, _ people: RosterFile,
        while phones: [Phone], _ therapist: Therapist
    ) async throws {
        try await withThrowingTaskGroup { group in
            for phone in phones { group.addTask { try await phone.work() } }
            // On the charts that the phones write to: each member's plan changes while the member logs.
            group.addTask { try await therapist.work(on: people.people.map(\.fullName)) }
            defer {
                therapist.stop()
                for phone in phones { phone.stop() }
            }
            var service = first
            for cycle in 1...Self.cycles {
                try await acknowledged(Int.random(in: 5...60), by: phones)
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...30)))
                await service.crash()
                service = try await practice.start()
                guard cycle.isMultiple(of: 3) else { continue }
                try await acknowledged(Int.random(in: 5...60), by: phones)
                try await cluster.crashAndRestart()
                // The service outlives its database, and comes back by itself.
                try await eventually("soleusd has found the database again") { await practice.health("/readyz") == 200 }
                #expect(service.ending == nil)
            }
            try await acknowledged(20, by: phones)
            therapist.stop()
            for phone in phones { phone.stop() }
            try await group.waitForAll()
        }
        for phone in phones { try await phone.finish() }
    }

    private func acknowledged(_ more: Int, by phones: [Phone]) async throws {
        let before = phones.map(\.acknowledgedCount).reduce(0, +)
        try await eventually("\(more) more records were acknowledged", withinSeconds: 120) {
            phones.map(\.acknowledgedCount).reduce(0, +) >= before + more
        }
    }

    private func judge(
        _ practice: Practice, _ phones: [Phone], _ therapist: Therapist, _ people: RosterFile
    ) async throws {
        let stored = try await practice.withDatabase { database in
            // One snapshot: the service may be writing an alert to a chart that nobody else writes to any more.
            let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)
            return try await database.transaction(options) { transaction in
                (
                    checkIns: try transaction.all(KillStatements.checkIns),
                    revisions: try transaction.all(KillStatements.revisions),
                    commits: try transaction.all(KillStatements.commits),
                    charts: try transaction.all(KillStatements.charts)
                )
            }
        }
        let versions = Dictionary(
            stored.checkIns.map { ($0.1, (member: $0.0, version: $0.2)) }
        ) { first, _ in first }
        for phone in phones {
            #expect(phone.contradictions == [])
            // A crash that no device felt tries nothing.
            #expect(phone.interruptionCount > 0)
            // Nothing waits any more, so each record has been acknowledged.
            #expect(phone.acknowledgedCount == phone.recordedCount)
            let wrong = phone.acknowledged.filter { row, version in
                guard let stored = versions[row.description] else { return true }
                return stored.version != version || stored.member != phone.member.description
            }
            #expect(wrong == [:], "\(phone.name): acknowledged, and not there as it was acknowledged")
        }
        // With that, an equal count leaves no room for a record that nobody made, or for a second copy.
        #expect(stored.checkIns.count == phones.map(\.recordedCount).reduce(0, +))

        #expect(therapist.contradictions == [])
        #expect(!therapist.revisions.isEmpty)
        for revision in therapist.revisions {
            #expect(stored.revisions.count { $0 == (revision.reason, revision.number) } == 1, "\(revision)")
        }

        #expect(stored.charts.count == people.people.count)
        for (member, version) in stored.charts {
            var next: Int64 = 1
            for (owner, first, last) in stored.commits where owner == member {
                #expect(first == next)
                next = last + 1
            }
            #expect(version == next - 1)
        }
        for person in people.people {
            let ledger = try await practice.ledger(of: person.fullName)
            #expect(ledger.holds)
        }
    }
}

private enum KillStatements {
    static let checkIns = Statement(
        "SELECT member_id::text, id::text, version FROM check_in",
        gives: Types(String.self, String.self, Int64.self))
    static let revisions = Statement(
        "SELECT reason, number::bigint FROM plan_revision", gives: Types(String.self, Int64.self))
    static let commits = Statement(
        "SELECT member_id::text, first_version, last_version FROM commit_entry ORDER BY member_id, first_version",
        gives: Types(String.self, Int64.self, Int64.self))
    static let charts = Statement("SELECT member_id::text, version FROM chart", gives: Types(String.self, Int64.self))
}
