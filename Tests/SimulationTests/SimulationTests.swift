import ChartSync
import Simulation
import Testing

@Suite struct `The sync protocol in a simulation` {
    /// The runs of the first seeds, each played once however many tests ask for it.
    private static let runs = (1...20).map { seed in Task { Simulation(seed: UInt64(seed)) } }

    @Test(arguments: 1...20) func `keeps its contract`(seed: Int) async {
        let violations = await Self.runs[seed - 1].value.violations
        #expect(violations.isEmpty, "\(violations.map(\.description).joined(separator: "\n"))")
    }

    @Test func `plays a seed the same way each time`() {
        let first = Simulation(seed: 7, keepsLines: true)
        let second = Simulation(seed: 7, keepsLines: true)
        let other = Simulation(seed: 8)
        #expect(first.lines == second.lines)
        #expect(first.traceHash == second.traceHash)
        #expect(first.traceHash != other.traceHash)
    }

    @Test func `meets everything that it is there for`() async {
        // What no run ever meets, no run proves anything about.
        let wanted = [
            "answered device_forked", "answered not_found", "answered sequence_gap", "clones", "corrupted",
            "devices revoked", "mismatches", "purged", "refused client-too-old", "restores", "signed out",
            "new identities", "commits of the service itself",
        ]
        // Nobody in the simulation records these yet.
        let notPlayed: Set<RowKind> = [.selfCare, .messageReading]
        let kinds = RowKind.allCases.filter { !notPlayed.contains($0) }.map { "changes of \($0.rawValue)" }
        var met: [String: Int] = [:]
        for run in Self.runs { met.merge(await run.value.tally) { $0 + $1 } }
        let missing = (wanted + kinds).filter { met[$0] == nil }
        #expect(missing.isEmpty)
    }
}
