import ArgumentParser
import Foundation
import Testing

@testable import soleus

@Suite struct `The help of every command` {
    struct Example: CustomStringConvertible {
        var command: any ParsableCommand.Type
        var path: [String]
        var line: String

        var description: String { line }
    }

    /// Every command with the words that lead to it.
    static let commands = walk(Soleus.self, path: ["soleus"])
    static let examples: [Example] = commands.flatMap { command, path in
        exampleLines(of: command).map { Example(command: command, path: path, line: $0) }
    }

    private static func walk(
        _ command: any ParsableCommand.Type, path: [String]
    ) -> [(command: any ParsableCommand.Type, path: [String])] {
        [(command, path)]
            + command.configuration.subcommands.flatMap { subcommand in
                walk(subcommand, path: path + [subcommand.configuration.commandName ?? "?"])
            }
    }

    private static func exampleLines(of command: any ParsableCommand.Type) -> [String] {
        let lines = command.configuration.discussion.split(separator: "\n").map(String.init)
        guard let heading = lines.firstIndex(of: CommandConfiguration.examplesHeading) else { return [] }
        return lines[(heading + 1)...].map { String($0.drop(while: \.isWhitespace)) }
    }

    @Test func `shows an example for each command that does something`() {
        for (command, path) in Self.commands where command.configuration.subcommands.isEmpty {
            #expect(!Self.exampleLines(of: command).isEmpty, "\(path.joined(separator: " ")) has no example")
        }
    }

    @Test(arguments: examples) func `shows examples that work as they stand`(example: Example) throws {
        let words = Self.words(example.line)
        #expect(example.path.count == 1 || Array(words.prefix(example.path.count)) == example.path)
        let parsed = try Soleus.parseAsRoot(Array(words.dropFirst()))
        if example.path.count > 1 { #expect(type(of: parsed) == example.command) }
    }

    @Test func `is kept by the PT's guide, every command of which works as it stands`() throws {
        let guide = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Sources/Care/Care.docc/MorningInTheTerminal.md")
        let lines = try String(contentsOf: guide, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("    soleus ") }.map { $0.drop(while: \.isWhitespace) }
        #expect(lines.count > 20)
        for line in lines {
            _ = try Soleus.parseAsRoot(Array(Self.words(String(line)).dropFirst()))
        }
    }

    @Test func `lists every exit code`() {
        for status in ExitStatus.allCases {
            #expect(Soleus.configuration.discussion.contains("\(status.rawValue)   \(status.explanation)"))
        }
    }

    @Test(arguments: [
        "panel --json --plain", "trend ana --days 0", "plan bulk calf-raises --panel --reason why",
        "plan set ana calf-raises --reps 10 --duration 60 --reason why", "plan diff ana file --from 1",
        "sponsor add Acme --name A --kind employer --mode full --end-date last_covered_day",
        "practitioner add x --name X --licence CO:license:1:2027-01-01:2026-01-01",
        "eligibility check --sponsor a --number 1 --last-name B --birth-date 1987-02-30",
    ]) func `belongs to a parser that refuses what makes no sense`(line: String) {
        #expect(throws: (any Error).self) { _ = try Soleus.parseAsRoot(Self.words(line)) }
    }

    /// Cuts a line as a shell does, as far as the examples go: quotation marks, and a redirection at the end.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in line {
            switch character {
            case "\"":
                isQuoted.toggle()
                word = word ?? ""
            case " " where !isQuoted:
                if let finished = word { words.append(finished) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return Array(words.prefix { $0 != ">" })
    }
}
