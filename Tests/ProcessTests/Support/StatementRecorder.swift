import Foundation
import Synchronization

/// Stands between the service and PostgreSQL, and notes which statements each transaction runs.
final class StatementRecorder: Sendable {
    private let listener: Listener
    private let transactions = Mutex<[[String]]>([])

    init(in folder: URL, to server: Endpoint) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        listener = try Listener(at: .unix(path: folder.appending(component: ".s.PGSQL.5432").path))
        listener.serve { [weak self] client in self?.pass(client, to: server) }
    }

    func stop() { listener.stop() }

    /// The transactions that were ended since the last time, as far as they run a statement with such a text.
    func take(with text: String) -> [[String]] {
        transactions.withLock { transactions in
            defer { transactions = [] }
            return transactions.filter { $0.contains { $0.contains(text) } }
        }
    }

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
        Thread.detachNewThread {
            while let bytes = upstream.receive() { guard client.send(bytes) else { break } }
            client.cut()
            upstream.cut()
        }
        var messages = PostgresMessages(ofClient: true)
        var prepared: [String: String] = [:]
        var open: [String] = []
        var isBound = false
        while let bytes = client.receive() {
            for message in messages.take(bytes) {
                let statement: String?
                switch message.type {
                case UInt8(ascii: "Q"): statement = message.texts(1).first
                case UInt8(ascii: "P"):
                    let texts = message.texts(2)
                    if texts.count == 2 { prepared[texts[0]] = texts[1] }
                    statement = nil
                // A portal's name, then the statement's.
                case UInt8(ascii: "B"):
                    statement = message.texts(2).last.flatMap { prepared[$0] }
                    isBound = true
                // A round trip ends; one that only prepares statements is a new session's, whoever is asked about.
                case UInt8(ascii: "S"):
                    statement = isBound && !open.isEmpty ? "sync" : nil
                    isBound = false
                default: statement = nil
                }
                guard let statement else { continue }
                open.append(statement)
                if statement == "COMMIT" || statement == "ROLLBACK" {
                    transactions.withLock { [open] in $0.append(open) }
                    open = []
                }
            }
            guard upstream.send(bytes) else { break }
        }
        upstream.cut()
        client.cut()
    }
}
