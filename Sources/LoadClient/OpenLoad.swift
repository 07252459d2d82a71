/// One thread's share of an open run.
struct OpenLoad {
    private let requests: [(position: Int, due: UInt64, bytes: [UInt8])]
    private let began: UInt64
    private let patience: UInt64
    private let connections: [LoadConnection]
    private var idle: [Int]
    private var underWay: [Int: Int] = [:]
    private var next = 0
    private var outcome = LoadOutcome()

    init(
        requests: [(Int, UInt64, [UInt8])], port: Int, began: UInt64, connections: Int, patience: UInt64
    ) {
        self.requests = requests
        self.began = began
        self.patience = patience
        self.connections = (0..<connections).map { _ in LoadConnection(port: port) }
        // The last is taken first, so that a connection that is warm is used again.
        idle = Array((0..<connections).reversed())
    }

    mutating func run() throws -> LoadOutcome {
        var readiness = Readiness()
        for _ in connections { readiness.watch(-1, isSending: false) }
        var scratch = [UInt8](repeating: 0, count: 65_536)
        let last = requests.last?.due ?? 0
        while next < requests.count || !underWay.isEmpty {
            try beginDue(&readiness)
            for position in readiness.wait(milliseconds: millisecondsToNext()) {
                finish(position, &scratch)
                let connection = connections[position]
                readiness.change(
                    position, to: connection.isBusy ? connection.descriptor : -1, isSending: connection.isSending)
            }
            guard LoadClock.now - began < last + patience else { break }
        }
        // What was not answered in time counts as cut.
        for (position, request) in underWay {
            note(request, connections[position].dueAt, status: 0, asksForPatience: false)
            connections[position].drop()
        }
        while next < requests.count {
            note(next, began + requests[next].due, status: 0, asksForPatience: false)
            next += 1
        }
        outcome.seconds = Double(LoadClock.now - began) / 1e9
        return outcome
    }

    private mutating func beginDue(_ readiness: inout Readiness) throws(LoadError) {
        let now = LoadClock.now - began
        while next < requests.count, requests[next].due <= now, let position = idle.popLast() {
            let connection = connections[position]
            do throws(LoadError) {
                try connection.begin(requests[next].bytes, dueAt: began + requests[next].due)
                underWay[position] = next
                readiness.change(position, to: connection.descriptor, isSending: connection.isSending)
            } catch {
                // Turned away before it was heard: that is an outcome of a run under pressure.
                note(next, began + requests[next].due, status: 0, asksForPatience: false)
                idle.append(position)
            }
            next += 1
        }
    }

    private func millisecondsToNext() -> Int {
        guard next < requests.count, !idle.isEmpty else { return 100 }
        let now = LoadClock.now - began
        let due = requests[next].due
        return due <= now ? 0 : min(100, Int((due - now + 999_999) / 1_000_000))
    }

    private mutating func finish(_ position: Int, _ scratch: inout [UInt8]) {
        guard let request = underWay[position] else { return }
        let connection = connections[position]
        switch connection.advance(&scratch) {
        case .waiting: return
        case .cut: note(request, connection.dueAt, status: 0, asksForPatience: false)
        case .answered(let status, let asksForPatience, _):
            note(request, connection.dueAt, status: status, asksForPatience: asksForPatience)
        }
        underWay[position] = nil
        idle.append(position)
    }

    private mutating func note(_ request: Int, _ dueAt: UInt64, status: Int, asksForPatience: Bool) {
        outcome.samples.append(
            LoadSample(
                dueAt: dueAt - began, latencyNanoseconds: LoadClock.now - dueAt, status: status,
                asksForPatience: asksForPatience, position: requests[request].position, lane: 0))
    }
}
