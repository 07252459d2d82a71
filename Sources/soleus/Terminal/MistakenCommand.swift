import ArgumentParser

/// A word where a command was to stand: the parser takes it for an argument of the command that runs by default, and says
/// that there are too many.
enum MistakenCommand {
    /// What to say of the first such word; nil where there is none.
    static func hint(in words: [String], after root: any ParsableCommand.Type = Soleus.self) -> String? {
        var command = root
        var path: [String] = []
        for word in words {
            let subcommands = command.configuration.subcommands
            path += [command.configuration.commandName].compactMap(\.self)
            guard let next = subcommands.first(where: { $0.configuration.names.contains(word) }) else {
                guard command.configuration.defaultSubcommand != nil, !word.hasPrefix("-") else { return nil }
                let known = subcommands.flatMap { $0.configuration.names.prefix(1) }.joined(separator: ", ")
                let shown = fitted(printable(word), to: 40)
                return "'\(shown)' is no command of '\(path.joined(separator: " "))': \(known)."
            }
            command = next
        }
        return nil
    }
}

extension CommandConfiguration {
    fileprivate var names: [String] { [commandName].compactMap(\.self) + aliases }
}
