package import Care
package import CareMessages
import CareStore
import ChartSync
package import Postgres
import StrictJSON

/// Lists alerts, and takes what the care team says about them.
package struct AlertService: Sendable {
    let database: Database
    private let watch: AlertWatch
    private let committed: ChartCommit.Listener

    /// `committed` is told of each commit, after it.
    package init(database: Database, committed: @escaping ChartCommit.Listener = { _ in }) {
        self.database = database
        watch = AlertWatch(database: database, committed: committed)
        self.committed = committed
    }

    /// What is open among the members whom the practitioner looks after, the most urgent first; with `includingSnoozed`,
    /// what is out of sight for now as well.
    package func alerts(includingSnoozed: Bool, actor: Actor) async throws -> AlertList {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true, settings: actor.access())
        return try await database.transaction(options) { transaction in
            let members = try transaction.all(PanelStatements.members, practitioner).map(\.member)
            return try Self.list(of: members, includingSnoozed: includingSnoozed, in: transaction)
        }
    }

    /// What is open of one chart.
    ///
    /// - Throws: `CareError.notFound` when the chart is not this actor's.
    package func alerts(of member: MemberID, includingSnoozed: Bool, actor: Actor) async throws -> AlertList {
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            guard let found = try transaction.first(AccessStatements.member, member) else { throw CareError.notFound }
            return try Self.list(of: [found], includingSnoozed: includingSnoozed, in: transaction)
        }
    }

    static func list(
        of members: [Member], includingSnoozed: Bool, in transaction: borrowing Transaction
    ) throws -> AlertList {
        let (rows, moment) = try transaction.pipeline(
            OpenAlertStatements.list.all(members.map(\.id)), SnapshotStatements.moment.only())
        let names = Dictionary(
            members.map { ($0.id, "\($0.firstName) \($0.lastName)") }, uniquingKeysWith: { first, _ in first })
        let entries = rows.filter { includingSnoozed || $0.alert.value.isInSight(at: moment.now) }.map {
            AlertEntry(
                id: $0.alert.id, member: $0.member, memberName: names[$0.member] ?? "", alert: $0.alert.value)
        }
        return AlertList(alerts: entries.sorted { $0.comesBefore($1) })
    }

    /// Notes that the practitioner has looked at an alert as they had it before them, and puts it out of sight for a while where they say so.
    ///
    /// - Returns: the alert with that.
    /// - Throws: `CareError.notFound` for an alert that is not open or not this actor's, `invalid` for a snooze that is not
    ///   1 hour to 14 days or of a critical alert.
    package func acknowledge(
        _ alert: RowID, of member: MemberID, with word: AlertWord, actor: Actor
    ) async throws -> AlertEntry {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        if let hours = word.snoozeHours, !(1...336).contains(hours) {
            throw CareError.invalid([FieldViolation(pointer: "/snoozeHours", message: "must be 1 to 336")])
        }
        let options = TransactionOptions(settings: actor.access(to: member))
        let commit = try await database.retrying(options) { transaction -> ChartCommit? in
            let writing = try PractitionerWriting(to: member, naming: [alert], by: actor, in: transaction) {
                chart, rows in
                guard case .alert(let record) = rows[alert]?.content, record.isOpen else { throw CareError.notFound }
                let now = chart.head.now
                let body = AlertAcknowledgement(
                    rule: record.rule, level: record.level, evidence: word.evidence,
                    acknowledgedBy: practitioner, at: now,
                    snoozedUntil: word.snoozeHours.map { now.adding(seconds: Int64($0) * 3_600) }, note: word.note)
                if let violation = body.violations.first {
                    throw CareError.invalid([
                        FieldViolation(
                            pointer: violation.pointer == "/snoozedUntil" ? "/snoozeHours" : violation.pointer,
                            message: violation.message)
                    ])
                }
                return [
                    Mutation(
                        seq: 0, kind: RowKind.alertAcknowledgement.rawValue, op: RowOperation.insert.rawValue,
                        row: .make(at: now), body: try JSONValue.encoding(body))
                ]
            }
            return try writing.commit(dryRun: word.dryRun == true, in: transaction)
        }
        if let commit {
            committed(commit)
            try await watch.look(at: member)
        }
        let list = try await alerts(of: member, includingSnoozed: true, actor: actor)
        guard let entry = list.alerts.first(where: { $0.id == alert }) else { throw CareError.notFound }
        return entry
    }

    /// Says that a member may exercise again after the reports that the PT had before them.
    ///
    /// - Returns: what is open of the chart after it.
    /// - Throws: see `PractitionerWriting`; `CareError.invalid` when a report is not one that pauses the plan.
    package func clear(_ request: ClearanceRequest, of member: MemberID, actor: Actor) async throws -> AlertList {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let options = TransactionOptions(settings: actor.access(to: member))
        let commit = try await database.retrying(options) { transaction -> ChartCommit? in
            guard let found = try transaction.first(AccessStatements.member, member) else { throw CareError.notFound }
            let writing = try PractitionerWriting(
                to: member, naming: [request.id] + request.seen.prefix(101), by: actor, in: transaction
            ) { chart, rows in
                var violations: [FieldViolation] = []
                for (index, id) in request.seen.enumerated() where rows[id]?.content.isReasonToLook != true {
                    violations.append(
                        FieldViolation(pointer: "/seen/\(index)", message: "must be a red flag or fall of this chart"))
                }
                if !violations.isEmpty { throw CareError.invalid(violations) }
                if case .clearance(let known) = rows[request.id]?.content, known.seen == request.seen,
                    known.note == request.note, known.clearedBy == practitioner
                {
                    return []
                }
                let clearance = Clearance(
                    moment: LocalMoment(chart.head.now, in: found.timeZone), clearedBy: practitioner,
                    seen: request.seen, note: request.note)
                return [
                    Mutation(
                        seq: 0, kind: RowKind.clearance.rawValue, op: RowOperation.insert.rawValue, row: request.id,
                        body: try JSONValue.encoding(clearance))
                ]
            }
            return try writing.commit(dryRun: request.dryRun == true, in: transaction)
        }
        if let commit {
            committed(commit)
            try await watch.look(at: member)
        }
        return try await alerts(of: member, includingSnoozed: true, actor: actor)
    }
}

extension RowContent {
    /// Whether a clearance may name it.
    fileprivate var isReasonToLook: Bool {
        switch self {
        case .checkIn(let checkIn): !checkIn.redFlags.isEmpty
        case .fallReport: true
        default: false
        }
    }
}

extension AlertEntry {
    /// What nobody has looked at comes before what somebody has, and what waits too long before that.
    fileprivate func comesBefore(_ other: AlertEntry) -> Bool {
        let (mine, theirs) = (rank, other.rank)
        return mine == theirs ? (alert.openedAt, id) < (other.alert.openedAt, other.id) : mine < theirs
    }

    private var rank: Int {
        let urgency =
            switch level {
            case .critical: 0
            case .high: 1
            case .low: 2
            }
        return (alert.acknowledgedAt == nil ? 0 : 10) + (alert.escalatedAt == nil ? 5 : 0) + urgency
    }
}
