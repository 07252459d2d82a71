import ArgumentParser

extension CommandConfiguration {
    /// The line before a command's examples; a test reads them from here on and parses every one.
    static let examplesHeading = "Examples:"

    /// A command whose help ends with examples that work as they stand.
    static func soleus(
        _ name: String, _ abstract: String, discussion: String = "", examples: [String] = [],
        subcommands: [any ParsableCommand.Type] = [], defaultSubcommand: (any ParsableCommand.Type)? = nil,
        aliases: [String] = []
    ) -> CommandConfiguration {
        let shown =
            examples.isEmpty ? "" : ([examplesHeading] + examples.map { "  \($0)" }).joined(separator: "\n")
        return CommandConfiguration(
            commandName: name, abstract: abstract,
            discussion: [discussion, shown].filter { !$0.isEmpty }.joined(separator: "\n\n"),
            subcommands: subcommands, defaultSubcommand: defaultSubcommand, aliases: aliases)
    }
}
