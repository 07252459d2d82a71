import Population

/// All scenarios in their order, each beside its floor.
struct Suite: Sendable {
    let installation: Installation
    let seconds: Double
    let connections: [Int]
    let isQuick: Bool
    let only: String?

    /// As many loops as the service has sessions of the database, unless told otherwise.
    private static let floorLoops = 16

    func run(_ say: (String) -> Void) async throws -> Report {
        let ordinary = installation.outline.ordinary
        var report = Report(
            members: installation.outline.members, rows: try await Upkeep.chartRows(installation.database),
            databaseBytes: try await Upkeep.databaseBytes(installation.database),
            idleMebibytes: try installation.processes.serviceMebibytes())
        let sizes = (isQuick ? [20] : [1, 20, 100]).filter { isWanted(PushScenario.name($0)) }
        if !sizes.isEmpty { try await warmUp(say) }
        for size in sizes {
            for count in connections where count <= ordinary.count {
                say("\(PushScenario.name(size)), \(count) connections")
                report.figures.append(
                    try await PushScenario(size: size, connections: count, seconds: seconds, range: ordinary)
                        .run(installation))
            }
            for loops in Set(connections.map { $0 == 1 ? 1 : Self.floorLoops }).sorted() {
                say("\(PushScenario.name(size)), \(loops) plain loops")
                report.floors.append(
                    try await Floor(loops: loops, seconds: seconds).push(size, installation, of: ordinary))
            }
        }
        try await addPulls(to: &report, say)
        if !isQuick, isWanted(WatchScenario.name) {
            say(WatchScenario.name)
            report.figures.append(
                try await WatchScenario(waiters: 400, rounds: max(20, Int(seconds * 20))).run(installation))
        }
        report.loadedMebibytes = try installation.processes.serviceMebibytes()
        return report
    }

    /// Has every session of the service make every statement of a push as often as PostgreSQL plans one anew, which is five
    /// times: what is measured is a service that has run for a while.
    private func warmUp(_ say: (String) -> Void) async throws {
        let ordinary = installation.outline.ordinary
        guard let count = connections.filter({ $0 <= ordinary.count }).max() else { return }
        say("warming up")
        let seconds = min(2, 10 * seconds)
        _ = try await PushScenario(size: 20, connections: count, seconds: seconds, range: ordinary).run(installation)
    }

    private func addPulls(to report: inout Report, _ say: (String) -> Void) async throws {
        let ordinary = installation.outline.ordinary
        for count in connections where count <= ordinary.count {
            let pulls = PullScenario(connections: count, seconds: seconds)
            if isWanted(PullScenario.idle) {
                say("\(PullScenario.idle), \(count) connections")
                report.figures.append(try await pulls.idle(installation, of: ordinary))
            }
            guard !isQuick else { continue }
            if isWanted(PullScenario.twenty) {
                say("\(PullScenario.twenty), \(count) connections")
                report.figures.append(try await pulls.twentyNew(installation, of: ordinary))
            }
            for practitioner in [1, 0] where isWanted(PullScenario.panel(0).dropLast()) {
                say("idle panel, \(count) connections")
                report.figures.append(try await pulls.panel(practitioner, installation))
            }
        }
        if isWanted(PullScenario.idle) {
            for loops in Set(connections.map { $0 == 1 ? 1 : Self.floorLoops }).sorted() {
                say("\(PullScenario.idle), \(loops) plain loops")
                report.floors.append(
                    try await Floor(loops: loops, seconds: seconds).idlePull(installation, of: ordinary))
            }
        }
        guard !isQuick else { return }
        for rows in [2_000, 10_000] where isWanted(PullScenario.first(rows)) {
            for count in [1, 4] {
                say("\(PullScenario.first(rows)), \(count) connections")
                let pulls = PullScenario(connections: count, seconds: seconds)
                if let figure = try await pulls.first(rows, installation) { report.figures.append(figure) }
            }
        }
    }

    private func isWanted(_ name: some StringProtocol) -> Bool { only.map { name.contains($0) } ?? true }
}
