import Care
import CareClient
import ChartSync
import StrictJSON

/// Where a copy of a chart stands, in plain words: the model's cursor.
private struct ModelPlace {
    var epoch: String
    var version: Int64
    var since: LocalDay?
    var sweep: (isHistory: Bool, border: LocalDay, after: Int64)?

    init(epoch: String, version: Int64, since: LocalDay?) {
        self.epoch = epoch
        self.version = version
        self.since = since
    }

    init?(_ text: String?) {
        guard let parts = text?.split(separator: "/").map(String.init), parts.count == 6,
            let version = Int64(parts[1]), let after = Int64(parts[5])
        else { return nil }
        epoch = parts[0]
        self.version = version
        since = LocalDay(parts[2])
        if let border = LocalDay(parts[4]) { sweep = (parts[3] == "history", border, after) }
    }

    var text: String {
        let part = sweep.map { $0.isHistory ? "history" : "useful" } ?? "-"
        let rest = "\(part)/\(sweep?.border.description ?? "-")/\(sweep?.after ?? 0)"
        return "\(epoch)/\(version)/\(since?.description ?? "-")/\(rest)"
    }
}

extension ModelService {
    func pull(_ request: PullRequest, _ credential: Credential) throws -> ServiceAnswer {
        guard request.device == credential.device else {
            return ServiceAnswer(status: 404, body: Array(#"{"type":"/problems/not-found"}"#.utf8))
        }
        for case .chart(let member) in request.purged ?? [] { copies[request.device]?.remove(member) }
        var budget = min(pageLimit ?? .max, request.limit ?? PullRequest.defaultLimit)
        var pages: [ScopePage] = []
        var isCut = false
        var drops: [ScopeDrop] = []
        for asked in request.scopes {
            var page: ScopePage?
            switch asked.scope {
            case .chart(let member):
                guard standing(credential.holder, member) == .present, let chart = charts[member] else {
                    drops.append(ScopeDrop(scope: asked.scope, reason: .accessEnded))
                    continue
                }
                if budget > 0 {
                    page = try chartPage(of: chart, asked, request.device, limit: budget)
                    copies[request.device, default: []].insert(member)
                }
            case .panel:
                guard case .practitioner(let id) = credential.holder else { continue }
                page = try panelPage(of: id, asked)
            case .catalog: page = catalogPage(asked)
            }
            if budget <= 0, case .chart = asked.scope { isCut = true }
            guard let page else { continue }
            budget -= page.rows.count
            pages.append(page)
        }
        let held = copies[request.device] ?? []
        for member in held.sorted() where standing(credential.holder, member) != .present {
            let drop = ScopeDrop(scope: .chart(member), reason: .accessEnded)
            if !drops.contains(drop) { drops.append(drop) }
        }
        return try json(
            200,
            PullAnswer(
                pages: pages, drops: drops, more: isCut || pages.contains { !$0.consistent }, nextPollSeconds: 60,
                serverTime: serverTime))
    }

    private func chartPage(
        of chart: Chart, _ asked: ScopeRequest, _ device: DeviceID, limit: Int
    ) throws -> ScopePage? {
        let border = TimeZoneName.utc.day(of: serverTime).adding(days: -30)
        let known = ModelPlace(asked.cursor).flatMap { place in
            place.epoch == chart.epochText && place.version <= chart.version ? place : nil
        }
        var place = known ?? ModelPlace(epoch: chart.epochText, version: chart.version, since: asked.since)
        if known == nil { place.sweep = (false, border, 0) }
        if let held = place.since, place.sweep == nil, asked.since.map({ $0 < held }) ?? true {
            // The window was widened: the days that it gained come first.
            place.since = asked.since
            place.sweep = (true, held, 0)
        }
        guard place.sweep != nil || place.version < chart.version else { return nil }
        let from = known == nil ? 0 : place.version
        let all = try chart.rows.values.map { try WireRow($0) }.sorted { $0.version < $1.version }
        var rows: [WireRow] = []
        while let sweep = place.sweep, rows.count < limit {
            let part = all.filter { row in
                guard row.version > sweep.after, row.version <= place.version else { return false }
                guard let day = row.day else { return !sweep.isHistory }
                if let since = place.since, day < since { return false }
                return sweep.isHistory ? day < sweep.border : day >= sweep.border
            }
            let taken = part.prefix(limit - rows.count)
            rows += taken
            if taken.count < part.count, let last = taken.last {
                place.sweep?.after = last.version
            } else {
                place.sweep = sweep.isHistory ? nil : (true, sweep.border, 0)
            }
        }
        var deleted: [Tombstone] = []
        if place.sweep == nil {
            let before = place.version
            let changed = all.filter { $0.version > place.version }
            let taken = changed.prefix(limit - rows.count)
            rows += taken.filter { row in
                guard let day = row.day, let since = place.since else { return true }
                return day >= since
            }
            place.version = taken.count == changed.count ? chart.version : taken.last?.version ?? place.version
            deleted = chart.tombstones.values.filter { before < $0.version && $0.version <= place.version }
        }
        let isWhole = place.sweep == nil && place.version == chart.version
        return ScopePage(
            scope: asked.scope, epoch: chart.epochText, from: from, to: place.version, rebase: known == nil,
            consistent: isWhole, ackedSeq: Int64(chart.devices[device]?.outcomes.count ?? 0),
            durableThrough: durableThrough, rows: rows, deleted: deleted,
            checksum: isWhole && place.since == nil ? shown(chart.checksum) : nil, cursor: place.text)
    }

    /// A cursor of the panel is the number of the last change seen.
    private func panelPage(of practitioner: PractitionerID, _ asked: ScopeRequest) throws -> ScopePage? {
        let seen = asked.cursor.flatMap { Int64($0) }
        let changes = (panelChanges[practitioner] ?? [:]).filter { $0.value > seen ?? 0 }
        guard seen == nil || !changes.isEmpty else { return nil }
        var rows: [WireRow] = []
        var deleted: [Tombstone] = []
        for (member, _) in changes.sorted(by: { $0.value < $1.value }) {
            guard let chart = charts[member], let person = members.values.first(where: { $0.id == member }) else {
                continue
            }
            guard chart.team.contains(practitioner) else {
                deleted.append(Tombstone(kind: PanelChart.kind, id: member.description, version: 0))
                continue
            }
            let body = PanelChart(
                firstName: person.firstName, lastName: person.lastName, role: .leadPT, until: nil,
                epoch: chart.epochText)
            rows.append(
                WireRow(
                    kind: PanelChart.kind, id: member.description, version: chart.version,
                    body: try JSONValue.encoding(body)))
        }
        return ScopePage(
            scope: .panel, epoch: "panel", from: 0, to: 0, rebase: seen == nil, consistent: true, rows: rows,
            deleted: deleted, cursor: String(panelNumber))
    }

    private func catalogPage(_ asked: ScopeRequest) -> ScopePage? {
        let version = catalog.map(\.version).max() ?? 0
        let seen = asked.cursor.flatMap { Int64($0) }
        guard seen == nil || seen != version else { return nil }
        return ScopePage(
            scope: .catalog, epoch: "catalog", from: seen ?? 0, to: version, rebase: seen == nil, consistent: true,
            rows: catalog.filter { $0.version > seen ?? 0 }, checksum: ChartChecksum(of: catalog).description,
            cursor: String(version))
    }

    func shown(_ checksum: ChartChecksum) -> String {
        isFalsifyingChecksums ? String(repeating: "0", count: 31) + "1" : checksum.description
    }
}

extension WireRow {
    /// The day of what happened; nil for what has none.
    fileprivate var day: LocalDay? { body["moment"]?["day"]?.stringValue.flatMap { LocalDay($0) } }
}
