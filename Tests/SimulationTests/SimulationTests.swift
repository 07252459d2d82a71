import Simulation
import Testing

@Suite struct `The sync protocol in a simulation` {
    @Test(arguments: 1...20) func `keeps its contract`(seed: Int) {
        let violations = Simulation(seed: UInt64(seed)).violations
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

    @Test func `meets everything that it is there for`() {
        // What no run ever meets, no run proves anything about.
        let wanted = [
            "answered device_forked", "answered not_found", "answered sequence_gap", "clones", "corrupted",
            "devices revoked", "mismatches", "purged", "refused client-too-old", "restores",
        ]
        var met: [String: Int] = [:]
        for seed in 1...20 { met.merge(Simulation(seed: UInt64(seed)).tally) { $0 + $1 } }
        let missing = wanted.filter { met[$0] == nil }
        #expect(missing.isEmpty)
    }
}
