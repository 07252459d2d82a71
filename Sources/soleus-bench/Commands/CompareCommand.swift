import ArgumentParser
import Foundation
import StrictJSON

/// The command `soleus-bench compare`: the figures of several populations in one table.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Print a table of what `soleus-bench growth --keep` has kept, and draw it.",
        discussion: """
            With --pictures, growth-members.svg and growth-rows.svg are written into a folder.

            Examples:
              soleus-bench compare .soleus/bench/growth.jsonl
              soleus-bench compare --pictures .soleus/bench .soleus/bench/growth.jsonl
            """)

    @Argument(help: "The file.") var file: String
    @Option(help: "A folder for pictures.") var pictures: String?

    func run() throws {
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        let found = try lines.flatMap { try JSONReader.read(Array($0.utf8)).arrayValue ?? [] }
        print(Text.table(GrowthRow.header, found.map(GrowthRow.cells)))
        guard let pictures else { return }
        let folder = URL(filePath: pictures, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, svg) in GrowthPictures(found).written() {
            let place = folder.appending(component: name)
            try svg.write(to: place, atomically: true, encoding: .utf8)
            print("drawn: \(place.path)")
        }
    }
}
