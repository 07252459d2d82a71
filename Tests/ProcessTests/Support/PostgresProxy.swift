import Foundation
import Synchronization

/// Stands between the service and PostgreSQL, and cuts the connection at a commit when it is told to.
///
/// It listens on a unix socket in a folder of its own, as a server with port 5432 would: nothing is encrypted there.
final class PostgresProxy: Sendable {
    enum Cut: Hashable, Sendable {
        /// PostgreSQL never sees the COMMIT, and rolls back.
        case beforeCommit
        /// PostgreSQL has committed, and the service never hears of it.
        case afterCommit
    }

    private struct State {
        var ordered: [Cut] = []
        var made: [Cut: Int] = [:]
    }

    private let listener: Listener
    private let state = Mutex(State())

    init(in folder: URL, to server: Endpoint) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        listener = try Listener(at: .unix(path: folder.appending(component: ".s.PGSQL.5432").path))
        listener.serve { [weak self] client in self?.pass(client, to: server) }
    }

    /// Cuts at so many of the next commits of transactions that write.
    func cut(_ cut: Cut, times: Int) {
        state.withLock { $0.ordered += Array(repeating: cut, count: times) }
    }

    /// How many such cuts were made so far.
    func count(of cut: Cut) -> Int { state.withLock { $0.made[cut] ?? 0 } }

    func stop() { listener.stop() }

    private func pass(_ client: Wire, to server: Endpoint) {
        let upstream: Wire
        do {
            // A session of a pool may be idle for long: the patience is the pool's, not ours.
            upstream = try Wire.connected(to: server, patienceSeconds: 3_600)
        } catch {
            // PostgreSQL is away.
            client.cut()
            return
        }
        let awaitsCommitted = Flag()
        Thread.detachNewThread { [self] in passAnswers(from: upstream, to: client, awaitsCommitted) }
        passQueries(from: client, to: upstream, awaitsCommitted)
    }

    private func passQueries(from client: Wire, to upstream: Wire, _ awaitsCommitted: Flag) {
        var messages = PostgresMessages(ofClient: true)
        var watch = CommitWatch()
        while let bytes = client.receive() {
            var forwarded: [UInt8] = []
            for message in messages.take(bytes) {
                if watch.sees(message), !awaitsCommitted.isSet, let cut = nextCut() {
                    switch cut {
                    case .beforeCommit:
                        upstream.send(forwarded)
                        note(.beforeCommit)
                        upstream.cut()
                        client.cut()
                        return
                    case .afterCommit: awaitsCommitted.isSet = true
                    }
                }
                forwarded += message.bytes
            }
            guard upstream.send(forwarded) else { break }
        }
        upstream.cut()
        client.cut()
    }

    private func passAnswers(from upstream: Wire, to client: Wire, _ awaitsCommitted: Flag) {
        var messages = PostgresMessages(ofClient: false)
        while let bytes = upstream.receive() {
            var forwarded: [UInt8] = []
            for message in messages.take(bytes) {
                if awaitsCommitted.isSet {
                    if message.type == UInt8(ascii: "C"), message.texts(1) == ["COMMIT"] {
                        client.send(forwarded)
                        note(.afterCommit)
                        client.cut()
                        upstream.cut()
                        return
                    }
                    if message.type == UInt8(ascii: "E") {
                        // It will be rolled back, so this cut is for another one.
                        awaitsCommitted.isSet = false
                        cut(.afterCommit, times: 1)
                    }
                }
                forwarded += message.bytes
            }
            guard client.send(forwarded) else { break }
        }
        // Something else ended the session first, so this cut is for another one as well.
        if awaitsCommitted.isSet { cut(.afterCommit, times: 1) }
        client.cut()
        upstream.cut()
    }

    private func nextCut() -> Cut? {
        state.withLock { $0.ordered.isEmpty ? nil : $0.ordered.removeFirst() }
    }

    private func note(_ cut: Cut) { state.withLock { $0.made[cut, default: 0] += 1 } }
}

/// Something that one thread says and another reads.
private final class Flag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool {
        get { value.withLock(\.self) }
        set { value.withLock { $0 = newValue } }
    }
}
