import Care
import CareStore
import ChartSync
import Foundation
import Postgres

/// The next page of one chart.
///
/// A copy begins with two sweeps through what there was at the chart's head: what is useful today, then the history. What
/// changes meanwhile has a higher version, and comes after them by version, as everything does later on.
package struct ChartPaging {
    /// What happened so many days before today, or later, is useful today.
    package static let usefulDays = 30

    private let member: MemberID
    private let chart: ChartOpening.Chart
    private let ackedSeq: Int64
    private let epoch: UUID
    private let wantedSince: LocalDay?
    /// Where the device's copy stands; nil when it is to be replaced.
    private let known: Cursor.ChartPlace?
    private var next: Cursor.ChartPlace

    init(
        of member: MemberID, chart: ChartOpening.Chart, copy: ChartOpening.Copy?, asked: AskedScopes.Asked,
        at moment: SnapshotMoment
    ) {
        let today = TimeZoneName.utc.day(of: moment.now)
        self.member = member
        self.chart = chart
        ackedSeq = copy?.lastSeq ?? 0
        epoch = WireEpoch.of(chart.epoch, in: moment.incarnation)
        wantedSince = asked.since
        known = Self.known(asked.place, epoch: epoch, chart: chart)
        let border = max(today.adding(days: -Self.usefulDays), asked.since ?? LocalDay(dayNumber: .min))
        next =
            known
            ?? Cursor.ChartPlace(
                member: member, epoch: epoch, version: chart.version, since: asked.since,
                sweep: Cursor.Sweep(part: .useful, border: border, after: 0))
    }

    /// A place from which the copy can go on: of this life of the chart, not beyond its head, and not below the floor under
    /// which deletions are forgotten.
    private static func known(
        _ place: Cursor.Place?, epoch: UUID, chart: ChartOpening.Chart
    ) -> Cursor.ChartPlace? {
        guard case .chart(let place) = place, place.epoch == epoch, place.version >= chart.tombstoneFloor,
            (0...chart.version).contains(place.version)
        else { return nil }
        return place
    }

    /// The version that the device's cursor proves it to have whole.
    var provenVersion: Int64 { known.map { $0.sweep == nil ? $0.version : 0 } ?? 0 }

    /// Whether the copy begins, or goes on beginning.
    var isHeavy: Bool { next.sweep != nil }

    /// Whether the copy is complete at the head of this snapshot, once the page is stored.
    var isAtHead: Bool { next.sweep == nil && next.version == chart.version && !isToBeWidened }

    private var isToBeWidened: Bool { next.since.map { old in wantedSince.map { $0 < old } ?? true } ?? false }

    /// Nil when nothing is new, or nothing more fits into the answer.
    mutating func page(
        within budget: inout PageBudget, in transaction: borrowing Transaction
    ) throws -> PlacedPage? {
        guard !budget.isSpent, known == nil || !isAtHead else { return nil }
        try transaction.only(SnapshotStatements.enterChart, member.description)
        var rows: [WireRow] = []
        var deleted: [Tombstone] = []
        var from = next.sweep == nil ? next.version : 0
        while !budget.isSpent {
            if next.sweep == nil, isToBeWidened, let border = next.since {
                next.sweep = Cursor.Sweep(part: .history, border: border, after: 0)
                next.since = wantedSince
                from = 0
            }
            guard let sweep = next.sweep else { break }
            rows += try swept(sweep, within: &budget, in: transaction)
        }
        if next.sweep == nil {
            while next.version < chart.version, !budget.isSpent {
                let found = try changed(within: &budget, in: transaction)
                rows += found.rows
                deleted += found.deleted
            }
        }
        let page = ScopePage(
            scope: .chart(member), epoch: epoch.text, from: from, to: next.version,
            rebase: known == nil, consistent: isAtHead, ackedSeq: ackedSeq, rows: rows, deleted: deleted,
            checksum: isAtHead && next.since == nil ? chart.checksum.description : nil, cursor: "")
        return PlacedPage(page: page, place: .chart(next))
    }

    /// Some more of a sweep, and how far it has come with that.
    private mutating func swept(
        _ sweep: Cursor.Sweep, within budget: inout PageBudget, in transaction: borrowing Transaction
    ) throws -> [WireRow] {
        let chunk = budget.chunk
        let found = try ChartRows.swept(
            sweep, through: next.version, since: next.since, limit: chunk, of: member, in: transaction
        ).map { try WireRow($0) }
        let taken = budget.take(found)
        if taken.count < found.count || found.count == chunk {
            next.sweep?.after = taken.last?.version ?? sweep.after
        } else if sweep.part == .useful {
            next.sweep = Cursor.Sweep(part: .history, border: sweep.border, after: 0)
        } else {
            next.sweep = nil
        }
        return taken
    }

    /// Some more of what changed after the copy's version, rows and deletions in one order.
    private mutating func changed(
        within budget: inout PageBudget, in transaction: borrowing Transaction
    ) throws -> (rows: [WireRow], deleted: [Tombstone]) {
        let chunk = budget.chunk
        let rows = try ChartRows.after(next.version, limit: chunk, of: member, in: transaction).map { try WireRow($0) }
        let tombstones = try transaction.all(TombstoneStatements.after, member, next.version, chunk)
        // Of two lists that may both be cut, what is certain ends where the first of them does.
        let certain = min(
            rows.count == chunk ? rows.last?.version ?? .max : .max,
            tombstones.count == chunk ? tombstones.last?.version ?? .max : .max)
        var taken: (rows: [WireRow], deleted: [Tombstone]) = ([], [])
        var (rowIndex, tombstoneIndex) = (0, 0)
        while !budget.isSpent {
            let row = rowIndex < rows.count ? rows[rowIndex] : nil
            let tombstone = tombstoneIndex < tombstones.count ? tombstones[tombstoneIndex] : nil
            guard let version = [row?.version, tombstone?.version].compactMap(\.self).min(), version <= certain else {
                next.version = certain == .max ? chart.version : certain
                return taken
            }
            if let row, row.version == version {
                taken.rows += budget.take([row])
                rowIndex += 1
            } else if let tombstone {
                taken.deleted += budget.take([tombstone])
                tombstoneIndex += 1
            }
            next.version = version
        }
        return taken
    }
}
