import Foundation
import Synchronization

/// A program that runs as a process of its own, with its two streams in files.
final class ChildProcess: Sendable {
    /// How a process ended.
    enum Ending: Equatable, Sendable {
        /// It ended by itself, with this status.
        case exited(Int32)
        /// A signal that it did not handle ended it.
        case killed(Int32)
    }

    private struct State {
        var ending: Ending?
        var waiting: [CheckedContinuation<Ending, Never>] = []
    }

    /// What was run, for messages.
    let name: String
    let output: URL
    let errors: URL
    private let process: Process
    private let state: Mutex<State>

    /// Starts the program; `environment` is all that it gets beside PATH and HOME.
    init(
        _ program: URL, _ arguments: [String], environment: [String: String] = [:], in folder: URL, input: String? = nil
    ) throws {
        name = ([program.lastPathComponent] + arguments).joined(separator: " ")
        let stem = "\(program.lastPathComponent)-\(UUID().uuidString.prefix(8))"
        output = folder.appending(component: "\(stem).out")
        errors = folder.appending(component: "\(stem).err")
        process = Process()
        state = Mutex(State())
        for file in [output, errors] { try Data().write(to: file) }
        process.executableURL = program
        process.arguments = arguments
        process.environment = Self.environment(with: environment)
        process.currentDirectoryURL = folder
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        if let input {
            let file = folder.appending(component: "\(stem).in")
            try Data(input.utf8).write(to: file)
            process.standardInput = try FileHandle(forReadingFrom: file)
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        process.terminationHandler = { [weak self] process in
            let status = process.terminationStatus
            self?.end(process.terminationReason == .exit ? .exited(status) : .killed(status))
        }
        try process.run()
    }

    private static func environment(with added: [String: String]) -> [String: String] {
        let own = ProcessInfo.processInfo.environment.filter { name, _ in
            ["PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR"].contains(name)
        }
        return own.merging(added) { _, given in given }
    }

    private func end(_ ending: Ending) {
        let waiting = state.withLock { state in
            state.ending = ending
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: ending) }
    }

    /// How it ended; nil while it runs.
    var ending: Ending? { state.withLock(\.ending) }

    /// Waits until it has ended, however long that takes.
    func ended() async -> Ending {
        await withCheckedContinuation { continuation in
            let ending = state.withLock { state in
                if state.ending == nil { state.waiting.append(continuation) }
                return state.ending
            }
            if let ending { continuation.resume(returning: ending) }
        }
    }

    /// Sends a signal, unless it has ended already.
    func send(_ signal: Int32) {
        guard ending == nil else { return }
        kill(process.processIdentifier, signal)
    }

    /// Ends it as a crash would, and waits until it is gone.
    func crash() async {
        send(SIGKILL)
        _ = await ended()
    }

    var outputText: String { Self.text(of: output) }
    var errorText: String { Self.text(of: errors) }

    private static func text(of file: URL) -> String {
        String(decoding: FileManager.default.contents(atPath: file.path) ?? Data(), as: UTF8.self)
    }
}
