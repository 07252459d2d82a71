import Care
import ChartSync
import GRDB

extension SyncEngine {
    /// Gives up the copies that the device may no longer hold: sends what was recorded for them, removes them, and says so.
    ///
    /// A copy stays while what was recorded for it could not be handed over because the service did not answer. What the
    /// service has refused stays on the device, without the copy, and so does what is on no second place yet.
    func settleDrops(into report: inout SyncReport) async throws(SyncError) {
        let dropped = try stored { store throws(StoreError) in try store.scopes() }
            .filter { $0.dropReason != nil }.map(\.scope)
        for scope in dropped {
            if case .chart(let chart) = scope { try await handOver(chart, into: &report) }
            let instant = now()
            try changed { database in
                let durableThrough = try ScopeTable.state(of: scope, database)?.durableThrough
                try ScopeTable.purge(scope, at: instant, database)
                guard case .chart(let chart) = scope else { return }
                try Self.beginHandingOver(chart, durableThrough: durableThrough, database)
                if try BatchTable.unanswered(chart, database) == nil { try BatchTable.delete(chart, database) }
            }
            report.purged.append(scope)
        }
        if !dropped.isEmpty { store.scrub() }
        let unconfirmed = try stored { store throws(StoreError) in try store.unconfirmedPurges() }
        if !unconfirmed.isEmpty { try await fetchPages(of: [], into: &report) }
    }

    /// Removes every copy of a device that was revoked; what the service does not have, or has on no second place, stays for
    /// the member to hand over when they enrol again.
    func purgeRevoked(_ report: inout SyncReport) throws(SyncError) {
        report.purged += try changed { database in
            guard let record = try DeviceTable.current(database), record.state != .revoked else { return [] }
            let scopes = try ScopeTable.all(database)
            let durable = Dictionary(scopes.map { ($0.scope, $0.durableThrough) }) { first, _ in first }
            try ScopeTable.deleteAll(database)
            for chart in try ChartTable.all(database) {
                try OutboxTable.giveUp(chart, durableThrough: durable[.chart(chart)] ?? nil, database)
            }
            try DeviceTable.setState(.revoked, database)
            return scopes.map(\.scope)
        }
        store.scrub()
    }
}
