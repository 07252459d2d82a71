package import Care
import CareStore
package import ChartSync
package import Postgres
import StrictJSON

/// Shows what was set aside of a chart, and takes a practitioner's decision about it.
package struct AsideService: Sendable {
    private let database: Database
    private let committed: ChartCommit.Listener

    /// `committed` is told of each commit, after it.
    package init(database: Database, committed: @escaping ChartCommit.Listener = { _ in }) {
        self.database = database
        self.committed = committed
    }

    /// What was set aside and waits for a decision, newest first; with `includingSettled`, what has had one as well.
    ///
    /// - Throws: `CareError.notFound` when the chart is not this actor's.
    package func asides(of member: MemberID, includingSettled: Bool, actor: Actor) async throws -> Asides {
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            let (visible, rows, devices) = try transaction.pipeline(
                AccessStatements.member.first(member),
                SetAsideStatements.list.all(member, includingSettled, Asides.maximumCount),
                AccessStatements.devices.all(member))
            guard visible != nil else { throw CareError.notFound }
            let names = Dictionary(
                devices.map { ($0.0, $0.1.description) }, uniquingKeysWith: { first, _ in first })
            return Asides(
                asides: rows.compactMap { row in row.aside.map { AsideEntry(row, $0, deviceNames: names) } })
        }
    }

    /// Settles what was set aside under an id: what is accepted becomes part of the chart by the same commit.
    ///
    /// The same decision again changes nothing. A dry run answers what would be, and writes nothing.
    ///
    /// - Throws: `CareError.notFound` without a place on the care team, or for an id that is not there; `settled` when it was
    ///   decided otherwise; `stillAside` when it cannot become part of the chart, with the reason.
    package func settle(
        _ id: RowID, of member: MemberID, by ruling: AsideRuling, actor: Actor
    ) async throws -> AsideEntry {
        guard actor.role == .practitioner else { throw CareError.notAllowed }
        let options = TransactionOptions(settings: actor.access(to: member))
        let (entry, commit) = try await database.retrying(options) { transaction in
            try Self.settle(id, of: member, by: ruling, actor: actor, in: transaction)
        }
        if let commit { committed(commit) }
        return entry
    }

    private static func settle(
        _ id: RowID, of member: MemberID, by ruling: AsideRuling, actor: Actor, in transaction: borrowing Transaction
    ) throws -> (AsideEntry, ChartCommit?) {
        // Read once to know what the chart is to be asked about, and again under its lock.
        guard let kept = try transaction.first(SetAsideStatements.named, member, [id])?.aside else {
            throw CareError.notFound
        }
        let mutations = [
            kept.mutation,
            Mutation(seq: 0, kind: RowKind.setAside.rawValue, op: RowOperation.update.rawValue, row: id),
        ]
        guard let chart = try OpenChart(member, for: mutations, by: .known(actor), device: nil, in: transaction) else {
            throw CareError.notFound
        }
        var picture = try chart.picture(for: mutations, in: transaction)
        guard let row = picture.rows[id], let aside = row.aside else { throw CareError.notFound }
        let decision: SetAside.Resolution.Decision = ruling.decision == .accept ? .accepted : .dismissed
        let names = Dictionary(
            try transaction.all(AccessStatements.devices, member).map { ($0.0, $0.1.description) },
            uniquingKeysWith: { first, _ in first })
        if let resolution = aside.resolution {
            guard resolution.decision == decision else { throw CareError.settled(resolution.decision) }
            return (AsideEntry(row, aside, deviceNames: names), nil)
        }
        if decision == .accepted, let practitioner = actor.practitioner {
            picture.objections = try Prescribing.objections(
                to: [kept.mutation], by: practitioner, author: nil, on: chart, in: transaction)
        }
        guard
            let settlement = try ChartMerge.settle(
                id, as: decision, note: ruling.note, by: actor.role,
                withoutReference: ruling.withoutReference ?? false, in: picture)
        else { throw CareError.stillAside(aside.reason, nil) }
        for outcome in settlement.result.outcomes {
            if let reason = outcome.reason { throw CareError.stillAside(reason, outcome.detail) }
        }
        guard let settled = settlement.result.updated.first(where: { $0.id == id }), let now = settled.aside else {
            throw CareError.stillAside(aside.reason, nil)
        }
        let entry = AsideEntry(settled, now, deviceNames: names)
        guard ruling.dryRun != true else { return (entry, nil) }
        let commit = try chart.commit(
            settlement.result, mutationHashes: try settlement.mutations.map { try $0.contentHash() },
            in: transaction)
        return (entry, commit)
    }
}

extension ChartRowState {
    fileprivate var aside: SetAside? {
        if case .setAside(let aside) = content { aside } else { nil }
    }
}

extension AsideEntry {
    fileprivate init(_ row: ChartRowState, _ aside: SetAside, deviceNames: [DeviceID: String]) {
        self.init(id: row.id, version: row.version, deviceName: deviceNames[aside.device], setAside: aside)
    }
}
