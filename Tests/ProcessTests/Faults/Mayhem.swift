import Foundation
import Postgres

/// What can happen to a service, its database and the network between.
enum Fault: String, CaseIterable, Sendable {
    case killService = "the service killed"
    case crashPostgres = "PostgreSQL shut down at once"
    case killBackend = "a session's process of PostgreSQL killed"
    case cutBeforeCommit = "cut before COMMIT"
    case cutAfterCommit = "cut after COMMIT"
    case cutRequest = "a request cut"
    case cutAnswer = "an answer cut"
    case pauseService = "the service paused"
}

/// Makes faults happen to an installation, one after another, in an order that a seed repeats.
struct Mayhem {
    let practice: Practice
    let cluster: PrivateCluster
    let postgresProxy: PostgresProxy
    let serviceProxy: ServiceProxy
    var service: ChildProcess
    private var generator: SeededGenerator
    private(set) var counts: [Fault: Int] = [:]

    init(
        _ practice: Practice, _ service: ChildProcess, _ cluster: PrivateCluster, _ postgresProxy: PostgresProxy,
        _ serviceProxy: ServiceProxy, seed: UInt64
    ) {
        self.practice = practice
        self.service = service
        self.cluster = cluster
        self.postgresProxy = postgresProxy
        self.serviceProxy = serviceProxy
        generator = SeededGenerator(seed: seed)
    }

    /// So many faults: each kind comes once before any comes again.
    mutating func plan(cycles: Int) -> [Fault] {
        var faults: [Fault] = []
        while faults.count < cycles { faults += Fault.allCases.shuffled(using: &generator) }
        return Array(faults.prefix(cycles))
    }

    /// A number that the seed repeats.
    mutating func number(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    /// Makes one fault happen, and whatever died live again.
    mutating func make(_ fault: Fault) async throws {
        // The moment within a request is nobody's choice.
        try await Task.sleep(for: .milliseconds(number(in: 0...15)))
        switch fault {
        case .killService:
            await service.crash()
            service = try await practice.start()
        case .crashPostgres:
            try await cluster.crashAndRestart()
            try await serviceIsReady()
        case .killBackend:
            try await killBackend()
            try await serviceIsReady()
        case .cutBeforeCommit: try await cut(.beforeCommit)
        case .cutAfterCommit: try await cut(.afterCommit)
        case .cutRequest: try await cut(.request)
        case .cutAnswer: try await cut(.answer)
        case .pauseService:
            service.send(SIGSTOP)
            try await Task.sleep(for: .milliseconds(number(in: 20...200)))
            service.send(SIGCONT)
        }
        counts[fault, default: 0] += 1
    }

    /// PostgreSQL ends all its sessions when one is killed, and recovers as after a crash.
    private func killBackend() async throws {
        let pid = try await practice.withDatabase { database in
            try await database.transaction(.readOnly) { try $0.first(MayhemStatements.sessions) }
        }
        if let pid { kill(pid, SIGKILL) }
    }

    /// The service outlives its database, and comes back by itself.
    private func serviceIsReady() async throws {
        try await eventually("soleusd has found the database again") {
            if let ending = service.ending { throw NotAsExpected("soleusd ended with its database: \(ending)") }
            return await practice.health("/readyz") == 200
        }
    }

    private mutating func cut(_ cut: PostgresProxy.Cut) async throws {
        let times = number(in: 1...4)
        let before = postgresProxy.count(of: cut)
        postgresProxy.cut(cut, times: times)
        try await eventually("\(times) sessions were cut") { postgresProxy.count(of: cut) >= before + times }
    }

    private mutating func cut(_ cut: ServiceProxy.Cut) async throws {
        let times = number(in: 1...6)
        let before = serviceProxy.cutCount
        serviceProxy.cut(cut, times: times)
        try await eventually("\(times) connections were cut") { serviceProxy.cutCount >= before + times }
    }
}

private enum MayhemStatements {
    /// The service's sessions; one at work first.
    static let sessions = Statement(
        """
        SELECT pid FROM pg_stat_activity WHERE usename = 'soleus_care' ORDER BY (state = 'active') DESC, random() LIMIT 1
        """, gives: Types(Int32.self))
}
