import Care
public import Foundation

extension CareDevice {
    /// Sends everything recorded, then fetches everything new.
    ///
    /// It does not throw: the summary says how far it came.
    @discardableResult
    public func syncNow() async -> SyncSummary { SyncSummary(await engine.sync()) }

    /// Keeps the device in sync until the task is cancelled, or the device is no longer its owner's.
    ///
    /// It syncs when something is recorded, when the service has news, when the network comes back, and from time to time;
    /// after a failure it waits longer each time. One such task for each device is enough, and any number of `syncNow`
    /// beside it does no harm.
    ///
    /// - Parameter network: On Apple's systems `NetworkPath.changes`, which is also what `keepInSync()` uses there.
    public func keepInSync(network: some AsyncSequence<NetworkPath, Never> & Sendable) async {
        await loop.run(network: network)
    }

    /// Keeps the device in sync, on what the operating system says of the network where it says anything.
    public func keepInSync() async {
        #if canImport(Network)
        await loop.run(network: NetworkPath.changes)
        #else
        await loop.run()
        #endif
    }

    /// Lets the task that keeps the device in sync do so at once, as when the app comes to the foreground.
    public func syncSoon() { loop.syncSoon() }

    /// Holds, from the next sync on, so much more of a chart's history; a window never narrows.
    ///
    /// - Parameter day: The first day of the history; nil for all of it.
    public func loadOlder(since day: CareDay?, of chart: UUID? = nil) throws(CareFailure) {
        try reading { store throws(StoreError) in
            try store.loadOlder(since: day?.day, of: chart.map { MemberID($0) })
        }
        loop.syncSoon()
    }

    /// Sets from which day on copies that are not there yet hold history: after enrolling and before the first sync, to begin
    /// with little.
    public func holdHistory(since day: CareDay?) throws(CareFailure) {
        try reading { store throws(StoreError) in try store.holdHistory(since: day?.day) }
    }

    /// Copies a chart of the panel, where not all of them are copied.
    public func follow(_ chart: UUID) throws(CareFailure) {
        try reading { store throws(StoreError) in try store.follow(MemberID(chart)) }
        loop.syncSoon()
    }

    /// Removes the copy of a chart; from then on only charts that are followed are copied.
    public func unfollow(_ chart: UUID) throws(CareFailure) {
        let instant = Instant(now())
        try reading { store throws(StoreError) in try store.unfollow(MemberID(chart), at: instant) }
        loop.syncSoon()
    }

    /// Whether every chart of the panel is copied, as it is unless said otherwise.
    public func copyWholePanel(_ isOn: Bool) throws(CareFailure) {
        try reading { store throws(StoreError) in try store.copyWholePanel(isOn) }
    }

    /// Ends the device's part: sends what waits, removes everything here, and tells the service.
    ///
    /// Everything is off the device when this returns, and nothing can be recorded on it. If the service could not be reached,
    /// `syncNow` or `keepInSync` tell it later, even after a restart.
    ///
    /// The service has what was sent on one place at first. Where the practice keeps a second one, it is there too after some
    /// seconds or minutes, and signing out waits for nothing else; where it keeps none, the owner has to say that they trust it.
    ///
    /// - Parameters:
    ///   - discardingUnsent: Whether what the service does not have may be lost.
    ///   - trustingOnePlace: Whether what the service has on one place only may be left to it alone.
    /// - Returns: Whether the service has heard of it.
    /// - Throws: `CareFailure.unsentWork` or `.onOnePlace` where it may not and there is some; nothing is removed then.
    @discardableResult
    public func signOut(
        discardingUnsent: Bool = false, trustingOnePlace: Bool = false
    ) async throws(CareFailure) -> Bool {
        try await syncing { engine throws(SyncError) in
            try await engine.signOut(discardingUnsent: discardingUnsent, trustingOnePlace: trustingOnePlace)
        }
    }
}
