import CLibPQ
import Logging

/// Receives notifications on a thread of its own until it is interrupted, with a new connection whenever one is lost.
struct NotificationReceiver: Sendable {
    let connectionString: ConnectionString
    let channel: NotificationChannel
    let buffer: NotificationBuffer
    let interruption: Interruption
    let logger: Logger

    /// Long enough not to hammer a server that is coming up, short enough for a notice to be worth having.
    private static let longestPause = Duration.seconds(5)
    /// How long LISTEN may take.
    private static let answerTimeout = Duration.seconds(10)

    func run() {
        var pause = Duration.milliseconds(25)
        var isFirst = true
        while interruption.reason == nil {
            do throws(PostgresError) {
                let connection = try Connection(connectionString, logger: logger)
                try listen(on: connection)
                buffer.put(isFirst ? .connected : .reconnected)
                isFirst = false
                pause = .milliseconds(25)
                try receive(from: connection)
            } catch {
                logger.warning(
                    "the listening connection is lost", metadata: ["channel": "\(channel.name)", "error": "\(error)"])
            }
            // A different time for each of the processes that lost the same server.
            waitForInterruption(until: .now + pause * Double.random(in: 0.5...1))
            pause = min(pause * 2, Self.longestPause)
        }
        buffer.end()
    }

    private func waitForInterruption(until deadline: ContinuousClock.Instant) {
        while interruption.reason == nil, interruption.wait(for: .readable, of: -1, until: deadline, heeding: true) {}
    }

    private func listen(on connection: borrowing Connection) throws(PostgresError) {
        let deadline = ContinuousClock.now + Self.answerTimeout
        // The name is not from input but a constant, and a plain identifier; LISTEN takes no parameters.
        try connection.sendScript("LISTEN \(channel.name)")
        while try connection.flush() { try wait(for: .readableOrWritable, on: connection, until: deadline) }
        while true {
            while connection.isBusy { try wait(for: .readable, on: connection, until: deadline) }
            guard let result = connection.takeResult() else { return }
            guard result.status == PGRES_COMMAND_OK else {
                if let error = result.serverError { throw .server(error) }
                throw .connectionLost
            }
        }
    }

    /// Waits for a socket, and reads what has come; throws when time has run out or the connection has ended.
    private func wait(
        for readiness: Interruption.Readiness, on connection: borrowing Connection,
        until deadline: ContinuousClock.Instant
    ) throws(PostgresError) {
        if let reason = interruption.reason { throw reason }
        guard interruption.wait(for: readiness, of: connection.socket, until: deadline, heeding: true) else {
            throw .deadlineExceeded
        }
        guard connection.consumeInput() else { throw .connectionLost }
    }

    /// Passes notifications on until the connection ends, or returns when interrupted.
    private func receive(from connection: borrowing Connection) throws(PostgresError) {
        while interruption.reason == nil {
            while let payload = connection.takeNotification() { buffer.put(.payload(payload)) }
            // No deadline of our own: the socket's keep-alive finds a peer that has vanished.
            _ = interruption.wait(for: .readable, of: connection.socket, until: .now + .seconds(60), heeding: true)
            guard connection.consumeInput() else { throw .connectionLost }
        }
    }
}
