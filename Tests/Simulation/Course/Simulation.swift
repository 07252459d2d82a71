import Care
import ChartSync

/// One run of the protocol by a seed, and what a checker says of what was seen.
package struct Simulation: Sendable {
    package let seed: UInt64
    package let mutant: Mutant?
    /// What breaks the contract; empty for a protocol that keeps it.
    package private(set) var violations: [Violation] = []
    /// The same for the same seed, in every process.
    package private(set) var traceHash: UInt64 = 0
    /// Everything that happened, where it was asked for.
    package private(set) var lines: [String] = []
    /// How often what happened, by name.
    package private(set) var tally: [String: Int] = [:]

    /// Plays one run.
    ///
    /// - Parameters:
    ///   - steps: how often the director does something before all goes well again.
    ///   - keepsLines: whether `lines` is wanted.
    package init(seed: UInt64, mutant: Mutant? = nil, steps: Int = 110, keepsLines: Bool = false) {
        self.seed = seed
        self.mutant = mutant
        let world = World(seed: seed, mutant: mutant, keepsLines: keepsLines)
        var director = Director(world: world)
        director.play(steps: steps)
        let moments = director.end()
        // Only now: what happens until all is at rest belongs to the history.
        violations = Checker.check(world.history, moments)
        traceHash = world.trace.hash
        lines = world.trace.lines
        for (_, event) in world.history.events { tally[History.name(event), default: 0] += 1 }
        for entry in moments.last?.state.charts.values.flatMap(\.ledger).map(\.entry) ?? [] {
            if entry.actorRole == .service { tally["commits of the service itself", default: 0] += 1 }
            for change in entry.changes { tally["changes of \(change.kind.rawValue)", default: 0] += 1 }
        }
        world.close()
    }
}

/// A promise that was broken, and what shows it.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    package var promise: String
    package var witness: String

    package var description: String { "\(promise): \(witness)" }
}
