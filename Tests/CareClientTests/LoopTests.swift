import Care
import ChartSync
import Foundation
import Synchronization
import Testing

@testable import CareClient

/// Time that passes when the test says so: each sleep is announced, and ends when it is let go.
private final class TestTime: Sendable {
    private struct State {
        var sleeps: [(id: UUID, seconds: Double, continuation: CheckedContinuation<Void, Never>)] = []
        var cancelled: Set<UUID> = []
    }

    private let state = Mutex(State())
    let announced: AsyncStream<Double>
    private let announce: AsyncStream<Double>.Continuation

    init() { (announced, announce) = AsyncStream.makeStream(of: Double.self) }

    /// With half of every range for chance; no wait for the service takes any time.
    var pace: Pace { Pace(sleep: { try await self.sleep($0) }, chance: { 0.5 }, seconds: { 0 }) }

    private func sleep(_ seconds: Double) async throws {
        let id = UUID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    state.sleeps.append((id, seconds, continuation))
                    return false
                }
                if isCancelled { continuation.resume() } else { announce.yield(seconds) }
            }
        } onCancel: {
            let sleep = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard let index = state.sleeps.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleeps.remove(at: index).continuation
            }
            sleep?.resume()
        }
        try Task.checkCancellation()
    }

    /// Ends the sleep of so many seconds.
    func pass(_ seconds: Double) {
        let sleep = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let index = state.sleeps.firstIndex(where: { $0.seconds == seconds }) else { return nil }
            return state.sleeps.remove(at: index).continuation
        }
        sleep?.resume()
    }
}

/// A loop under way, and what it tells.
private struct RunningLoop {
    let service = ModelService()
    let device: TestDevice
    let time = TestTime()
    let network: AsyncStream<NetworkPath>.Continuation
    let loop: SyncLoop
    private let events: AsyncStream<SyncLoop.Event>
    private let task: Task<Void, Never>

    init(watches: Bool = false, prepare: (ModelService, TestDevice) async throws -> Void = { _, _ in }) async throws {
        device = try TestDevice(of: service)
        try await device.enrol()
        try await prepare(service, device)
        let (stream, continuation) = AsyncStream.makeStream(of: SyncLoop.Event.self)
        events = stream
        let paths = AsyncStream.makeStream(of: NetworkPath.self)
        network = paths.continuation
        loop = SyncLoop(engine: device.engine, store: device.store, pace: time.pace, watches: watches) {
            continuation.yield($0)
        }
        task = Task { [loop] in
            await loop.run(network: paths.stream)
            continuation.finish()
        }
    }

    /// The next event, in the order in which they come.
    func event() async throws -> SyncLoop.Event {
        for await event in events { return event }
        throw CancellationError()
    }

    func synced() async throws -> SyncReport {
        guard case .synced(let report) = try await event() else { throw CancellationError() }
        return report
    }

    /// The length of the next sleep.
    func slept() async throws -> Double {
        for await seconds in time.announced { return seconds }
        throw CancellationError()
    }

    func end() async {
        task.cancel()
        await task.value
    }
}

@Suite(.timeLimit(.minutes(1))) struct `The background loop` {
    @Test func `syncs at once, and again when the service said to`() async throws {
        let loop = try await RunningLoop()

        #expect(try await loop.synced().isComplete)
        // 60 seconds as the service says, less half of a tenth.
        #expect(try await loop.slept() == 57)
        loop.time.pass(57)
        #expect(try await loop.synced().isComplete)
        await loop.end()
    }

    @Test func `syncs when something is recorded`() async throws {
        let loop = try await RunningLoop()
        _ = try await loop.synced()
        _ = try await loop.slept()

        try loop.device.checkIn(pain: 4)

        #expect(try await loop.synced().outcomes.map(\.status) == [.applied])
        await loop.end()
    }

    @Test func `syncs when the service has news`() async throws {
        let loop = try await RunningLoop(watches: true) { service, device in
            await service.announce(.chart(try device.enrolled().member.id), version: 1)
        }

        _ = try await loop.synced()
        // No time has passed and nothing was recorded: the watch was answered.
        _ = try await loop.synced()
        #expect(await loop.service.paths().contains("POST /v1/sync/watch"))
        await loop.end()
    }

    @Test func `does not watch again at once when a wait was ended early and without news`() async throws {
        let loop = try await RunningLoop(watches: true)
        _ = try await loop.synced()

        // Until the next poll, and before the next wait.
        #expect(try await Set([loop.slept(), loop.slept()]) == [57, 1])
        for seconds in [1.0, 2, 4] {
            loop.time.pass(seconds)
            #expect(try await loop.slept() == seconds * 2)
        }
        #expect(await loop.service.paths().count { $0 == "POST /v1/sync/watch" } == 4)
        await loop.end()
    }

    @Test func `waits longer after each failure, and starts afresh after a success`() async throws {
        let loop = try await RunningLoop { service, _ in
            for _ in 0..<3 { await service.next("/v1/sync/pull", .answer(status: 503)) }
        }

        for seconds in [1.0, 2, 4] {
            #expect(try await loop.synced().interruption?.isPassing == true)
            #expect(try await loop.event() == .backingOff(seconds: seconds))
            #expect(try await loop.slept() == seconds)
            loop.time.pass(seconds)
        }
        #expect(try await loop.synced().isComplete)
        #expect(try await loop.slept() == 57)
        await loop.service.next("/v1/sync/pull", .answer(status: 503))
        loop.time.pass(57)
        _ = try await loop.synced()
        #expect(try await loop.event() == .backingOff(seconds: 1))
        await loop.end()
    }

    @Test func `waits as long as the service asks, and a record does not cut it short`() async throws {
        let loop = try await RunningLoop { service, _ in
            await service.next("/v1/sync/pull", .answer(status: 503, retryAfterSeconds: 40))
        }
        _ = try await loop.synced()
        #expect(try await loop.event() == .backingOff(seconds: 45))
        #expect(try await loop.slept() == 45)

        try loop.device.checkIn(pain: 4)
        loop.time.pass(45)

        #expect(try await loop.synced().outcomes.count == 1)
        await loop.end()
    }

    @Test func `rests without a network and goes on when it comes back`() async throws {
        let loop = try await RunningLoop()
        _ = try await loop.synced()
        _ = try await loop.slept()

        loop.network.yield(.unavailable)
        #expect(try await loop.event() == .offline)
        try loop.device.checkIn(pain: 4)
        loop.network.yield(.available)

        #expect(try await loop.synced().outcomes.count == 1)
        await loop.end()
    }

    @Test func `cuts a wait short when it is asked to`() async throws {
        let loop = try await RunningLoop { service, _ in
            await service.next("/v1/sync/pull", .answer(status: 503))
        }
        _ = try await loop.synced()
        _ = try await loop.event()
        _ = try await loop.slept()

        loop.loop.syncSoon()

        #expect(try await loop.synced().isComplete)
        await loop.end()
    }

    @Test func `ends when the device is revoked`() async throws {
        let loop = try await RunningLoop { service, device in
            await service.revoke(try device.enrolled().device.id)
        }

        _ = try await loop.synced()
        #expect(try await loop.event() == .ended(.revoked(detail: "revoked")))
        await loop.end()
    }

    @Test func `never runs two syncs at once`() async throws {
        let service = ModelService()
        let device = try TestDevice(of: service)
        try await device.enrol()
        try device.checkIn(pain: 4)
        let engine = device.engine
        let reports = await withTaskGroup(of: SyncReport.self) { group in
            for _ in 0..<5 { group.addTask { await engine.sync() } }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(reports.allSatisfy { $0.isComplete })
        #expect(reports.map(\.outcomes.count).sorted() == [0, 0, 0, 0, 1])
        #expect(await service.pushes().count == 1)
    }
}

@Suite struct `Backing off` {
    @Test func `grows to a quarter of an hour and no further`() {
        var backOff = BackOff()
        let ceilings = (0..<14).map { _ in backOff.failed(retryAfterSeconds: nil, chance: 1) }

        #expect(Array(ceilings.prefix(5)) == [2, 4, 8, 16, 32])
        #expect(ceilings.suffix(4).allSatisfy { $0 == 900 })
    }

    @Test func `spreads by chance over the whole time, and never below what was asked`() {
        var backOff = BackOff()
        #expect(backOff.failed(retryAfterSeconds: nil, chance: 0) == 0)
        #expect(backOff.failed(retryAfterSeconds: 30, chance: 0) == 30)
        #expect(backOff.failed(retryAfterSeconds: 30, chance: 1) == 37.5)
    }
}
