import ArgumentParser
import Foundation
import SoleusRuntime

/// Operators' accounts.
struct Operator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make operators' accounts.", subcommands: [Add.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an operator; without a password file, a password is made up and printed once.",
            discussion: """
                Examples:
                  soleusd operator add --login olga
                  soleusd operator add --login olga --name "Olga Lind" --password-file /root/olga
                """)

        @Option(help: "Small letters, digits and . _ @ - ; 80 at most.") var login: String
        @Option(help: "The operator's name; the login when absent.") var name: String?
        @Option(help: ArgumentHelp("A file with the password, 12 to 128 characters.", valueName: "file"))
        var passwordFile: String?
        @OptionGroup var settings: SettingsOption

        func run() async throws {
            let password = try passwordFile.map { file in
                try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .newlines)
            }
            var program = try await settings.program()
            let generated = try await program.addOperator(login: login, name: name ?? login, password: password)
            print("The operator \(login) may sign in.")
            if let generated { print("Password, shown only now: \(generated)") }
        }
    }
}
