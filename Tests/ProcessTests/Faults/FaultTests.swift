import Foundation
import Testing

/// Real processes fail in real ways while devices work; afterwards the journals and the database are compared.
@Suite(.serialized) struct `A fault` {
    private static let cycles = LongForm.number("SOLEUS_FAULT_CYCLES") ?? Fault.allCases.count
    private static let chartCount = 4
    private static let devicesPerChart = 3

    @Test func `of whatever kind loses nothing, doubles nothing and leaves no gap`() async throws {
        LongForm.tell("Faults: \(Self.cycles) cycles, seed \(LongForm.seed)")
        try await PrivateCluster.with(isCrashSafe: true) { cluster in
            try await cluster.createDatabase("soleus")
            let proxy = try PostgresProxy(in: cluster.folder.appending(component: "proxy"), to: cluster.endpoint)
            defer { proxy.stop() }
            // The service speaks through the proxy; the tests' own questions do not.
            @Sendable func conninfo(user: String) -> String {
                user == "soleus_owner"
                    ? cluster.conninfo(database: "soleus", user: user)
                    : "host=\(cluster.folder.path)/proxy port=5432 dbname=soleus user=\(user)"
            }
            try await Practice.with(conninfo: { conninfo(user: $0) }) { practice in
                try await run(in: practice, cluster, proxy)
            }
        }
    }

    private func run(in practice: Practice, _ cluster: PrivateCluster, _ postgresProxy: PostgresProxy) async throws {
        try await practice.soleusd("migrate")
        try await practice.loadCatalog()
        let cohort = try await Cohort.make(
            devices: Array(repeating: Self.devicesPerChart, count: Self.chartCount), in: practice)
        let service = try await practice.start()
        let serviceProxy = try ServiceProxy(to: practice.endpoint, seed: LongForm.seed)
        defer { serviceProxy.stop() }
        let handsets = cohort.handsets(through: serviceProxy.endpoint)
        let prescriber = Prescriber(of: cohort, through: serviceProxy.endpoint)
        var mayhem = Mayhem(practice, service, cluster, postgresProxy, serviceProxy, seed: LongForm.seed)
        let faults = mayhem.plan(cycles: Self.cycles)
        try await working(handsets, prescriber) {
            for (cycle, fault) in faults.enumerated() {
                try await acknowledged(mayhem.number(in: 5...40), by: handsets)
                try await mayhem.make(fault)
                if (cycle + 1).isMultiple(of: 20) {
                    let count = handsets.map(\.acknowledgedCount).reduce(0, +)
                    LongForm.tell("Faults: \(cycle + 1) of \(faults.count) cycles, \(count) mutations acknowledged")
                }
            }
            try await acknowledged(20, by: handsets)
        }
        for handset in handsets { try await onOwnThread { try handset.sendAgain() } }
        let findings = try await Judgement.findings(in: practice, cohort, handsets, prescriber)
        #expect(findings == [])
        // A fault that no device felt tries nothing.
        let unknown = handsets.map(\.notes.unknownCount).reduce(0, +)
        #expect(unknown > 0)
        let happened = mayhem.counts.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            "\($0.value) × \($0.key.rawValue)"
        }
        LongForm.tell(
            """
            Faults: \(handsets.map(\.acknowledgedCount).reduce(0, +)) mutations and \
            \(prescriber.notes.revisions.count) revisions acknowledged, \(unknown) requests sent again; \
            \(findings.count) findings; \(happened.joined(separator: ", ")); seed \(LongForm.seed)
            """)
    }

    private func acknowledged(_ more: Int, by handsets: [Handset]) async throws {
        let before = handsets.map(\.acknowledgedCount).reduce(0, +)
        try await eventually("\(more) more mutations were acknowledged", withinSeconds: 120) {
            for handset in handsets {
                if let contradiction = handset.contradictions.first { throw NotAsExpected(contradiction) }
            }
            return handsets.map(\.acknowledgedCount).reduce(0, +) >= before + more
        }
    }
}

extension Cohort {
    /// A handset for each device of each chart.
    func handsets(through endpoint: Endpoint) -> [Handset] {
        charts.enumerated().flatMap { index, chart in
            chart.devices.enumerated().map { place, device in
                Handset("chart \(index) device \(place)", device, of: chart.member, through: endpoint)
            }
        }
    }
}

/// Lets devices and their PT work while the body runs, and waits until nothing of theirs waits any more.
func working(
    _ handsets: [Handset], _ prescriber: Prescriber? = nil, while body: () async throws -> Void
) async throws {
    try await withThrowingTaskGroup { group in
        for (index, handset) in handsets.enumerated() {
            group.addTask { try await onOwnThread { try handset.work(seed: LongForm.seed &+ UInt64(index)) } }
        }
        if let prescriber {
            group.addTask { try await onOwnThread { try prescriber.work() } }
        }
        func stop() {
            prescriber?.stop()
            for handset in handsets { handset.stop() }
        }
        defer { stop() }
        try await body()
        stop()
        try await group.waitForAll()
    }
    // Only now has everybody stopped sending.
    for handset in handsets where handset.contradictions.isEmpty {
        try await onOwnThread { try handset.catchUp() }
    }
}
