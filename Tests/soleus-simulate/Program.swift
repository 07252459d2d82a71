import ArgumentParser
import Foundation
import Simulation

@main
struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soleus-simulate",
        abstract: "Plays the sync protocol by seeds, and has a checker prove its contract.",
        discussion: """
            Each seed is one run: phones, practitioners and a coordinator, a network that loses, repeats, delays and cuts, \
            processes and databases that die, clocks that are set. A seed that breaks a promise is named, with what shows \
            it; --seed with --trace then repeats exactly that run, line by line.
            """)

    @Option(help: "How many seeds to play.")
    var seeds = 1_000
    @Option(help: "The first of them.")
    var from: UInt64 = 1
    @Option(help: "One seed only.")
    var seed: UInt64?
    @Flag(help: "Everything that happened in the run of --seed, line by line.")
    var trace = false
    @Option(help: "How often the director does something in a run.")
    var steps = 110
    @Option(help: "A bug to put into the protocol (a name, or all): says by which seed it is found.")
    var mutant: String?
    @Option(help: "How many seeds a mutant may hide from.")
    var patience: UInt64 = 200

    func run() async throws {
        if let mutant {
            try await hunt(mutant)
        } else if let seed {
            try play(seed)
        } else {
            try await play(from..<from + UInt64(max(1, seeds)))
        }
    }

    private func play(_ seed: UInt64) throws {
        let run = Simulation(seed: seed, steps: steps, keepsLines: trace)
        for line in run.lines { say(line) }
        say("seed \(seed): trace \(String(run.traceHash, radix: 16))")
        for (name, count) in run.tally.sorted(by: { $0.key < $1.key }) { say("  \(count) \(name)") }
        for violation in run.violations { say("BROKEN: \(violation)") }
        if !run.violations.isEmpty { throw ExitCode.failure }
    }

    /// Plays many seeds on all cores, and says how it goes.
    private func play(_ seeds: Range<UInt64>) async throws {
        let began = ContinuousClock.now
        var broken: [Simulation] = []
        var tally: [String: Int] = [:]
        var played = 0
        let steps = steps
        await withTaskGroup(of: Simulation.self) { group in
            var rest = seeds.makeIterator()
            for _ in 0..<8 {
                if let seed = rest.next() { group.addTask { Simulation(seed: seed, steps: steps) } }
            }
            for await run in group {
                if let seed = rest.next() { group.addTask { Simulation(seed: seed, steps: steps) } }
                played += 1
                for (name, count) in run.tally { tally[name, default: 0] += count }
                if !run.violations.isEmpty {
                    broken.append(run)
                    say("seed \(run.seed): BROKEN: \(run.violations.map(\.description).joined(separator: "\n    "))")
                }
                guard played.isMultiple(of: max(1, seeds.count / 20)) else { continue }
                let spent = ContinuousClock.now - began
                let left = spent / played * (seeds.count - played)
                say("\(played) of \(seeds.count) seeds, \(broken.count) broken, \(seconds(left)) s left")
            }
        }
        say("\(played) seeds in \(seconds(ContinuousClock.now - began)) s, from \(seeds.lowerBound):")
        for (name, count) in tally.sorted(by: { $0.key < $1.key }) { say("  \(count) \(name)") }
        guard broken.isEmpty else {
            say("\(broken.count) BROKEN: \(broken.map { String($0.seed) }.sorted().joined(separator: " "))")
            say("deploy/simulate --seed N --trace shows one of them.")
            throw ExitCode.failure
        }
        say("Every promise held.")
    }

    private func seconds(_ duration: Duration) -> Int64 { duration.components.seconds }

    /// Says by which seed each mutant is found, and by which promise.
    private func hunt(_ name: String) async throws {
        let mutants = name == "all" ? Mutant.allCases : Mutant.allCases.filter { $0.rawValue == name }
        guard !mutants.isEmpty else {
            throw ValidationError("There is no mutant \(name); there are: \(Mutant.allCases.map(\.rawValue))")
        }
        let (seeds, steps) = (from..<from + patience, steps)
        var hidden: [String] = []
        await withTaskGroup(of: (Mutant, Simulation?).self) { group in
            for mutant in mutants {
                group.addTask {
                    let runs = seeds.lazy.map { Simulation(seed: $0, mutant: mutant, steps: steps) }
                    return (mutant, runs.first { !$0.violations.isEmpty })
                }
            }
            for await (mutant, found) in group {
                if let found {
                    say("\(mutant.rawValue): seed \(found.seed): \(found.violations.map(\.description).first ?? "")")
                } else {
                    hidden.append(mutant.rawValue)
                    say("\(mutant.rawValue): NOT FOUND in \(patience) seeds")
                }
            }
        }
        say("\(mutants.count - hidden.count) of \(mutants.count) mutants found.")
        if !hidden.isEmpty { throw ExitCode.failure }
    }
}

/// A line at once, also into a pipe.
private func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
