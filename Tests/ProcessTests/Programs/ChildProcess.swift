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
        try Self.spawning.withLock { _ in
            try Self.keepDescriptorsFromChildren()
            try process.run()
        }
    }

    /// Children are started one at a time.
    private static let spawning = Mutex(())

    /// Marks every descriptor that is open now as closed on exec.
    ///
    /// Foundation learns that a child has ended when the child's end of a socket closes, and leaves these sockets open to
    /// every child that is started meanwhile: a `soleusd` started beside a short command would keep that command's end
    /// open, and nobody would ever learn that it has ended.
    private static func keepDescriptorsFromChildren() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            guard let descriptor = Int32(name), descriptor > 2 else { continue }
            // The listing's own descriptor is closed by now, which is the only way in which this fails.
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
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

    /// The system's number for it.
    var processID: Int32 { process.processIdentifier }

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
