import Care
import CareStore
import ChartSync
import Foundation
import Postgres

/// A page with the place to which it brings the copy.
struct PlacedPage: Sendable {
    var page: ScopePage
    var place: Cursor.Place
}

/// What one snapshot gave.
struct PullSnapshot: Sendable {
    var pages: [PlacedPage] = []
    var drops: [ScopeDrop] = []
    /// Whether another pull should follow at once.
    var hasMore = false
    var now: Instant
    var notes = PullNotes()
}

/// Reads the answer to one pull in one snapshot.
struct PullReader: Sendable {
    let device: DeviceID
    let actor: Actor
    let asked: AskedScopes
    let request: PullRequest
    /// Whether it has passed the gate that copies begin behind.
    let mayBeHeavy: Bool

    func read(in transaction: borrowing Transaction) throws -> PullSnapshot {
        let (_, opening) = try transaction.pipeline { pipeline in
            PullOpening.Questions(asked, on: device, by: .known(actor), into: &pipeline)
        }.answers()
        let incarnation = opening.moment.incarnation
        let unheld = opening.charts.filter { $0.value.chart != nil && $0.value.copy?.isHeld != true }
        if !unheld.isEmpty { throw CopyObstacle.notHeld(unheld.keys.sorted()) }

        var snapshot = PullSnapshot(now: opening.moment.now)
        var budget = PageBudget(rows: request.limit ?? PullRequest.defaultLimit)
        var dropped: Set<MemberID> = []
        for asked in asked.scopes {
            let page: PlacedPage?
            switch asked.scope {
            case .chart(let member):
                let found = opening.charts[member] ?? ChartOpening()
                guard let chart = found.chart else {
                    dropped.insert(member)
                    if found.copy?.isHeld == true { snapshot.notes.told.insert(member) }
                    continue
                }
                var paging = ChartPaging(
                    of: member, chart: chart, copy: found.copy, asked: asked, at: opening.moment)
                snapshot.notes.pulled(member, paging.provenVersion, found.copy, at: opening.moment.now)
                if paging.isHeavy, !mayBeHeavy { throw CopyObstacle.heavy }
                page = try paging.page(within: &budget, in: transaction)
                snapshot.hasMore = snapshot.hasMore || !paging.isAtHead
            case .catalog:
                guard let catalog = opening.catalog else { continue }
                let paging = CatalogPaging(catalog, asked: asked, incarnation: incarnation)
                page = try paging.page(within: &budget, in: transaction)
                snapshot.hasMore = snapshot.hasMore || (page.map { !$0.page.consistent } ?? paging.hasNews)
            case .panel:
                guard let practitioner = actor.practitioner else { continue }
                var paging = PanelPaging(
                    of: practitioner, on: device, asked: asked, incarnation: incarnation, mark: opening.moment.mark)
                if paging.isHeavy, !mayBeHeavy { throw CopyObstacle.heavy }
                page = try paging.page(within: &budget, in: transaction)
                dropped.formUnion(paging.lost)
                snapshot.notes.told.formUnion(paging.lost)
                snapshot.hasMore = snapshot.hasMore || paging.hasMore
            }
            if let page { snapshot.pages.append(page) }
        }
        for drop in opening.outstanding {
            if drop.isAllowed { snapshot.notes.withdrawn.insert(drop.member) } else { dropped.insert(drop.member) }
        }
        snapshot.drops = dropped.sorted().map { ScopeDrop(scope: .chart($0), reason: .accessEnded) }
        snapshot.notes.heard(request, before: opening.heard, at: opening.moment.now)
        return snapshot
    }
}
