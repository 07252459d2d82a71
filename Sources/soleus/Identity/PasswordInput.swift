import Foundation

/// Where passwords and other answers come from.
enum PasswordInput {
    /// The first line of the file, of standard input for `-`, or what somebody types.
    static func password(from file: String?, question: String, noInput: Bool) throws(CommandFailure) -> String {
        guard let file else {
            guard !noInput, Terminal.isInteractive, let typed = Terminal.askSecretly(question), !typed.isEmpty else {
                throw CommandFailure(
                    .badInput, "a password is needed", advice: "Give --password-file FILE, or - for standard input.")
            }
            return typed
        }
        let bytes = file == "-" ? readInput() : FileManager.default.contents(atPath: file).map { [UInt8]($0) }
        guard let bytes, let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.badInput, "cannot read a password from \(file)")
        }
        guard let line = text.split(whereSeparator: \.isNewline).first, !line.isEmpty else {
            throw CommandFailure(.badInput, "\(file) holds no password on its first line")
        }
        return String(line)
    }

    /// What somebody types, or the advice to give an option instead.
    static func answer(_ question: String, noInput: Bool, instead option: String) throws(CommandFailure) -> String {
        guard !noInput, Terminal.isInteractive, let typed = Terminal.ask(question), !typed.isEmpty else {
            throw CommandFailure(.badInput, "\(option) is needed")
        }
        return typed
    }

    private static func readInput() -> [UInt8]? { readLine().map { Array($0.utf8) } }
}
