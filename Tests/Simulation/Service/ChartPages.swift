import Care
import ChartSync
import Foundation

extension Service {
    /// The next page of a chart; nil when the device's copy has everything.
    func chartPage(
        _ wanted: ScopeRequest, of member: MemberID, _ request: PullRequest, rows chart: StoredChart, head: StoredChart,
        in snapshot: Database.Snapshot
    ) -> ScopePage? {
        let epoch = WireEpoch.of(chart.epoch, in: snapshot.state.incarnation)
        let progress = snapshot.state.progress[progressKey(request.device, member)] ?? .init()
        let place = place(wanted, of: member, request.device, epoch: epoch, chart: chart)
        let isRebase = place == nil
        var next =
            place ?? Self.firstPlace(of: member, epoch: epoch, chart: chart, since: wanted.since, at: snapshot.now)
        if mutant == .cursorByTime {
            return pageByTime(place, of: member, epoch: epoch, request, chart: chart, progress: progress, in: snapshot)
        }
        widen(&next, to: wanted.since)
        // The usual answer to a poll: nothing has happened.
        if let place, place == next, next.sweep == nil, next.version == head.version { return nil }
        let limit = request.limit ?? Self.pageLimit
        var page = ScopePage(
            scope: .chart(member), epoch: epoch.uuidString.lowercased(), from: next.version, to: next.version,
            rebase: isRebase && mutant != .rebaseNotSaid, consistent: false, ackedSeq: progress.lastSeq,
            durableThrough: durableThrough(progress), rows: [], cursor: "")
        while let sweep = next.sweep, page.rows.count < limit {
            let left = chart.rows(after: sweep.after, through: next.version).filter {
                Self.isIn(sweep, $0.state, since: next.since, latest: chart.latestRevision(upTo: next.version))
            }
            let taken = left.prefix(limit - page.rows.count)
            page.rows += taken.map(\.wire)
            if let last = taken.last, taken.count < left.count {
                next.sweep?.after = last.state.version
            } else if sweep.part == .useful {
                next.sweep = .init(part: .history, border: sweep.border, after: 0)
            } else {
                next.sweep = nil
                if mutant == .sweepSkipsMovedRows { next.version = head.version }
            }
        }
        if next.sweep == nil, page.rows.count < limit {
            let left = chart.rows(after: next.version, through: chart.version)
            let taken = left.prefix(limit - page.rows.count)
            page.rows += taken.map(\.wire)
            let isCut = taken.count < left.count
            let to = isCut && mutant != .cutPageClaimsHead ? taken.last?.state.version ?? next.version : head.version
            if mutant != .tombstonesNotSent {
                page.deleted = chart.tombstones.values.filter { $0.version > next.version && $0.version <= to }
                    .sorted { $0.version < $1.version }
            }
            next.version = to
        }
        page.to = next.version
        page.consistent = next.sweep == nil && next.version == head.version
        if page.consistent, next.since == nil { page.checksum = head.checksum.description }
        if let place, place == next, page.rows.isEmpty { return nil }
        page.cursor = Cursor(device: request.device, place: .chart(next)).text
        return page
    }

    /// Where the device's copy stands, or nil when it is to be replaced.
    private func place(
        _ wanted: ScopeRequest, of member: MemberID, _ device: DeviceID, epoch: UUID, chart: StoredChart
    ) -> Cursor.ChartPlace? {
        guard let text = wanted.cursor, let cursor = Cursor(text: text), cursor.device == device,
            case .chart(let place) = cursor.place, place.member == member
        else { return nil }
        // A broken service counts in milliseconds here.
        if mutant == .cursorByTime { return place }
        guard place.epoch == epoch, place.version <= chart.version else { return nil }
        return place.version >= chart.tombstoneFloor || mutant == .tombstoneFloorIgnored ? place : nil
    }

    /// Where a copy begins: at the chart's head, with everything before it still to come in two sweeps.
    private static func firstPlace(
        of member: MemberID, epoch: UUID, chart: StoredChart, since: LocalDay?, at now: Instant
    ) -> Cursor.ChartPlace {
        let border = TimeZoneName.utc.day(of: now).adding(days: -30)
        return Cursor.ChartPlace(
            member: member, epoch: epoch, version: chart.version, since: since,
            sweep: .init(part: .useful, border: border, after: 0))
    }

    /// Lets a sweep bring the days that the device wants besides.
    ///
    /// One that is under way comes to its end first: it has passed days already that the wider window holds.
    private func widen(_ place: inout Cursor.ChartPlace, to since: LocalDay?) {
        guard let old = place.since, since.map({ $0 < old }) ?? true else { return }
        if place.sweep != nil, mutant != .widenedDuringSweep { return }
        place.since = since
        if place.sweep == nil, mutant != .widenedWithoutSweep {
            place.sweep = .init(part: .history, border: old, after: 0)
        }
    }

    private static func isIn(
        _ sweep: Cursor.Sweep, _ row: ChartRowState, since: LocalDay?, latest: Int
    ) -> Bool {
        let isUseful: Bool
        switch row.content {
        case .planRevision(let revision): isUseful = revision.number > latest - 2
        default:
            isUseful = row.content.day.map { $0 >= sweep.border } ?? true
            if let day = row.content.day, let since, day < since { return false }
        }
        return isUseful == (sweep.part == .useful)
    }

    /// How others went wrong: whatever was written after the moment of the last pull, by the moments at which transactions
    /// began.
    private func pageByTime(
        _ place: Cursor.ChartPlace?, of member: MemberID, epoch: UUID, _ request: PullRequest, chart: StoredChart,
        progress: ServiceState.Progress, in snapshot: Database.Snapshot
    ) -> ScopePage? {
        let since = place.map { $0.epoch == epoch ? $0.version : 0 } ?? 0
        let rows = chart.rows(after: 0, through: chart.version).filter { $0.touchedAt.milliseconds > since }
        if rows.isEmpty, place != nil { return nil }
        // The window's place holds the version, so that pages still say truly where they begin.
        let next = Cursor.ChartPlace(
            member: member, epoch: epoch, version: snapshot.now.milliseconds,
            since: LocalDay(dayNumber: Int(chart.version)))
        return ScopePage(
            scope: .chart(member), epoch: epoch.uuidString.lowercased(), from: Int64(place?.since?.dayNumber ?? 0),
            to: chart.version, rebase: since == 0, consistent: true, ackedSeq: progress.lastSeq,
            durableThrough: durableThrough(progress), rows: rows.map(\.wire),
            deleted: chart.tombstones.values.sorted { $0.version < $1.version }, checksum: chart.checksum.description,
            cursor: Cursor(device: request.device, place: .chart(next)).text)
    }
}
