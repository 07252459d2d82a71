package import Care
package import ChartSync
import GRDB
import StrictJSON

/// What was recorded: the row, and the number under which it waits for the service.
package struct Recorded: Hashable, Sendable {
    package var row: RowID
    package var seq: Int64
}

extension OfflineStore {
    /// Records a session, check-in, run, shoe or plan revision, whether or not the service can be reached.
    ///
    /// It is on the disk when this returns, shows in every read at once, and goes out with the next sync.
    ///
    /// - Parameter chart: The member's own where none is named.
    /// - Throws: `StoreError.invalid` for what the service would set aside; nothing is recorded then.
    package func record(
        _ content: RowContent, in chart: MemberID? = nil, at now: Instant
    ) throws(StoreError) -> Recorded {
        let recorded = try record([content], in: chart, at: now)
        guard let first = recorded.first else { throw .damaged("nothing was recorded") }
        return first
    }

    /// Records several at once: all of them or none.
    package func record(
        _ contents: [RowContent], in chart: MemberID? = nil, at now: Instant
    ) throws(StoreError) -> [Recorded] {
        try write { try Recording.insert(contents, in: chart, at: now, $0) }
    }

    /// Changes a shoe: only the fields that differ from what this device shows are sent.
    ///
    /// - Returns: Nil when nothing differs.
    /// - Throws: `StoreError.unknownRow`, or `.invalid` when the changed shoe breaks a rule.
    package func change(
        _ shoe: RowID, to changed: Shoe, in chart: MemberID? = nil, at now: Instant
    ) throws(StoreError) -> Recorded? {
        try change(shoe, to: .shoe(changed), in: chart, at: now)
    }

    /// Changes what may be changed, such as a shoe or a goal: only the fields that differ from what this device shows are
    /// sent.
    ///
    /// - Returns: Nil when nothing differs.
    /// - Throws: `StoreError.unknownRow`, `.notAllowed`, or `.invalid` when the change breaks a rule.
    package func change(
        _ row: RowID, to changed: RowContent, in chart: MemberID? = nil, at now: Instant
    ) throws(StoreError) -> Recorded? {
        let violations = changed.violations
        guard violations.isEmpty else { throw .invalid(violations) }
        return try write { database in
            let chart = try DeviceTable.chart(chart, database)
            let rules = ConflictRules.rules(for: changed.kind)
            guard rules.updatedBy.contains(try DeviceTable.owner(database).holder.role) else {
                throw StoreError.notAllowed(kind: changed.kind.rawValue)
            }
            let shown = try ShownRow.current(row, changed.kind, of: chart, database)
            guard let before = shown.body.objectValue, let after = try changed.body().objectValue else {
                throw StoreError.damaged("row \(row) is no object")
            }
            var update = JSONObject([])
            for member in after.members where before[member.key] != member.value { update[member.key] = member.value }
            for member in before.members where after[member.key] == nil {
                // Only what this version knows how to clear: a newer version's field stays as it is.
                let known = rules.groups.contains { $0.fields.contains(member.key) }
                if known { update[member.key] = .null }
            }
            guard !update.isEmpty else { return nil }
            return try Recording.append(
                changed.kind, .update, row, base: shown.version, body: .object(update), to: chart, at: now, database)
        }
    }

    /// Withdraws a session, check-in, run or shoe.
    package func withdraw(
        _ row: RowID, kind: RowKind, in chart: MemberID? = nil, at now: Instant
    ) throws(StoreError) -> Recorded {
        try write { database in
            let chart = try DeviceTable.chart(chart, database)
            guard ConflictRules.rules(for: kind).deletedBy.contains(try DeviceTable.owner(database).holder.role) else {
                throw StoreError.notAllowed(kind: kind.rawValue)
            }
            let shown = try ShownRow.current(row, kind, of: chart, database)
            return try Recording.append(kind, .delete, row, base: shown.version, to: chart, at: now, database)
        }
    }

    /// Settles what was set aside: it was looked at, and stays aside.
    ///
    /// - Throws: `StoreError.notOpen` when somebody has decided about it, or when the decision is not this holder's.
    package func dismiss(
        setAside row: RowID, note: Note? = nil, in chart: MemberID? = nil, at now: Instant
    ) throws(StoreError) -> Recorded {
        try write { try Recording.dismiss(row, note: note, in: chart, at: now, $0) }
    }

    /// Records the corrected form of what was set aside, and dismisses the old one: both or neither.
    package func recordAgain(
        _ content: RowContent, insteadOf row: RowID, in chart: MemberID? = nil, at now: Instant
    ) throws(StoreError) -> Recorded {
        try write { database in
            let recorded = try Recording.insert([content], in: chart, at: now, database)
            _ = try Recording.dismiss(row, note: nil, in: chart, at: now, database)
            guard let first = recorded.first else { throw StoreError.damaged("nothing was recorded") }
            return first
        }
    }

    /// Gives up a record of which the service has taken nothing, and that was never sent.
    ///
    /// - Throws: `StoreError.notOpen` when it was sent: the service may have it.
    package func discard(_ entry: OutboxEntry) throws(StoreError) {
        try write { database in
            guard try OutboxTable.discard(entry.chart, entry.mutation.seq, database) else {
                throw StoreError.notOpen(entry.mutation.row)
            }
        }
    }

    /// Copies a chart of the panel from the next sync on, or all of it again after `unfollow`.
    package func follow(_ chart: MemberID) throws(StoreError) {
        try write { try ScopeTable.want(.chart(chart), $0) }
    }

    /// Removes the copy of a chart; what was recorded for it and not sent stays.
    ///
    /// From then on only the charts that are followed are copied, not those that come onto the panel.
    package func unfollow(_ chart: MemberID, at now: Instant) throws(StoreError) {
        try write { database in
            try DeviceTable.setCopiesPanel(false, database)
            try ScopeTable.purge(.chart(chart), at: now, database)
        }
    }

    /// Whether every chart of the panel is copied; otherwise only those that are followed.
    package func copyWholePanel(_ isOn: Bool) throws(StoreError) {
        try write { database in
            try DeviceTable.setCopiesPanel(isOn, database)
            guard isOn else { return }
            for row in try RowTable.rows(.panel, kind: PanelChart.kind, database) {
                if let member = MemberID(row.id) { try ScopeTable.want(.chart(member), database) }
            }
        }
    }

    /// Sets from which day on the history is held by copies that are not there yet; nil for all of it.
    package func holdHistory(since day: LocalDay?) throws(StoreError) {
        try write { database in
            _ = try DeviceTable.owner(database)
            try DeviceTable.setHistory(since: day, database)
            for var state in try ScopeTable.all(database) where state.cursor == nil {
                guard case .chart = state.scope else { continue }
                state.since = day
                state.wantedSince = day
                try ScopeTable.save(state, database)
            }
        }
    }

    /// Widens the history that a copy holds, with the next sync; a window never narrows.
    ///
    /// - Parameter day: Its new first day; nil for all of it.
    package func loadOlder(since day: LocalDay?, of chart: MemberID? = nil) throws(StoreError) {
        try write { database in
            let scope = Scope.chart(try DeviceTable.chart(chart, database))
            try ScopeTable.want(scope, database)
            guard var state = try ScopeTable.state(of: scope, database), let wanted = state.wantedSince else { return }
            if let day, day >= wanted { return }
            state.wantedSince = day
            try ScopeTable.save(state, database)
        }
    }
}
