import Foundation
import Synchronization

/// Stands between devices and the service, and breaks what passes when it is told to.
final class ServiceProxy: Sendable {
    enum Cut: Sendable {
        /// In the middle of a request, which the service never sees whole.
        case request
        /// In the middle of an answer, after the service has done everything.
        case answer
    }

    /// What becomes of one request.
    enum Treatment: Sendable {
        case forward
        /// The service never sees it.
        case answer(HTTPMessage)
        /// Others reach the service after it, and nobody sees their answers.
        case forwardAlso([HTTPMessage])
    }

    private struct State {
        var generator: SeededGenerator
        var ordered: [Cut] = []
        var made = 0
    }

    private let listener: Listener
    private let state: Mutex<State>

    /// Listens on a port of its own; `treatment` is asked what to do with each request.
    init(
        to service: Endpoint, seed: UInt64,
        treatment: @escaping @Sendable (HTTPMessage) -> Treatment = { _ in .forward }
    ) throws {
        listener = try Listener(at: .tcp(port: 0))
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
        listener.serve { [weak self] client in self?.pass(client, to: service, treatment) }
    }

    var endpoint: Endpoint { listener.endpoint }
    /// How many cuts were made so far.
    var cutCount: Int { state.withLock(\.made) }

    /// Cuts so many of the next requests or answers.
    func cut(_ cut: Cut, times: Int) {
        state.withLock { $0.ordered += Array(repeating: cut, count: times) }
    }

    func stop() { listener.stop() }

    private func pass(_ client: Wire, to service: Endpoint, _ treatment: (HTTPMessage) -> Treatment) {
        var requests = HTTPReader(client)
        let upstream = Upstream(service)
        while let request = requests.next() {
            switch treatment(request) {
            case .forward:
                guard relay(request, from: client, to: upstream) else { return }
            case .answer(let answer):
                guard client.send(answer.bytes) else { return }
            case .forwardAlso(let others):
                guard relay(request, from: client, to: upstream) else { return }
                for other in others { _ = upstream.answer(to: other.bytes) }
            }
        }
    }

    /// Whether the connection goes on.
    private func relay(_ request: HTTPMessage, from client: Wire, to upstream: Upstream) -> Bool {
        let bytes = request.bytes
        let cut = state.withLock { state -> Cut? in
            guard !state.ordered.isEmpty else { return nil }
            state.made += 1
            return state.ordered.removeFirst()
        }
        if case .request = cut {
            upstream.sendAndCut(bytes.prefix(length(below: bytes.count)))
            client.cut()
            return false
        }
        guard let answer = upstream.answer(to: bytes)?.bytes else {
            client.cut()
            return false
        }
        if case .answer = cut {
            client.send(answer.prefix(length(below: answer.count)))
            client.cut()
            return false
        }
        return client.send(answer)
    }

    private func length(below count: Int) -> Int {
        state.withLock { Int.random(in: 0..<max(1, count), using: &$0.generator) }
    }
}

/// The proxy's own connection for one of its clients.
private final class Upstream {
    private let endpoint: Endpoint
    private var open: (wire: Wire, reader: HTTPReader)?

    init(_ endpoint: Endpoint) { self.endpoint = endpoint }

    func answer(to bytes: [UInt8]) -> HTTPMessage? {
        guard var connection = connection() else { return nil }
        open = nil
        guard connection.wire.send(bytes), let answer = connection.reader.next() else { return nil }
        if answer["Connection"]?.lowercased() != "close" { open = connection }
        return answer
    }

    func sendAndCut(_ bytes: some Collection<UInt8>) {
        guard let connection = connection() else { return }
        open = nil
        connection.wire.send(bytes)
        connection.wire.cut()
    }

    private func connection() -> (wire: Wire, reader: HTTPReader)? {
        if let open { return open }
        do {
            let wire = try Wire.connected(to: endpoint)
            return (wire, HTTPReader(wire))
        } catch {
            // Nobody listens at the moment, which the client learns from the cut.
            return nil
        }
    }
}
