import Care
import CareStore
import ChartSync
import Postgres

/// What is asked of every pull, in one round trip.
struct PullOpening: Sendable {
    var moment: SnapshotMoment
    var heard: HeardDevice?
    var outstanding: [(member: MemberID, isAllowed: Bool)]
    var charts: [MemberID: ChartOpening]
    var catalog: CatalogHead?

    /// The questions, asked of the transaction's snapshot; their answers are there when the pipeline has run.
    struct Questions {
        private let admission: Caller.Admission
        private let opening: Pending<(moment: SnapshotMoment, heard: HeardDevice?, catalog: CatalogHead)>
        private let outstanding: Pending<[(member: MemberID, isAllowed: Bool)]>?
        private let charts: [(MemberID, Pending<ChartOpening>)]
        private let asksForCatalog: Bool

        init(_ asked: AskedScopes, on device: DeviceID, by caller: Caller, into pipeline: inout Pipeline) {
            let members = asked.scopes.compactMap { asked in
                if case .chart(let member) = asked.scope, caller.mayAsk(for: member) { member } else { nil }
            }
            // Most ask for one chart, of which row-level security is told together with who they are.
            let only = members.count == 1 ? members.first : nil
            admission = caller.admission(chart: only, device: device, into: &pipeline)
            opening = pipeline.add(SnapshotStatements.opening.only(device))
            outstanding = caller.mayBePractitioner ? pipeline.add(DropStatements.outstanding.all(device)) : nil
            var charts: [(MemberID, Pending<ChartOpening>)] = []
            for member in members {
                if only == nil || !admission.entersChart {
                    pipeline.add(SnapshotStatements.enterChart.only(member.description))
                }
                charts.append((member, pipeline.add(PullStatements.open.only(member, device))))
            }
            self.charts = charts
            asksForCatalog = asked.scopes.contains { $0.scope == .catalog }
        }

        /// - Throws: `CareError.sessionEnded` for a caller who is nobody: nothing else that was read may be used then.
        func answers() throws -> (actor: Actor, opening: PullOpening) {
            let actor = try admission.actor
            var found: [MemberID: ChartOpening] = [:]
            for (member, chart) in charts { found[member] = try chart.value }
            let begun = try opening.value
            let opening = PullOpening(
                moment: begun.moment, heard: begun.heard, outstanding: try outstanding?.value ?? [], charts: found,
                catalog: asksForCatalog ? begun.catalog : nil)
            return (actor, opening)
        }
    }

    /// What to note of a device whose copies are all at their heads; nil when there is anything to bring or to settle.
    func notesIfIdle(_ request: PullRequest, _ asked: AskedScopes) -> PullNotes? {
        guard outstanding.isEmpty else { return nil }
        var notes = PullNotes()
        for asked in asked.scopes {
            switch asked.scope {
            case .chart(let member):
                guard let found = charts[member], let chart = found.chart, found.copy?.isHeld == true else {
                    return nil
                }
                let paging = ChartPaging(
                    of: member, chart: chart, copy: found.copy, asked: asked, at: moment)
                guard paging.isAtHead else { return nil }
                notes.pulled(member, paging.provenVersion, found.copy, at: moment.now)
            case .catalog:
                guard let catalog,
                    !CatalogPaging(catalog, asked: asked, incarnation: moment.incarnation).hasNews
                else { return nil }
            // A panel has no version to compare: whether it has news is a question of its own.
            case .panel: return nil
            }
        }
        notes.heard(request, before: heard, at: moment.now)
        return notes
    }
}

extension Caller {
    /// Members have their own chart; whether anybody else has one is for the database to say.
    fileprivate func mayAsk(for chart: MemberID) -> Bool {
        switch self {
        case .known(let actor): actor.member.map { $0 == chart } ?? true
        case .bearer: true
        }
    }
}
