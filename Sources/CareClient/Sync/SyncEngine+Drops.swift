import Care
import ChartSync
import GRDB

extension SyncEngine {
    /// Gives up the copies that the device may no longer hold: sends what was recorded for them, removes them, and says so.
    ///
    /// A copy stays while what was recorded for it could not be handed over because the service did not answer. What the
    /// service has refused stays on the device, without the copy.
    func settleDrops(into report: inout SyncReport) async throws(SyncError) {
        let dropped = try stored { store throws(StoreError) in try store.scopes() }
            .filter { $0.dropReason != nil }.map(\.scope)
        for scope in dropped {
            if case .chart(let chart) = scope {
                // A restore may have taken what was acknowledged, and after the purge nobody has it any more.
                try changed { try OutboxTable.askAgain(chart, $0) }
                do throws(SyncError) {
                    try await push(chart, into: &report)
                } catch .refused(_, let problem, _) {
                    // It stands beside the chart's entries; the service has decided, and the copy has to go.
                    if problem == SliceProblem.notFound.rawValue {
                        // Who was acknowledged here is not known any more: it goes again when they are.
                        report.requeued += try changed {
                            try OutboxTable.requeue(chart, in: nil, above: 0, $0)
                        }
                    }
                }
            }
            let instant = now()
            try changed { database in
                try ScopeTable.purge(scope, at: instant, database)
                guard case .chart(let chart) = scope else { return }
                try OutboxTable.deleteAcknowledged(chart, database)
                if try BatchTable.unanswered(chart, database) == nil { try BatchTable.delete(chart, database) }
            }
            report.purged.append(scope)
        }
        if !dropped.isEmpty { store.scrub() }
        let unconfirmed = try stored { store throws(StoreError) in try store.unconfirmedPurges() }
        if !unconfirmed.isEmpty { try await fetchPages(of: [], into: &report) }
    }

    /// Removes every copy of a device that was revoked; what the service does not have stays, for the member to hand over
    /// when they enrol again.
    func purgeRevoked(_ report: inout SyncReport) throws(SyncError) {
        report.purged += try changed { database in
            guard let record = try DeviceTable.current(database), record.state != .revoked else { return [] }
            let scopes = try ScopeTable.all(database).map(\.scope)
            try ScopeTable.deleteAll(database)
            for chart in try ChartTable.all(database) { try OutboxTable.deleteAcknowledged(chart, database) }
            try DeviceTable.setState(.revoked, database)
            return scopes
        }
        store.scrub()
    }
}
