package import Care
import CareMessages
import ChartSync
import Foundation
import GRDB
import StrictJSON

/// Brings a device's store and the service together: sends what was recorded, and fetches what changed.
///
/// Every step is one transaction of the store, and every request may be repeated without harm. So a sync may be killed at any
/// moment, and two processes may sync one store at once. Within a process there is never more than one at a time.
package actor SyncEngine {
    let store: OfflineStore
    let transport: any ServiceTransport
    /// The device's clock; its time is recorded and never used for order.
    let now: @Sendable () -> Instant
    /// A clock that nobody sets, in milliseconds; recorded beside the other one.
    let uptimeMilliseconds: @Sendable () -> Int64?
    private var isAtWork = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// How often one sync goes from pushing to pulling again, when a restored service needs old work anew.
    private static let maximumRounds = 3

    package init(
        store: OfflineStore, transport: any ServiceTransport, now: @escaping @Sendable () -> Instant,
        uptimeMilliseconds: @escaping @Sendable () -> Int64? = {
            Int64(ProcessInfo.processInfo.systemUptime * 1_000)
        }
    ) {
        self.store = store
        self.transport = transport
        self.now = now
        self.uptimeMilliseconds = uptimeMilliseconds
    }

    /// Sends everything recorded, then fetches everything new, and repairs what does not agree.
    ///
    /// It does not throw: the report says how far it came and what stopped it. On a device that is signing out, it tells the
    /// service so.
    package func sync() async -> SyncReport {
        await reporting { report throws(SyncError) in
            if try state() == .leaving { return try await confirmLeaving(into: &report) }
            for _ in 0..<Self.maximumRounds {
                let refusal = try await pushGoingOn(into: &report)
                try await pull(into: &report)
                if let refusal { throw refusal }
                if try stored({ store throws(StoreError) in try store.waitingCount() }) == 0 { break }
            }
        }
    }

    /// Sends everything recorded, and fetches nothing.
    package func push() async -> SyncReport {
        await reporting { report throws(SyncError) in try await push(into: &report) }
    }

    /// Fetches everything new, and sends nothing but what a dropped copy still holds.
    package func pull() async -> SyncReport {
        await reporting { report throws(SyncError) in
            let refusal = try await finishNewIdentity(&report)
            try await pull(into: &report)
            if let refusal { throw refusal }
        }
    }

    /// Pushes; returns what was refused, so that it does not keep from the holder what somebody else has changed.
    private func pushGoingOn(into report: inout SyncReport) async throws(SyncError) -> SyncError? {
        do throws(SyncError) {
            try await push(into: &report)
            return nil
        } catch {
            switch error {
            case .refused, .misbehaved, .busy, .cursorsRefused: return error
            case .noAnswer, .signedOut, .revoked, .store: throw error
            }
        }
    }

    private func reporting(
        _ body: (inout SyncReport) async throws(SyncError) -> Void
    ) async -> SyncReport {
        await enter()
        defer { leave() }
        var report = SyncReport()
        do throws(SyncError) {
            if try state() == .revoked { throw .revoked(detail: nil) }
            try await body(&report)
        } catch {
            report.interruption = error
        }
        do throws(SyncError) {
            if case .revoked = report.interruption { try purgeRevoked(&report) }
            report.waiting = try stored { store throws(StoreError) in try store.waitingCount() }
        } catch {
            report.interruption = report.interruption ?? error
        }
        return report
    }

    /// Does something that must not go on beside a sync.
    func alone<Value>(_ body: () async throws(SyncError) -> Value) async throws(SyncError) -> Value {
        await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async {
        guard isAtWork else {
            isAtWork = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        // Handed over, not given up and taken again: nobody overtakes who waits.
        if waiting.isEmpty { isAtWork = false } else { waiting.removeFirst().resume() }
    }

    /// Where the device stands with the service; active while nobody has enrolled.
    func state() throws(SyncError) -> DeviceOwner.State {
        try stored { store throws(StoreError) in try store.read(DeviceTable.state) } ?? .active
    }

    /// A step of the store, with its error as one of a sync.
    func stored<Value>(_ step: (OfflineStore) throws(StoreError) -> Value) throws(SyncError) -> Value {
        do throws(StoreError) { return try step(store) } catch { throw .store(error) }
    }

    /// One transaction of the store, with its error as one of a sync.
    func changed<Value>(_ change: (Database) throws -> Value) throws(SyncError) -> Value {
        do throws(StoreError) { return try store.write(change) } catch { throw .store(error) }
    }
}
