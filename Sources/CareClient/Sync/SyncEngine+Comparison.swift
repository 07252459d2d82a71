import Care
import ChartSync
import GRDB

extension SyncEngine {
    /// Compares every copy whole with the service's, row by row, and changes nothing.
    ///
    /// It fetches everything, as a device does that begins anew, and then says again how far the copies are: else the service
    /// would tell the care team that there is nothing on the device. A chart that moved on since the last sync is behind, and
    /// not different.
    package func compare() async throws(SyncError) -> [ScopeComparison] {
        try await alone { () async throws(SyncError) in
            let states = try stored { store throws(StoreError) in try store.scopes() }
            var comparisons: [ScopeComparison] = []
            for state in states where state.dropReason == nil { comparisons.append(try await compare(state)) }
            return comparisons.sorted { $0.scope.description > $1.scope.description }
        }
    }

    private func compare(_ state: ScopeState) async throws(SyncError) -> ScopeComparison {
        var service: [String: WireRow] = [:]
        var version: Int64 = 0
        var checksum: String?
        var cursor: String?
        for _ in 0..<Self.maximumAnswers {
            let answer = try await askAlone(ScopeRequest(state.scope, cursor: cursor, since: state.since))
            for page in answer.pages {
                if page.rebase || cursor == nil { service = [:] }
                for row in page.rows { service["\(row.kind) \(row.id)"] = row }
                for tombstone in page.deleted { service["\(tombstone.kind) \(tombstone.id)"] = nil }
                version = page.to
                checksum = page.checksum
                cursor = page.cursor
            }
            if !answer.more {
                try await tellAgain(state)
                return try compare(state, with: service, version: version, checksum: checksum)
            }
        }
        throw .misbehaved("a pull did not end after \(Self.maximumAnswers) answers")
    }

    /// What it answers is left for the next sync.
    private func tellAgain(_ state: ScopeState) async throws(SyncError) {
        guard let cursor = state.cursor else { return }
        do throws(SyncError) {
            _ = try await askAlone(ScopeRequest(state.scope, cursor: cursor, since: state.wantedSince))
        } catch .cursorsRefused {
            // The next sync finds that out as well, and begins anew.
        }
    }

    private func askAlone(_ scope: ScopeRequest) async throws(SyncError) -> PullAnswer {
        let plan = try stored { store throws(StoreError) in
            try store.read { database in
                PullPlan(
                    question: PageStoring.Question(
                        device: try DeviceTable.owner(database).device.id, scopes: [scope], purged: []),
                    report: try DeviceState.current(database).report)
            }
        }
        return try await ask(plan, at: now())
    }

    private func compare(
        _ state: ScopeState, with service: [String: WireRow], version: Int64, checksum: String?
    ) throws(SyncError) -> ScopeComparison {
        let rows = try stored { store throws(StoreError) in try store.rows(of: state.scope) }
        let here = Dictionary(rows.map { ("\($0.kind) \($0.id)", $0) }) { first, _ in first }
        let isAhead = version > state.version
        let differing = Set(here.keys).union(service.keys).filter { key in
            // Written since, or deleted since: not fetched yet.
            if isAhead, service[key].map({ $0.version > state.version }) ?? true { return false }
            return here[key] != service[key]
        }.sorted()
        return ScopeComparison(
            scope: state.scope, version: state.version, serviceVersion: version, rowCount: rows.count,
            serviceRowCount: service.count, checksum: ChartChecksum(of: rows).description,
            serviceChecksum: checksum ?? ChartChecksum(of: service.values).description,
            differingRows: Array(differing.prefix(20)))
    }
}
