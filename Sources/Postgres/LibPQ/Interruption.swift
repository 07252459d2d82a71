import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A way for another thread to end the waiting of a session's thread.
///
/// Each use of the session is numbered, so that a cancellation which comes late interrupts nobody else.
final class Interruption: Sendable {
    private struct State {
        var use = 0
        var reason: PostgresError?
        /// Whether a byte waits in the pipe.
        var isSignalled = false
    }

    private let state = Mutex(State())
    private let readEnd: Int32
    private let writeEnd: Int32

    init() throws(PostgresError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw .connectionFailed(reason: "no file descriptor left for this process (errno \(errno))")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Why the present use must end; nil while it may go on.
    var reason: PostgresError? { state.withLock(\.reason) }

    /// Begins a use and returns its number.
    func beginUse() -> Int {
        state.withLock { state in
            state.use += 1
            state.reason = nil
            if state.isSignalled {
                var byte: UInt8 = 0
                while unsafe read(readEnd, &byte, 1) == 1 {}
                state.isSignalled = false
            }
            return state.use
        }
    }

    /// Ends a use's waiting; does nothing when that use is over.
    func interrupt(use: Int, because reason: PostgresError) {
        state.withLock { state in
            guard state.use == use, state.reason == nil else { return }
            state.reason = reason
            state.isSignalled = true
            var byte: UInt8 = 1
            // The pipe cannot be full: one byte is written for each use, and the next use empties it.
            _ = unsafe write(writeEnd, &byte, 1)
        }
    }

    /// Whether a read of the socket would find something, its end included.
    func hasNews(on socket: Int32) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&descriptor, 1, 0) != 0
    }

    /// What to wait for on a socket.
    enum Readiness {
        case readable
        case readableOrWritable
    }

    /// Waits until the socket is ready, the deadline has passed, or (when asked to heed it) an interruption has come.
    ///
    /// Returns false at the deadline. Spurious returns are possible: the caller looks again.
    func wait(
        for readiness: Readiness, of socket: Int32, until deadline: ContinuousClock.Instant, heeding: Bool
    ) -> Bool {
        var descriptors = [
            pollfd(fd: socket, events: Int16(POLLIN) | (readiness == .readable ? 0 : Int16(POLLOUT)), revents: 0),
            // poll skips negative descriptors.
            pollfd(fd: heeding ? readEnd : -1, events: Int16(POLLIN), revents: 0),
        ]
        let left = deadline - .now
        guard left > .zero else { return false }
        let (seconds, attoseconds) = left.components
        // Rounded up, so that the last fraction of a millisecond is not spent spinning; at most a minute at once.
        let milliseconds = min(seconds, 60) * 1_000 + attoseconds / 1_000_000_000_000_000 + 1
        _ = unsafe poll(&descriptors, nfds_t(descriptors.count), Int32(milliseconds))
        return true
    }
}
