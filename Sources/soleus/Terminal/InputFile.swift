import Foundation

/// Files that a command is given.
enum InputFile {
    /// The file's bytes, of standard input for `-`; refused above the limit before it is read whole.
    static func read(_ path: String, maximumBytes: Int) throws(CommandFailure) -> [UInt8] {
        let file: FileHandle
        if path == "-" {
            file = .standardInput
        } else if let opened = FileHandle(forReadingAtPath: path) {
            file = opened
        } else {
            throw CommandFailure(.badInput, "cannot read \(path)", advice: "Is the name right?")
        }
        do {
            let bytes = try file.read(upToCount: maximumBytes + 1) ?? Data()
            if bytes.count > maximumBytes {
                throw CommandFailure(.badInput, "\(path) is larger than \(maximumBytes >> 20) MiB")
            }
            return [UInt8](bytes)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.badInput, "cannot read \(path): \(error.localizedDescription)")
        }
    }

    /// The first bytes of a file, which tell its format.
    static func beginning(of path: String) throws(CommandFailure) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure(.badInput, "cannot read \(path)", advice: "Is the name right?")
        }
        do {
            return [UInt8](try file.read(upToCount: 16) ?? Data())
        } catch {
            throw CommandFailure(.badInput, "cannot read \(path): \(error.localizedDescription)")
        }
    }

    /// The file's text.
    static func readText(_ path: String, maximumBytes: Int = 1 << 20) throws(CommandFailure) -> String {
        guard let text = String(validating: try read(path, maximumBytes: maximumBytes), as: UTF8.self) else {
            throw CommandFailure(.badInput, "\(path) is not UTF-8 text")
        }
        return text
    }
}
