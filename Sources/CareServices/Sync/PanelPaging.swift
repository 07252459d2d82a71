import Care
import CareStore
import ChartSync
import Foundation
import Postgres
import StrictJSON

/// The next page of a practitioner's panel: the whole list at first, then what began, moved or ended since.
struct PanelPaging {
    private let practitioner: PractitionerID
    private let device: DeviceID
    private let incarnation: UUID
    /// What this snapshot saw.
    private let mark: Cursor.PanelMark
    /// Where the device's copy stands; nil when it is to be replaced.
    private let known: Cursor.PanelPlace?
    /// The charts of which the device holds a copy that it may not have any more, as far as the page shows.
    private(set) var lost: Set<MemberID> = []
    private(set) var hasMore = false

    init(
        of practitioner: PractitionerID, on device: DeviceID, asked: AskedScopes.Asked, incarnation: UUID,
        mark: Cursor.PanelMark
    ) {
        self.practitioner = practitioner
        self.device = device
        self.incarnation = incarnation
        self.mark = mark
        // A moment that lies ahead was seen before the clock was put back: what began or ended by date is not known then.
        if case .panel(let place) = asked.place, place.incarnation == incarnation, place.mark.seenAt <= mark.seenAt {
            known = place
        } else {
            known = nil
        }
    }

    /// Whether the whole list comes.
    var isHeavy: Bool { known.map { $0.walk != nil && $0.walk?.since == nil } ?? true }

    /// Nil when nothing is new, or nothing more fits into the answer.
    mutating func page(
        within budget: inout PageBudget, in transaction: borrowing Transaction
    ) throws -> PlacedPage? {
        // News come since what the copy has seen; the whole list, or what is left of it, since nothing.
        let since = known.flatMap { $0.walk == nil ? $0.mark : $0.walk?.since }
        let after = known?.walk?.after
        guard !budget.isSpent else {
            hasMore = true
            return nil
        }
        try transaction.only(SnapshotStatements.enterChart, "")
        let chunk = budget.chunk
        let members: [MemberID]
        if let since {
            members = try transaction.perform(
                PanelScopeStatements.news(of: practitioner, since: since, after: after, limit: chunk))
        } else {
            members = try transaction.all(PanelScopeStatements.list, practitioner, after, chunk)
        }
        if known == nil { lost = Set(try transaction.all(DropStatements.lost, device, practitioner)) }
        if members.isEmpty, known != nil, known?.walk == nil { return nil }

        let found = members.isEmpty ? [] : try transaction.all(PanelScopeStatements.rows, practitioner, device, members)
        var rows: [WireRow] = []
        var deleted: [Tombstone] = []
        var last: MemberID?
        for row in found {
            guard !budget.isSpent else { break }
            last = row.member
            if let present = row.present {
                rows += budget.take([try WireRow(present, of: row.member, in: incarnation)])
            } else if row.hasBeenThere {
                deleted += budget.take([
                    Tombstone(
                        kind: PanelChart.kind, id: row.member.description, version: PanelChart.goneVersion)
                ])
                if row.isHeld { lost.insert(row.member) }
            }
        }
        let isCut = last != members.last || members.count == chunk
        hasMore = isCut
        // What the first page of a walk saw counts for all of it: what moves meanwhile comes once more after it.
        var place = Cursor.PanelPlace(
            practitioner: practitioner, incarnation: incarnation, mark: known?.walk == nil ? mark : known?.mark ?? mark)
        if isCut, let last { place.walk = Cursor.PanelWalk(after: last, since: since) }
        let page = ScopePage(
            scope: .panel, epoch: WireEpoch.text(of: practitioner.uuid, in: incarnation), from: 0, to: 0,
            rebase: known == nil, consistent: !isCut, rows: rows, deleted: deleted, cursor: "")
        return PlacedPage(page: page, place: .panel(place))
    }
}

extension WireRow {
    /// A chart of a panel, as it travels.
    init(_ present: PanelScopeRow.Present, of member: MemberID, in incarnation: UUID) throws {
        let chart = PanelChart(
            firstName: present.firstName, lastName: present.lastName, role: present.role, until: present.until,
            epoch: WireEpoch.text(of: present.epoch, in: incarnation))
        self.init(
            kind: PanelChart.kind, id: member.description, version: present.version,
            body: try JSONValue.encoding(chart))
    }
}
