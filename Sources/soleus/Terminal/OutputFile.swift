import Foundation

/// Files that a command makes.
enum OutputFile {
    /// The name that stands for standard output.
    static let standard = "-"

    /// Writes the bytes whole or not at all, for the owner's eyes only, and says on standard error where they are.
    static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
        if path == standard {
            FileHandle.standardOutput.write(Data(bytes))
            return
        }
        do {
            try PrivateFile.replace(path, with: bytes)
        } catch {
            throw CommandFailure(
                .badInput, "cannot write \(path): \(error)", advice: "Does the folder exist, and may you write there?")
        }
        Terminal.say("Wrote \(path).")
    }
}
