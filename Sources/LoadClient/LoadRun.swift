import Foundation

/// What came of one request.
package struct LoadSample: Hashable, Sendable {
    /// When it was due, in nanoseconds since the run began.
    package var dueAt: UInt64
    /// From then to the end of its answer.
    package var latencyNanoseconds: UInt64
    /// 0 when the connection ended without an answer.
    package var status: Int
    package var asksForPatience: Bool
    /// Which of the lane's or the schedule's requests it was.
    package var position: Int
    /// Of its lane, from 0; 0 in a schedule.
    package var lane: Int

    package init(
        dueAt: UInt64, latencyNanoseconds: UInt64, status: Int = 200, asksForPatience: Bool = false, position: Int = 0,
        lane: Int = 0
    ) {
        self.dueAt = dueAt
        self.latencyNanoseconds = latencyNanoseconds
        self.status = status
        self.asksForPatience = asksForPatience
        self.position = position
        self.lane = lane
    }
}

/// What came of a run.
package struct LoadOutcome: Sendable {
    package var samples: [LoadSample] = []
    package var seconds = 0.0
    /// The body of each lane's last answer, where that was asked for.
    package var lastBodies: [Int: [UInt8]] = [:]

    package init() {}

    /// Adds what another thread has seen of the same run.
    package mutating func add(_ part: LoadOutcome) {
        samples += part.samples
        lastBodies.merge(part.lastBodies) { first, _ in first }
        seconds = max(seconds, part.seconds)
    }

    package func count(of status: Int) -> Int { samples.count { $0.status == status } }

    /// The latency that so much of the answers do not pass, in milliseconds; 0.99 for the 99th percentile.
    package func latencyMilliseconds(_ share: Double) -> Double {
        let sorted = samples.map(\.latencyNanoseconds).sorted()
        guard !sorted.isEmpty else { return 0 }
        let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return Double(sorted[min(max(rank, 0), sorted.count - 1)]) / 1e6
    }
}

/// Requests over keep-alive connections, made by a few threads that do nothing else.
package enum LoadRun {
    /// Closed load: each lane is a connection that sends its requests one after another, as fast as they are answered.
    ///
    /// Requests are whole messages of HTTP/1.1, ready to be sent. The run ends when all are answered or the time is over.
    package static func closed(
        _ lanes: [[[UInt8]]], port: Int, threads: Int = 2, seconds: Double, keepsBodies: Bool = false
    ) async throws -> LoadOutcome {
        let began = LoadClock.now
        let shares = (0..<max(1, min(threads, lanes.count))).map { share in
            lanes.indices.filter { $0 % max(1, min(threads, lanes.count)) == share }
        }
        return try await gather(
            shares.map { indices in
                {
                    var thread = ClosedLoad(
                        lanes: indices.map { (index: $0, requests: lanes[$0]) }, port: port, began: began,
                        until: began + UInt64(seconds * 1e9), keepsBodies: keepsBodies)
                    return try thread.run()
                }
            }, began: began)
    }

    /// Open load: requests are due at their times, whether or not those before them are answered.
    ///
    /// - Parameters:
    ///   - due: Nanoseconds since the beginning, ascending.
    ///   - connections: How many there are at most; with all of them busy, a request waits, and its latency counts that.
    package static func open(
        _ requests: [(due: UInt64, bytes: [UInt8])], port: Int, threads: Int = 2, connections: Int,
        patienceSeconds: Double
    ) async throws -> LoadOutcome {
        let began = LoadClock.now
        let shares = (0..<threads).map { share in
            requests.indices.filter { $0 % threads == share }.map { (position: $0, request: requests[$0]) }
        }
        return try await gather(
            shares.map { share in
                {
                    var thread = OpenLoad(
                        requests: share.map { ($0.position, $0.request.due, $0.request.bytes) }, port: port,
                        began: began,
                        connections: max(1, connections / threads), patience: UInt64(patienceSeconds * 1e9))
                    return try thread.run()
                }
            }, began: began)
    }

    private static func gather(
        _ works: [@Sendable () throws -> LoadOutcome], began: UInt64
    ) async throws -> LoadOutcome {
        var all = LoadOutcome()
        try await withThrowingTaskGroup(of: LoadOutcome.self) { group in
            for work in works { group.addTask { try await onThread(work) } }
            for try await part in group { all.add(part) }
        }
        return all
    }

    /// Runs work that waits on a thread of its own: the threads that run tasks are not for waiting.
    package static func onThread<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}
