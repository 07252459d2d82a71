/// One thread's share of a closed run.
struct ClosedLoad {
    private struct Lane {
        let index: Int
        let requests: [[UInt8]]
        let connection: LoadConnection
        var next = 0
    }

    private var lanes: [Lane]
    private let began: UInt64
    private let until: UInt64
    private let keepsBodies: Bool
    private var outcome = LoadOutcome()
    private var open = 0

    /// How long a silent service is waited for after the time is over.
    private static let patience: UInt64 = 20_000_000_000

    init(
        lanes: [(index: Int, requests: [[UInt8]])], port: Int, began: UInt64, until: UInt64, keepsBodies: Bool
    ) {
        self.lanes = lanes.map { Lane(index: $0.index, requests: $0.requests, connection: LoadConnection(port: port)) }
        self.began = began
        self.until = until
        self.keepsBodies = keepsBodies
    }

    mutating func run() throws -> LoadOutcome {
        var readiness = Readiness()
        for lane in lanes { try lane.connection.open() }
        for position in lanes.indices {
            try begin(position)
            readiness.watch(lanes[position].connection.descriptor, isSending: lanes[position].connection.isSending)
        }
        var scratch = [UInt8](repeating: 0, count: 65_536)
        while open > 0 {
            let ready = readiness.wait(milliseconds: 1_000)
            guard !ready.isEmpty || LoadClock.now < until + Self.patience else { throw LoadError.noAnswer }
            for position in ready {
                try advance(position, &scratch)
                let connection = lanes[position].connection
                readiness.change(
                    position, to: connection.isBusy ? connection.descriptor : -1, isSending: connection.isSending)
            }
        }
        outcome.seconds = Double(LoadClock.now - began) / 1e9
        return outcome
    }

    private mutating func begin(_ position: Int) throws(LoadError) {
        let lane = lanes[position]
        guard lane.next < lane.requests.count else { return }
        try lane.connection.begin(lane.requests[lane.next], dueAt: LoadClock.now)
        open += 1
    }

    private mutating func advance(_ position: Int, _ scratch: inout [UInt8]) throws(LoadError) {
        let lane = lanes[position]
        let status: Int
        var asksForPatience = false
        switch lane.connection.advance(&scratch) {
        case .waiting: return
        case .cut: status = 0
        case .answered(let answered, let patience, let body):
            status = answered
            asksForPatience = patience
            if keepsBodies { outcome.lastBodies[lane.index] = Array(body) }
        }
        open -= 1
        let now = LoadClock.now
        outcome.samples.append(
            LoadSample(
                dueAt: lane.connection.dueAt - began, latencyNanoseconds: now - lane.connection.dueAt, status: status,
                asksForPatience: asksForPatience, position: lane.next, lane: lane.index))
        lanes[position].next += 1
        if now < until { try begin(position) }
    }
}
