import Care
import ChartSync
import GRDB

extension SyncEngine {
    /// Rows asked for in one page.
    static let pageLimit = PullRequest.defaultLimit
    /// Answers in one pull, far above what a chart and a catalog can fill; a service that never comes to an end is stopped.
    static let maximumAnswers = 10_000

    /// The problem by which the service says that it did not make this cursor for this device.
    static let cursorInvalid = "/problems/cursor-invalid"

    /// Fetches pages until there are no more, and repairs a copy that is not equal, once.
    func pull(into report: inout SyncReport) async throws(SyncError) {
        try await fetchPages(into: &report)
        let damaged = try stored { store throws(StoreError) in try store.scopes() }
            .filter { $0.comparison == .different }
        let repairable = damaged.filter { $0.repairs == 0 }
        if !repairable.isEmpty {
            // They are pulled from the beginning. Rows stay until the pages that replace them arrive.
            try changed { database in
                for var scope in repairable {
                    scope.repairs = 1
                    scope.cursor = nil
                    try ScopeTable.save(scope, database)
                }
            }
            report.repaired = repairable.map(\.scope)
            try await fetchPages(into: &report)
        }
        let scopes = try stored { store throws(StoreError) in try store.scopes() }
        report.different = scopes.filter { $0.comparison == .different }.map(\.scope)
        report.proved = scopes.filter { $0.comparison == .equal && $0.isComplete }.map(\.scope)
    }

    private func fetchPages(into report: inout SyncReport) async throws(SyncError) {
        for _ in 0..<Self.maximumAnswers {
            let place = try pullPlace()
            let answer: PullAnswer
            do throws(SyncError) {
                answer = try await ask(place)
            } catch .refused(_, Self.cursorInvalid, _) where !place.cursors.isEmpty {
                // Sealed with a key that the service has no more, or given to us under another identity: begin anew.
                try changed { try ScopeTable.clearCursors($0) }
                continue
            }
            let instant = now()
            let effect = try changed { database in
                try PageStoring.store(
                    answer, askedWith: place.cursors, for: place.scopes, by: place.device, at: instant, database)
            }
            switch effect {
            // Another process has stored the same or more: go on from where it is.
            case .overtaken: continue
            case .misbehaved(let what): throw .misbehaved(what)
            case .stored(let stored):
                report.rowsPulled += stored.rows
                report.rowsDeleted += stored.deleted
                report.rebased += stored.rebased.filter { !report.rebased.contains($0) }
                report.requeued += stored.requeued
                report.nextPollSeconds = answer.nextPollSeconds
                if !answer.more { return }
            }
        }
        throw .misbehaved("a pull did not end after \(Self.maximumAnswers) answers")
    }

    /// Compares the whole copy with the service's, row by row, and changes nothing.
    ///
    /// It fetches everything; what waits to be pulled shows as a difference, so sync first.
    package func compare() async throws(SyncError) -> [ScopeComparison] {
        var place = try pullPlace()
        place.cursors = [:]
        var remote: [Scope: (version: Int64, rows: [String: WireRow], checksum: String?)] = [:]
        for _ in 0..<Self.maximumAnswers {
            let answer = try await ask(place)
            for page in answer.pages {
                var copy = remote[page.scope] ?? (0, [:], nil)
                if page.rebase { copy = (0, [:], nil) }
                for row in page.rows { copy.rows["\(row.kind) \(row.id)"] = row }
                for tombstone in page.deleted { copy.rows["\(tombstone.kind) \(tombstone.id)"] = nil }
                copy.version = page.to
                copy.checksum = page.checksum ?? copy.checksum
                remote[page.scope] = copy
            }
            if !answer.more { return try compare(with: remote) }
            for page in answer.pages { place.cursors[page.scope] = page.cursor }
        }
        throw .misbehaved("a pull did not end after \(Self.maximumAnswers) answers")
    }

    private func compare(
        with remote: [Scope: (version: Int64, rows: [String: WireRow], checksum: String?)]
    ) throws(SyncError) -> [ScopeComparison] {
        let local = try stored { store throws(StoreError) in
            try store.read { database in
                try ScopeTable.all(database).map { ($0, try RowTable.all($0.scope, database)) }
            }
        }
        let unknownHere = remote.keys.filter { scope in !local.contains { $0.0.scope == scope } }
        let copies =
            local.map { (scope: $0.0.scope, version: $0.0.version, rows: $0.1) }
            + unknownHere.map { (scope: $0, version: 0, rows: []) }
        return copies.map { copy in
            let service = remote[copy.scope] ?? (0, [:], nil)
            let here = Dictionary(copy.rows.map { ("\($0.kind) \($0.id)", $0) }) { first, _ in first }
            let keys = Set(here.keys).union(service.rows.keys)
            let differing = keys.filter { here[$0] != service.rows[$0] }.sorted()
            return ScopeComparison(
                scope: copy.scope, version: copy.version, serviceVersion: service.version,
                rowCount: copy.rows.count, serviceRowCount: service.rows.count,
                checksum: ChartChecksum(of: copy.rows).description,
                serviceChecksum: service.checksum ?? ChartChecksum(of: service.rows.values).description,
                differingRows: Array(differing.prefix(20)))
        }.sorted { $0.scope.description > $1.scope.description }
    }

    /// What to ask for: the scopes of this device, each from where its copy has come to.
    private struct PullPlace {
        var device: DeviceID
        var scopes: [Scope]
        var cursors: [Scope: String]
    }

    private func ask(_ place: PullPlace) async throws(SyncError) -> PullAnswer {
        let request = PullRequest(
            device: place.device, schema: ProtocolVersion.current, clientTime: now(),
            scopes: place.scopes.map { ScopeRequest($0, cursor: place.cursors[$0]) }, limit: Self.pageLimit)
        let answer = try await authorised("/v1/sync/pull", try body(request))
        guard answer.isSuccess else { throw refusal(answer) }
        return try value(of: answer)
    }

    private func pullPlace() throws(SyncError) -> PullPlace {
        try stored { store throws(StoreError) in
            try store.read { database in
                let (device, member) = try DeviceTable.enrolled(database)
                let scopes = [Scope.chart(member), .catalog]
                return PullPlace(
                    device: device, scopes: scopes, cursors: try ScopeTable.cursors(of: scopes, database))
            }
        }
    }
}
