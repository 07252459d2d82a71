import Care
package import Logging
package import Postgres
import Synchronization

/// Carries pokes to the other processes of the service, in batches and in transactions of their own.
///
/// A notification inside a writing transaction would make every commit of the database queue for one lock. Here commits are
/// over before anybody speaks of them; what is lost with a process or a connection is made good by the next poll, for a poke
/// says only that it is worth asking.
package final class PokeRelay: Sendable {
    /// The channel on which the processes speak.
    package static let channel = NotificationChannel("soleus_pokes")
    /// PostgreSQL takes payloads of less than 8,000 bytes.
    static let maximumPayloadBytes = 7_900
    /// How long pokes are gathered for one batch.
    static let gathering: Duration = .milliseconds(10)

    private struct State {
        /// By what they are about, so that a hundred commits to one chart travel as one poke.
        var waiting: [String: Poke] = [:]
        var wake: CheckedContinuation<Void, Never>?
        var isStopped = false
    }
    private let state = Mutex(State())
    /// Those who wait in this process.
    package let board: WatchBoard
    /// By which a process knows what it said itself.
    private let sender: String

    /// `sender` differs from process to process.
    package init(board: WatchBoard, sender: String) {
        self.board = board
        self.sender = sender
    }

    /// Tells those who wait in this process now, and the other processes soon.
    package func send(_ poke: Poke) {
        board.post(poke)
        let wake = state.withLock { state in
            state.waiting[poke.subject] = state.waiting[poke.subject]?.merged(with: poke) ?? poke
            defer { state.wake = nil }
            return state.wake
        }
        wake?.resume()
    }

    /// Carries pokes in both directions until the task is cancelled.
    ///
    /// `connected` is called when it has begun to hear, and when it hears again after the database was away: then another
    /// server may have taken its place. A failure to send costs those who wait elsewhere until their next poll, and no more; it is logged, and not repeated.
    package func run(
        on database: Database, hearing notifications: Notifications, connected: @escaping @Sendable () async -> Void,
        logger: Logger
    ) async {
        await withTaskGroup { group in
            group.addTask {
                while !Task.isCancelled {
                    let payloads = await self.nextPayloads()
                    do {
                        try await database.notify(Self.channel, payloads)
                    } catch {
                        logger.warning("pokes did not reach the other processes", metadata: ["error": "\(error)"])
                    }
                }
            }
            group.addTask {
                for await event in notifications {
                    switch event {
                    case .payload(let payload): self.receive(payload)
                    // What was missed meanwhile, each device finds by its next poll.
                    case .missed: break
                    case .connected, .reconnected: await connected()
                    }
                }
            }
        }
    }

    /// The batches to send, each of one payload; waits until there are some, and is empty when the task was cancelled.
    package func nextPayloads() async -> [String] {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.isStopped || !state.waiting.isEmpty { return true }
                    state.wake = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            let wake = state.withLock { state in
                state.isStopped = true
                defer { state.wake = nil }
                return state.wake
            }
            wake?.resume()
        }
        // Cancelled, the rest is sent at once.
        try? await Task.sleep(for: Self.gathering)
        let pokes = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.line).sorted()
        }
        return Self.payloads(of: pokes, from: sender)
    }

    /// What another process said; its own words and what it does not understand are passed over.
    package func receive(_ payload: String) {
        let lines = payload.split(separator: "\n")
        guard let first = lines.first, first != sender else { return }
        for line in lines.dropFirst() {
            if let poke = Poke(line: line) { board.post(poke) }
        }
    }

    /// The lines of pokes in as few payloads as hold them, each with its sender's name before them.
    static func payloads(of lines: [String], from sender: String) -> [String] {
        var payloads: [String] = []
        var current = sender
        for line in lines {
            if current.utf8.count + 1 + line.utf8.count > maximumPayloadBytes {
                payloads.append(current)
                current = sender
            }
            current += "\n" + line
        }
        return lines.isEmpty ? [] : payloads + [current]
    }
}

extension Poke {
    /// What it is about: of two pokes about the same, one says it all.
    fileprivate var subject: String {
        switch self {
        case .chart(let member, _, _): "chart \(member)"
        case .panel, .ended: line
        case .catalog: "catalog"
        }
    }

    /// The one poke that says what two about the same say, whichever came first.
    fileprivate func merged(with other: Poke) -> Poke {
        switch (self, other) {
        case (.chart(let member, let version, let practitioners), .chart(_, let otherVersion, let others)):
            .chart(
                member, version: max(version, otherVersion),
                practitioners: practitioners + others.filter { !practitioners.contains($0) })
        case (.catalog(let version), .catalog(let otherVersion)): .catalog(version: max(version, otherVersion))
        default: other
        }
    }
}
