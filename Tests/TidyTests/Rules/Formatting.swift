import Foundation

/// The formatter's configuration names every rule that the formatter knows: a rule that is missing from the list is off.
enum Formatting {
    /// Rules that are off, and why.
    static let off = [
        "ValidateDocumentationComments":
            "it wants a Parameters section for every documented function; ours say in prose what the signature cannot"
    ]

    /// Compares the rules of `.swift-format` with those that the formatter knows.
    static func complaints(configured: [String: Bool], known: Set<String>) -> [Complaint] {
        let path = ".swift-format"
        let missing = known.subtracting(configured.keys).sorted().map {
            Complaint(path: path, line: nil, advice: "add \($0): the formatter knows it, and unlisted rules are off")
        }
        let unknown = Set(configured.keys).subtracting(known).sorted().map {
            Complaint(path: path, line: nil, advice: "remove \($0): the formatter does not know it")
        }
        let silent = configured.filter { !$0.value && off[$0.key] == nil }.keys.sorted().map {
            Complaint(path: path, line: nil, advice: "switch \($0) on, or give the reason in Formatting.off")
        }
        return missing + unknown + silent
    }

    /// The rules in a configuration, and whether each is on.
    static func rules(in configuration: Data) throws -> [String: Bool] {
        try JSONDecoder().decode(Configuration.self, from: configuration).rules
    }

    /// The rules that the installed formatter knows.
    static func known() throws -> Set<String> {
        let formatter = Process()
        formatter.executableURL = URL(filePath: "/usr/bin/env")
        formatter.arguments = ["swift", "format", "dump-configuration"]
        // Outside the project, since it would print the project's configuration inside.
        formatter.currentDirectoryURL = FileManager.default.temporaryDirectory
        let output = Pipe()
        formatter.standardOutput = output
        try formatter.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        formatter.waitUntilExit()
        return Set(try rules(in: printed).keys)
    }

    private struct Configuration: Decodable {
        var rules: [String: Bool]
    }
}
