import Foundation
import StrictJSON

/// What a command left behind.
struct Finished: Sendable, CustomStringConvertible {
    let command: String
    let ending: ChildProcess.Ending
    /// What it wrote to standard output.
    let output: String
    /// What it wrote to standard error.
    let errors: String

    /// The output as JSON.
    var json: JSONValue {
        get throws {
            do {
                return try JSONReader.read([UInt8](output.utf8))
            } catch {
                throw NotAsExpected("no JSON (\(error.message)) from: \(self)")
            }
        }
    }

    var description: String { "\(command)\n\(ending)\n--- output\n\(output)\n--- errors\n\(errors)" }
}

/// What a step of a test needed, and was otherwise: the steps after it make no sense.
struct NotAsExpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension Finished {
    /// Runs a command to its end.
    static func running(
        _ program: URL, _ arguments: [String], environment: [String: String] = [:], in folder: URL,
        input: String? = nil
    ) async throws -> Finished {
        let process = try ChildProcess(program, arguments, environment: environment, in: folder, input: input)
        let ending = await process.ended()
        return Finished(
            command: process.name, ending: ending, output: process.outputText, errors: process.errorText)
    }

    /// Itself, when it ended with this status.
    @discardableResult
    func exiting(_ status: Int32) throws -> Finished {
        guard ending == .exited(status) else { throw NotAsExpected("expected status \(status): \(self)") }
        return self
    }
}
