import Care
import CareMessages
import ChartSync
import GRDB

extension SyncEngine {
    /// Ends the device's part in anybody's care: sends what waits, removes everything, and tells the service.
    ///
    /// Everything is off the device when this returns, whether or not the service could be told; if it could not, each later
    /// `sync` tries again, until it has heard.
    ///
    /// - Parameters:
    ///   - discardingUnsent: Whether what the service does not have may be lost.
    ///   - trustingOnePlace: Whether what it has on one place only may be left to it alone. If it were restored from a backup
    ///     that is older, nobody would have that any more.
    /// - Returns: Whether the service has heard of it.
    /// - Throws: `.store(.unsentWork)` or `.store(.onOnePlace)` where it may not and there is some, be it only since a moment
    ///   ago; nothing is removed then.
    package func signOut(
        discardingUnsent: Bool = false, trustingOnePlace: Bool = false
    ) async throws(SyncError) -> Bool {
        try await alone { () async throws(SyncError) in
            var report = SyncReport()
            if try state() == .active {
                do throws(SyncError) {
                    try await push(into: &report)
                    if !discardingUnsent, !trustingOnePlace { try await askAgainEverywhere(into: &report) }
                } catch .store(let error) {
                    throw .store(error)
                } catch {
                    // What could not be sent, or asked about, is counted below.
                }
            }
            let instant = now()
            let wasRevoked = try changed { database in
                // In the transaction that removes it: the holder may have recorded something while this went on.
                if !discardingUnsent {
                    try Self.checkNothingIsLost(trustingOnePlace: trustingOnePlace, database)
                }
                guard let record = try DeviceTable.current(database) else { throw StoreError.notEnrolled }
                for state in try ScopeTable.all(database) { try ScopeTable.purge(state.scope, at: instant, database) }
                try Self.removeWork(database)
                try DeviceTable.setState(.leaving, database)
                return record.state == .revoked || record.holder == nil
            }
            store.scrub()
            if wasRevoked {
                try forgetDevice()
                return true
            }
            do throws(SyncError) {
                try await confirmLeaving(into: &report)
                return true
            } catch {
                guard error.isPassing else { throw error }
                return false
            }
        }
    }

    /// Learns of every chart how far its work is on a second place, and sends what a restore has taken.
    private func askAgainEverywhere(into report: inout SyncReport) async throws(SyncError) {
        for chart in try stored({ store throws(StoreError) in try store.read(OutboxTable.chartsAcknowledged) }) {
            // What a chart holds that is refused is counted as what nobody else is known to have.
            try await handOver(chart, into: &report)
        }
    }

    private static func checkNothingIsLost(trustingOnePlace: Bool, _ database: Database) throws {
        try checkNothingWaits(database)
        let onOnePlace = try OutboxTable.onOnePlaceCount(database)
        guard onOnePlace == 0 || trustingOnePlace else {
            throw StoreError.onOnePlace(
                count: onOnePlace, hasSecondPlace: try ScopeTable.hasSecondPlace(database))
        }
    }

    private static func checkNothingWaits(_ database: Database) throws {
        let waiting = try OutboxTable.waitingCount(database)
        guard waiting == 0 else { throw StoreError.unsentWork(count: waiting) }
    }

    /// Tells the service that the copies are gone and that the session is over, and forgets the device.
    ///
    /// Nothing is recorded on a device that is leaving. What an earlier version of this library has let in all the same goes
    /// to the service first, and the device is not forgotten before.
    func confirmLeaving(into report: inout SyncReport) async throws(SyncError) {
        do throws(SyncError) {
            try await confirmPurges()
            let waiting = try stored { store throws(StoreError) in try store.waitingCount() }
            if waiting > 0 { try await push(into: &report) }
            let answer = try await authorised("DELETE", "/v1/sessions/current", nil)
            guard answer.isSuccess else { throw refusal(answer) }
        } catch {
            switch error {
            // The service knows the device no more: there is nobody left to tell.
            case .signedOut, .revoked, .refused: break
            case .busy, .noAnswer, .misbehaved, .store, .cursorsRefused: throw error
            }
        }
        try forgetDevice()
    }

    /// Ends what a sign-out without a network has begun, so that whoever comes next finds a device that is nobody's.
    func finishLeaving() async throws(SyncError) {
        guard try state() == .leaving else { return }
        var report = SyncReport()
        try await confirmLeaving(into: &report)
    }

    private func confirmPurges() async throws(SyncError) {
        let purged = try stored { store throws(StoreError) in try store.unconfirmedPurges() }
        for start in stride(from: 0, to: purged.count, by: PullRequest.maximumScopes) {
            let device = try stored { store throws(StoreError) in try store.read(DeviceTable.owner).device.id }
            // A purge is told with a question, and the catalog is nobody's secret.
            let request = PullRequest(
                device: device, schema: ProtocolVersion.current, clientTime: now(), scopes: [ScopeRequest(.catalog)],
                limit: 1, purged: Array(purged[start..<min(start + PullRequest.maximumScopes, purged.count)]))
            // The session is ended whatever the service says to this.
            _ = try await authorised("POST", "/v1/sync/pull", try body(request))
        }
    }

    private func forgetDevice() throws(SyncError) {
        try changed { database in
            try Self.checkNothingWaits(database)
            try ScopeTable.deleteAll(database)
            try Self.removeWork(database)
            try DeviceTable.delete(database)
        }
        store.scrub()
    }

    /// Removes everything that the holder has done here.
    private static func removeWork(_ database: Database) throws {
        try BatchTable.deleteAll(database)
        try OutboxTable.deleteAll(database)
        try EarlierTable.deleteAll(database)
        try ChartTable.deleteAll(database)
    }
}
