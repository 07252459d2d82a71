import Synchronization

/// Keeps a device in sync until its task is cancelled.
///
/// It syncs when it starts, when something is recorded, when the service has news (a long-poll waits for them), when the
/// network comes back, when it is asked to, and at the latest when the service said to ask again. After a failure it waits
/// longer each time, by chance, and never less than the service asks for; without a network it waits for one.
package final class SyncLoop: Sendable {
    /// What came of a turn.
    package enum Event: Hashable, Sendable {
        case synced(SyncReport)
        /// Waits after a failure.
        case backingOff(seconds: Double)
        case offline
        /// The device is signed out or revoked: nothing goes on by itself.
        case ended(SyncError)
    }

    /// When to ask again where the service has not said.
    static let defaultPollSeconds = 300
    /// The part of the time between polls that is taken off by chance, so that devices do not ask in step.
    static let pollSpread = 0.1

    /// A wait for news that ends before this, and without any, was ended by something else, such as another wait of this
    /// device.
    static let shortestWaitSeconds = 5.0

    private let engine: SyncEngine
    private let store: OfflineStore
    private let pace: Pace
    private let watches: Bool
    private let bell = Bell()
    private let isOnline = Mutex(true)
    private let onEvent: @Sendable (Event) -> Void

    /// - Parameter watches: Whether a long-poll waits for news; otherwise they come with the next poll.
    package init(
        engine: SyncEngine, store: OfflineStore, pace: Pace = .system, watches: Bool = true,
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.engine = engine
        self.store = store
        self.pace = pace
        self.watches = watches
        self.onEvent = onEvent
    }

    /// Syncs as soon as the sync under way, if any, has ended; a wait after a failure is cut short.
    package func syncSoon() { bell.ring(.asked) }

    /// Runs until the task is cancelled, or the device is no longer the holder's.
    package func run(network: some AsyncSequence<NetworkPath, Never> & Sendable) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.follow(network) }
            group.addTask { await self.followRecords() }
            await turns()
            group.cancelAll()
        }
    }

    /// Runs on a machine whose network nobody watches.
    package func run() async { await run(network: AsyncStream { $0.finish() }) }

    private func follow(_ network: some AsyncSequence<NetworkPath, Never> & Sendable) async {
        for await path in network {
            isOnline.withLock { $0 = path == .available }
            bell.ring(.network)
        }
    }

    private func followRecords() async {
        var before = OutboxTable.PendingMark(count: 0, latest: 0)
        do {
            for try await pending in store.observing(OutboxTable.pendingMark) {
                // What left the queue is no reason to sync.
                if pending.count > before.count || (pending.count > 0 && pending.latest != before.latest) {
                    bell.ring(.recorded)
                }
                before = pending
            }
        } catch {
            // The store cannot be read: the next sync says so.
        }
    }

    private func turns() async {
        var backOff = BackOff()
        while !Task.isCancelled {
            guard isOnline.withLock({ $0 }) else {
                onEvent(.offline)
                _ = await bell.heard([.network, .asked])
                continue
            }
            let report = await engine.sync()
            onEvent(.synced(report))
            switch report.interruption {
            case nil:
                backOff.succeeded()
                await idle(pollSeconds: report.nextPollSeconds)
            case .signedOut(let detail): return onEvent(.ended(.signedOut(detail: detail)))
            case .revoked(let detail): return onEvent(.ended(.revoked(detail: detail)))
            case .store(.notEnrolled): return onEvent(.ended(.store(.notEnrolled)))
            case let failure?:
                let seconds = backOff.failed(
                    retryAfterSeconds: max(failure.retryAfterSeconds ?? 0, report.nextPollSecondsAfterRefusal),
                    chance: pace.chance())
                onEvent(.backingOff(seconds: seconds))
                // A record made meanwhile is no reason to press a service that is in trouble.
                await wait(seconds: seconds, orFor: [.network, .asked])
            }
        }
    }

    /// Waits until there is a reason to sync.
    private func idle(pollSeconds: Int?) async {
        let seconds = Double(max(1, pollSeconds ?? Self.defaultPollSeconds)) * (1 - Self.pollSpread * pace.chance())
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(seconds: seconds, orFor: [.recorded, .network, .asked]) }
            if watches { group.addTask { await self.watch() } }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait(seconds: Double, orFor rings: Bell.Rings) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await self.bell.heard(rings) }
            group.addTask { [pace] in
                // It throws when it is cancelled, which is how it ends when the bell was first.
                try? await pace.sleep(seconds)
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns when the service has news; while it cannot be asked, not before the next poll.
    private func watch() async {
        var backOff = BackOff()
        while !Task.isCancelled {
            do throws(SyncError) {
                let began = pace.seconds()
                if !(try await engine.watch()).isEmpty { return }
                guard pace.seconds() - began < Self.shortestWaitSeconds else {
                    backOff.succeeded()
                    continue
                }
                // Asking again at once would end the other wait in its turn, and so on.
                // try?: cancelled with the turn that it belongs to.
                try? await pace.sleep(backOff.failed(retryAfterSeconds: nil, chance: pace.chance()))
            } catch {
                // A service without this endpoint, or one that cannot be reached: the poll will tell.
                let seconds = backOff.failed(
                    retryAfterSeconds: error.isPassing ? error.retryAfterSeconds : Self.defaultPollSeconds,
                    chance: pace.chance())
                // try?: cancelled with the turn that it belongs to.
                try? await pace.sleep(seconds)
            }
        }
    }
}

extension SyncError {
    /// How long the service asks to be left alone.
    var retryAfterSeconds: Int? {
        if case .busy(_, let seconds) = self { seconds } else { nil }
    }
}

extension SyncReport {
    /// After a definite no nothing will change by itself soon: not before the next poll.
    fileprivate var nextPollSecondsAfterRefusal: Int {
        interruption?.isPassing == true ? 0 : nextPollSeconds ?? SyncLoop.defaultPollSeconds
    }
}
