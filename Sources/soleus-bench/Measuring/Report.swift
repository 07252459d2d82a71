import StrictJSON

/// Everything that a run has found.
struct Report: Sendable {
    var members: Int
    var rows: Int64
    var databaseBytes: Int64
    var idleMebibytes: Double
    var loadedMebibytes = 0.0
    var figures: [Figure] = []
    var floors: [Figure] = []

    /// How much more PostgreSQL spends on a scenario than on the plain loop; nil where there is no such loop.
    func floorRatio(_ figure: Figure) -> Double? {
        let same = floors.filter { $0.scenario == figure.scenario }
        // One connection against one loop, many against several.
        guard let floor = same.first(where: { ($0.connections == 1) == (figure.connections == 1) }) ?? same.first,
            floor.postgresMicroseconds > 0
        else { return nil }
        return figure.postgresMicroseconds / floor.postgresMicroseconds
    }

    var text: String {
        let header = [
            "scenario", "conns", "ops", "failed", "per s", "p50 ms", "p99 ms", "service µs", "PostgreSQL µs", "WAL B",
            "× floor",
        ]
        let lines = figures.map { line($0, isFloor: false) } + floors.map { line($0, isFloor: true) }
        return """
            \(members) members, \(rows) chart rows, \(databaseBytes / 1_048_576) MiB
            Memory of the service: \(Text.fixed(idleMebibytes, 1)) MiB idle (budget 48), \
            \(Text.fixed(loadedMebibytes, 1)) MiB after the run

            \(Text.table(header, lines))

            µs are CPU time for one operation; WAL is for one mutation. 300/250 is 300 where the budget is 250, and ! marks
            what is over. The floor is the same rows written or read by a plain loop over libpq, without the service,
            row-level security or anybody's right to it.
            """
    }

    private func line(_ figure: Figure, isFloor: Bool) -> [String] {
        let budget = isFloor ? nil : Budget.of(figure.scenario)
        func cell(_ value: Double?, _ limit: Double?, _ digits: Int = 0) -> String {
            guard let value else { return "–" }
            guard let limit else { return Text.fixed(value, digits) }
            return "\(Text.fixed(value, digits))/\(Text.fixed(limit, 0))\(value > limit ? "!" : "")"
        }
        return [
            isFloor ? "  floor: \(figure.scenario)" : figure.scenario, "\(figure.connections)",
            "\(figure.operations)", "\(figure.failures)", Text.short(figure.perSecond),
            cell(figure.p50Milliseconds, nil, 2), cell(figure.p99Milliseconds, budget?.p99Milliseconds, 2),
            cell(figure.serviceMicroseconds, budget?.serviceMicroseconds),
            cell(figure.postgresMicroseconds, budget?.postgresMicroseconds), cell(figure.walBytes, budget?.walBytes),
            isFloor ? "–" : floorRatio(figure).map { Text.fixed($0, 2) } ?? "–",
        ]
    }

    var json: JSONValue {
        .object([
            "members": .integer(Int64(members)), "rows": .integer(rows), "databaseBytes": .integer(databaseBytes),
            "idleMebibytes": .rounded(idleMebibytes), "loadedMebibytes": .rounded(loadedMebibytes),
            "figures": .array(
                figures.map { figure in
                    guard case .object(var object) = figure.json else { return figure.json }
                    if let ratio = floorRatio(figure) { object["floorRatio"] = .rounded(ratio, 2) }
                    if let budget = Budget.of(figure.scenario) {
                        object["overBudget"] = .array(budget.overruns(figure).map { .string($0) })
                    }
                    return .object(object)
                }),
            "floors": .array(floors.map(\.json)),
        ])
    }
}
