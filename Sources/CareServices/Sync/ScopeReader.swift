import Care
import CareStore
import ChartSync
import Foundation
import Postgres

/// All rows of one scope, as one snapshot shows them.
struct ScopeReader: Sendable {
    private let scope: Scope
    private let device: DeviceID
    private let practitioner: PractitionerID?
    private let incarnation: UUID
    let epoch: String
    /// 0 for a panel, which has no version of its own.
    let version: Int64

    /// How many rows are read at once.
    private static let chunk = 500

    /// - Throws: `CareError.notFound` when the actor may not see the scope now; `CopyObstacle.notHeld` for a chart of which it
    ///   is not noted yet that the device holds rows.
    init(
        _ scope: Scope, on device: DeviceID, for actor: Actor, in transaction: borrowing Transaction
    ) throws {
        self.scope = scope
        self.device = device
        practitioner = actor.practitioner
        incarnation = try transaction.only(SnapshotStatements.moment).incarnation
        switch scope {
        case .chart(let member):
            let (_, opening) = try transaction.pipeline(
                SnapshotStatements.enterChart.only(member.description), PullStatements.open.only(member, device))
            guard let chart = opening.chart else { throw CareError.notFound }
            guard opening.copy?.isHeld == true else { throw CopyObstacle.notHeld([member]) }
            epoch = WireEpoch.text(of: chart.epoch, in: incarnation)
            version = chart.version
        case .catalog:
            let head = try transaction.only(CatalogRows.head)
            epoch = WireEpoch.text(of: head.epoch, in: incarnation)
            version = head.version
        case .panel:
            guard let practitioner else { throw CareError.notFound }
            epoch = WireEpoch.text(of: practitioner.uuid, in: incarnation)
            version = 0
        }
    }

    /// Gives the rows one by one, without ever holding all of them.
    func forEachRow(in transaction: borrowing Transaction, _ body: (WireRow) -> Void) throws {
        switch scope {
        case .chart(let member):
            var last: Int64 = 0
            while true {
                let rows = try ChartRows.after(last, limit: Self.chunk, of: member, in: transaction)
                for row in rows { body(try WireRow(row)) }
                guard rows.count == Self.chunk, let next = rows.last?.version else { return }
                last = next
            }
        case .catalog:
            var last: Int64 = 0
            while true {
                let rows = try transaction.all(CatalogRows.after, last, Self.chunk)
                for row in rows { body(row) }
                guard rows.count == Self.chunk, let next = rows.last?.version else { return }
                last = next
            }
        case .panel:
            guard let practitioner else { return }
            var last: MemberID?
            while true {
                let members = try transaction.all(PanelScopeStatements.list, practitioner, last, Self.chunk)
                let rows = try transaction.all(PanelScopeStatements.rows, practitioner, device, members)
                for row in rows {
                    if let present = row.present { body(try WireRow(present, of: row.member, in: incarnation)) }
                }
                guard members.count == Self.chunk else { return }
                last = members.last
            }
        }
    }
}
