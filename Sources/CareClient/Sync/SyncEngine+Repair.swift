import Care
import ChartSync
import GRDB

extension SyncEngine {
    /// Repairs that follow from one difference; after that it is reported, and nothing is fetched again and again.
    static let maximumRepairs = 2
    /// How often a copy with a window is compared, slice by slice: no page of it has a sum.
    static let windowedComparisonSeconds: Int64 = 86_400

    /// Finds out by which slices a copy differs from the service's, and fetches those anew; never deletes first.
    func repairDifferences(into report: inout SyncReport) async throws(SyncError) {
        try await compareWindows(into: &report)
        for _ in 0..<Self.maximumRepairs {
            let damaged = try stored { store throws(StoreError) in try store.scopes() }
                .filter { $0.comparison == .different && $0.repairs < Self.maximumRepairs }
            if damaged.isEmpty { return }
            for state in damaged {
                do throws(SyncError) {
                    try await repair(state.scope, into: &report)
                } catch .refused {
                    // The difference stays known, and is reported.
                }
            }
        }
    }

    /// Compares the copies with a window that have not been compared for a day.
    private func compareWindows(into report: inout SyncReport) async throws(SyncError) {
        let instant = now()
        let due = try stored { store throws(StoreError) in try store.scopes() }.filter { state in
            guard state.since != nil, !state.isBehind, state.comparison != .different else { return false }
            return state.checkedAt.map { $0.adding(seconds: Self.windowedComparisonSeconds) <= instant } ?? true
        }
        for state in due {
            do throws(SyncError) {
                _ = try await differingSlices(of: state.scope, into: &report)
            } catch .refused {
                // It stays unchecked, and is asked for again by the next sync.
            }
        }
    }

    private func repair(_ scope: Scope, into report: inout SyncReport) async throws(SyncError) {
        // Counted first: a repair that is killed again and again comes to an end as well.
        try changed { database in
            guard var state = try ScopeTable.state(of: scope, database) else { return }
            state.repairs += 1
            try ScopeTable.save(state, database)
        }
        if !report.repaired.contains(scope) { report.repaired.append(scope) }
        guard let differing = try await differingSlices(of: scope, into: &report) else { return }
        for slice in differing { try await replace(slice, of: scope, into: &report) }
        try await fetchPages(of: [scope], into: &report)
        _ = try await differingSlices(of: scope, into: &report)
    }

    /// Compares slice by slice at one version, and notes what comes of it; nil when the copy is equal, or cannot be compared.
    private func differingSlices(
        of scope: Scope, into report: inout SyncReport
    ) async throws(SyncError) -> [ChartSlice]? {
        // A chart in use moves on between our pull and our question.
        for _ in 0..<3 {
            let device = try stored { store throws(StoreError) in try store.read(DeviceTable.owner).device.id }
            let answer = try await authorised(
                "POST", "/v1/sync/checksums",
                try body(ChecksumsRequest(device: device, schema: ProtocolVersion.current, scope: scope)))
            guard answer.isSuccess else { throw refusal(answer) }
            let sums: ChecksumsAnswer = try value(of: answer)
            let instant = now()
            let found = try changed { database -> [ChartSlice]? in
                guard var state = try ScopeTable.state(of: scope, database), state.epoch == sums.epoch,
                    state.version == sums.version
                else { return nil }
                let rows = try RowTable.all(scope, database)
                let own = Set(ChartSlice.sums(of: rows, in: scope))
                var differing = Set(own.symmetricDifference(sums.slices).map(\.slice))
                if let since = state.since {
                    // The service's sum is over all of the chart: here only the slices tell.
                    differing = differing.filter { $0.isWhole(since: since) }
                    state.note(isEqual: differing.isEmpty, at: instant)
                } else {
                    state.prove(ChartChecksum(of: rows), against: sums.checksum, at: instant)
                }
                try ScopeTable.save(state, database)
                return state.comparison == .equal ? [] : differing.sorted()
            }
            if let found { return found.isEmpty ? nil : found }
            try await fetchPages(of: [scope], into: &report)
        }
        return nil
    }

    private func replace(
        _ slice: ChartSlice, of scope: Scope, into report: inout SyncReport
    ) async throws(SyncError) {
        var after: String?
        for _ in 0..<Self.maximumAnswers {
            let device = try stored { store throws(StoreError) in try store.read(DeviceTable.owner).device.id }
            let answer = try await authorised(
                "POST", "/v1/sync/repair",
                try body(
                    RepairRequest(
                        device: device, schema: ProtocolVersion.current, scope: scope, slice: slice, after: after)))
            guard answer.isSuccess else { throw refusal(answer) }
            let repair: RepairAnswer = try value(of: answer)
            let isNext = repair.through.map { through in after.map { $0 < through } ?? true } ?? true
            guard repair.scope == scope, repair.slice == slice, isNext else {
                throw .misbehaved("a repair of another slice, or one that does not go on")
            }
            try changed { try Self.store(repair, after: after, $0) }
            report.rowsPulled += repair.rows.count
            guard let through = repair.through else { return }
            after = through
        }
        throw .misbehaved("a repair did not end after \(Self.maximumAnswers) answers")
    }

    /// Stores the rows of a slice, and removes those that are not among them, unless the copy has a newer state of one.
    private static func store(_ repair: RepairAnswer, after: String?, _ database: Database) throws {
        guard let state = try ScopeTable.state(of: repair.scope, database), state.epoch == repair.epoch else { return }
        let sent = Set(repair.rows.map { [$0.kind, $0.id] })
        let own = try RowTable.rows(
            repair.scope, in: repair.slice, after: after, through: repair.through, database)
        for row in own where !sent.contains([row.kind, row.id]) && row.version <= repair.version {
            try RowTable.delete(row, in: repair.scope, database)
        }
        for row in repair.rows { try RowTable.save(row, in: repair.scope, database) }
    }
}
