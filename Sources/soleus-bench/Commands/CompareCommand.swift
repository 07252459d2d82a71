import ArgumentParser
import Foundation
import StrictJSON

/// The command `soleus-bench compare`: the figures of several populations in one table.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Print a table of what `soleus-bench growth --keep` has kept.",
        discussion: "Example:\n  soleus-bench compare .soleus/bench/growth.jsonl")

    @Argument(help: "The file.") var file: String

    func run() throws {
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        let found = try lines.flatMap { try JSONReader.read(Array($0.utf8)).arrayValue ?? [] }
        print(Text.table(GrowthRow.header, found.map(GrowthRow.cells)))
    }
}
