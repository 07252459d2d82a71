import Care
import ChartSync
import Foundation
import StrictJSON

extension Service {
    /// The next page of the catalog; nil when the copy has everything.
    func catalogPage(_ wanted: ScopeRequest, _ request: PullRequest, in snapshot: Database.Snapshot) -> ScopePage? {
        let catalog = snapshot.state.catalog
        let epoch = WireEpoch.of(catalog.epoch, in: snapshot.state.incarnation)
        var from: Int64?
        if let text = wanted.cursor, let cursor = Cursor(text: text), cursor.device == request.device,
            case .catalog(let place) = cursor.place, place.epoch == epoch, place.version <= catalog.version
        {
            from = place.version
        }
        guard from.map({ $0 < catalog.version }) ?? true else { return nil }
        let left = catalog.rows.filter { $0.version > from ?? 0 }
        let taken = left.prefix(request.limit ?? Self.pageLimit)
        let to = taken.count < left.count ? taken.last?.version ?? 0 : catalog.version
        return ScopePage(
            scope: .catalog, epoch: epoch.uuidString.lowercased(), from: from ?? 0, to: to, rebase: from == nil,
            consistent: to == catalog.version, rows: Array(taken),
            checksum: to == catalog.version ? catalog.checksum.description : nil,
            cursor: Cursor(device: request.device, place: .catalog(.init(epoch: epoch, version: to))).text)
    }

    /// The next page of a practitioner's panel; nil when the copy has everything.
    func panelPage(
        _ wanted: ScopeRequest, of practitioner: PractitionerID, _ request: PullRequest,
        in snapshot: Database.Snapshot
    ) -> ScopePage? {
        let state = snapshot.state
        var place: Cursor.PanelPlace?
        if let text = wanted.cursor, let cursor = Cursor(text: text), cursor.device == request.device,
            case .panel(let stored) = cursor.place, stored.practitioner == practitioner,
            stored.incarnation == state.incarnation, stored.mark.seenAt <= snapshot.now
        {
            place = stored
        }
        let places = state.places.filter { $0.practitioner == practitioner }
        var page = ScopePage(
            scope: .panel, epoch: state.incarnation.uuidString.lowercased(), from: 0, to: 0, rebase: place == nil,
            consistent: true, rows: [], cursor: "")
        // What this snapshot could not see was done by a transaction that was under way, or that came later.
        let mark = Cursor.PanelMark(
            horizon: snapshot.next, underWay: mutant == .panelHorizonByNext ? [] : snapshot.underWay,
            seenAt: snapshot.now)
        // While a list comes in pages, the copy has seen what its first page saw.
        var next = Cursor.PanelPlace(
            practitioner: practitioner, incarnation: state.incarnation,
            mark: place?.walk == nil ? mark : place?.mark ?? mark)
        let since = place.flatMap { $0.walk == nil ? $0.mark : $0.walk?.since }
        let wantedMembers = Set(
            places.filter { place in since.map { changed(place, since: $0, at: snapshot.now) } ?? true }.map(\.member))
        let left = wantedMembers.sorted().filter { member in place?.walk.map { member > $0.after } ?? true }
        if left.isEmpty, let place, place.walk == nil { return nil }
        for member in left.prefix(request.limit ?? Self.pageLimit) {
            if let row = row(of: member, for: practitioner, places, in: snapshot) {
                page.rows.append(row)
            } else if since != nil {
                page.deleted.append(Tombstone(kind: PanelChart.kind, id: member.description, version: 0))
            }
        }
        if left.count > request.limit ?? Self.pageLimit {
            let last = left[(request.limit ?? Self.pageLimit) - 1]
            next.walk = Cursor.PanelWalk(after: last, since: since)
            page.consistent = false
        }
        page.cursor = Cursor(device: request.device, place: .panel(next)).text
        return page
    }

    private func changed(_ place: ServiceState.CarePlace, since seen: Cursor.PanelMark, at now: Instant) -> Bool {
        if place.changedBy >= seen.horizon || seen.underWay.contains(place.changedBy) { return true }
        guard mutant != .datesNotLookedAt else { return false }
        let isNews = { (moment: Instant) in moment > seen.seenAt && moment <= now }
        return isNews(place.from) || place.until.map(isNews) ?? false
    }

    /// The panel's row of a chart; nil when the practitioner is not on its care team now.
    private func row(
        of member: MemberID, for practitioner: PractitionerID, _ places: [ServiceState.CarePlace],
        in snapshot: Database.Snapshot
    ) -> WireRow? {
        guard access(of: practitioner, to: member, in: snapshot.state, at: snapshot.now) == .present,
            let chart = snapshot.state.charts[member]
        else { return nil }
        let body: JSONValue = [
            "epoch": .string(WireEpoch.text(of: chart.epoch, in: snapshot.state.incarnation)), "firstName": "Mem",
            "lastName": "Ber", "role": "primary",
        ]
        return WireRow(kind: PanelChart.kind, id: member.description, version: chart.version, body: body)
    }
}
