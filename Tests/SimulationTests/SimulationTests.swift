import Simulation
import Testing

@Suite struct `The protocol in a simulation` {
    @Test(arguments: 1...20) func `keeps its contract`(seed: Int) {
        let run = Simulation(seed: UInt64(seed))
        #expect(run.violations.isEmpty, "\(run.violations.map(\.description).joined(separator: "\n"))")
    }
}
