import CMicroHTTPD
import Glibc
import Logging
import Synchronization

/// What libmicrohttpd has to say, at most a few lines a second: it writes one for every connection that drops.
///
/// The library's callback has no room for a context that is safe to free, so there is one log for the process, and the
/// server that started last owns it.
final class LibraryLog: Sendable {
    static let shared = LibraryLog()

    private struct State {
        var logger: Logger?
        var second = ContinuousClock.now
        var lines = 0
        var suppressed = 0
    }

    /// Enough to see what is going on, too few to fill a disk.
    private static let linesPerSecond = 5
    private let state = Mutex(State())

    func use(_ logger: Logger) {
        state.withLock { $0.logger = logger }
        // A panic is an inconsistency inside the library: whatever it would do next is worse than a restart.
        unsafe MHD_set_panic_func(
            { _, _, line, reason in
                let text = unsafe reason.map { unsafe String(cString: $0) } ?? "no reason"
                LibraryLog.shared.critical("libmicrohttpd panicked: \(text)", line: Int(line))
                abort()
            }, nil)
    }

    func write(_ message: String) {
        let now = ContinuousClock.now
        let (logger, suppressed): (Logger?, Int?) = state.withLock { state in
            var suppressed = 0
            if now - state.second >= .seconds(1) {
                suppressed = state.suppressed
                state.second = now
                state.lines = 0
                state.suppressed = 0
            }
            guard state.lines < Self.linesPerSecond else {
                state.suppressed += 1
                return (nil, nil)
            }
            state.lines += 1
            return (state.logger, suppressed)
        }
        guard let logger, let suppressed else { return }
        let text = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        logger.debug("libmicrohttpd: \(text)", metadata: suppressed > 0 ? ["suppressed": "\(suppressed)"] : nil)
    }

    private func critical(_ message: String, line: Int) {
        let logger = state.withLock { $0.logger }
        logger?.critical("\(message)", metadata: ["line": "\(line)"])
    }
}
