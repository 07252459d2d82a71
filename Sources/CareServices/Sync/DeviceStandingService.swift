package import Care
package import CareMessages
import CareStore
import ChartSync
package import Postgres

/// Says how far devices are, to those who look after a member and those who run the practice.
package struct DeviceStandingService: Sendable {
    private let database: Database

    package init(database: Database) { self.database = database }

    /// How many outstanding drops are listed.
    package static let maximumDrops = 1_000

    /// The member's devices, and those on which practitioners keep a copy of the chart as far as the actor may see them.
    ///
    /// - Throws: `CareError.notAllowed` for roles other than practitioners and operators, `notFound` for a member that is not
    ///   there or not this practitioner's.
    package func devices(of member: MemberID, actor: Actor) async throws -> DeviceStandings {
        guard actor.role == .practitioner || actor.role == .operator else { throw CareError.notAllowed }
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        let (found, rows) = try await database.perform(
            options, AccessStatements.member.first(member), DeviceStandingStatements.ofMember.all(member))
        guard found != nil else { throw CareError.notFound }
        return DeviceStandings(devices: rows.map(DeviceStanding.init))
    }

    /// The devices that still hold charts which they may no longer see, longest unheard first; 1,000 at most.
    ///
    /// - Throws: `CareError.notAllowed` for everybody but operators.
    package func outstandingDrops(actor: Actor) async throws -> OutstandingDrops {
        try actor.mustBeOperator()
        let rows = try await database.perform(
            TransactionOptions(isReadOnly: true, settings: actor.access()),
            DeviceStandingStatements.drops.all(Self.maximumDrops))
        return OutstandingDrops(
            drops: rows.map { row in
                OutstandingDrop(
                    device: Device(id: row.device, name: row.name), holder: row.holder, holderName: row.holderName,
                    member: row.member, memberName: row.memberName, endedAt: row.endedAt, toldAt: row.toldAt,
                    lastHeardAt: row.heardAt)
            })
    }
}

extension DeviceStanding {
    fileprivate init(_ row: DeviceStandingRow) {
        let report = row.heard?.report
        self.init(
            device: Device(id: row.device, name: row.name), holder: row.holder, holderName: row.holderName,
            revokedAt: row.revokedAt, lastHeardAt: [row.heard?.heardAt, row.seenAt].compactMap(\.self).max(),
            schema: row.heard?.schema, clockOffsetMilliseconds: row.heard?.clockOffsetMilliseconds,
            pulledVersion: row.pulledVersion, behindVersions: row.behindVersions, behindSeconds: row.behindSeconds,
            planRevision: row.planRevision, pending: report?.pending, oldestPending: report?.oldestPending,
            setAside: report?.setAside, holdsCopy: row.holdsCopy, droppedAt: row.droppedAt)
    }
}
