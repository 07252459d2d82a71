import Foundation
import Logging

/// The notifications of one channel, on a connection and a thread of their own, outside the pool.
///
/// They are for one task, which iterates over them. They end when that task is cancelled or the value is no longer used;
/// a lost connection does not end them, and neither does a database that is away. They only say *that* something
/// happened: a consumer looks it up, and looks everything up after `connected`, `reconnected` and `missed`.
package final class Notifications: AsyncSequence, Sendable {
    package typealias Element = NotificationEvent
    package typealias Failure = Never

    private let buffer: NotificationBuffer
    private let interruption: Interruption
    private let use: Int

    init(
        _ connectionString: ConnectionString, channel: NotificationChannel, limit: Int, logger: Logger
    ) throws(PostgresError) {
        let buffer = NotificationBuffer(limit: limit)
        let interruption = try Interruption()
        self.buffer = buffer
        self.interruption = interruption
        use = interruption.beginUse()
        // The thread does not keep this value, whose end is the thread's.
        let receiver = NotificationReceiver(
            connectionString: connectionString, channel: channel, buffer: buffer, interruption: interruption,
            logger: logger)
        let thread = Thread { receiver.run() }
        thread.name = "pg-listen"
        thread.start()
    }

    deinit { stop() }

    /// Ends the notifications, and closes their connection soon.
    package func stop() {
        buffer.end()
        interruption.interrupt(use: use, because: .closed)
    }

    package func makeAsyncIterator() -> Iterator { Iterator(notifications: self) }

    /// Takes one event after another.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let notifications: Notifications

        package mutating func next() async -> NotificationEvent? {
            let event = await notifications.buffer.next()
            // The end may have come by cancellation: the thread need not stay for that.
            if event == nil { notifications.stop() }
            return event
        }
    }
}

extension Database {
    /// Listens on a channel from now on, with a connection more than the pool has.
    ///
    /// - Parameter limit: how many payloads may wait for the consumer before they become one `missed`.
    package func notifications(
        on channel: NotificationChannel, limit: Int = 1_024
    ) throws(PostgresError) -> Notifications {
        let connectionString = try ConnectionString(configuration)
        return try Notifications(connectionString, channel: channel, limit: limit, logger: logger)
    }

    /// Notifies a channel of payloads, which reach whoever listens in their order; equal ones may arrive as one.
    ///
    /// It is no part of any transaction of the caller's: a transaction that notifies holds one lock for the whole server
    /// while it commits, so it must have nothing else to commit. A payload has at most 7,999 bytes.
    package func notify(_ channel: NotificationChannel, _ payloads: [String]) async throws {
        guard !payloads.isEmpty else { return }
        try await session { session in
            for start in stride(from: 0, to: payloads.count, by: NotificationStatements.batchCount) {
                let batch = payloads[start..<min(start + NotificationStatements.batchCount, payloads.count)]
                try session.exchange(batch.map { Pending(NotificationStatements.notify.run(channel.name, $0)) })
            }
        }
    }
}

enum NotificationStatements {
    /// Notifications in one round trip, and one implicit transaction: the lock is held for no more than these.
    static let batchCount = 256

    static let notify = Statement("SELECT pg_notify($1, $2)", takes: Types(String.self, String.self))
}
