package import CareMessages
import CareStore
import Postgres

extension AlertService {
    /// The members of whom something waits for too long, and who looks after them.
    ///
    /// The whole practice may know that much: an operator puts somebody on the care team, who then sees the chart.
    ///
    /// - Throws: `CareError.notAllowed` for everybody but operators.
    package func escalations(actor: Actor) async throws -> Escalations {
        try actor.mustBeOperator()
        let rows = try await database.perform(
            TransactionOptions(isReadOnly: true, settings: actor.access()), EscalationStatements.list.all())
        let entries = Dictionary(grouping: rows, by: \.member).values.compactMap(Escalation.init)
        return Escalations(
            escalations: entries.sorted {
                ($1.level, $0.openedAt, $0.member) < ($0.level, $1.openedAt, $1.member)
            })
    }
}

extension Escalation {
    /// Puts the rows of one member together; nil of none.
    fileprivate init?(_ rows: [EscalatedAlert]) {
        guard let first = rows.first else { return nil }
        var careTeam: [Place] = []
        for place in rows.compactMap(\.place).map({ Place(name: $0.name, role: $0.role) })
        where !careTeam.contains(place) {
            careTeam.append(place)
        }
        self.init(
            member: first.member, memberName: first.memberName, state: first.state,
            level: rows.map(\.level).max() ?? first.level, openedAt: rows.map(\.openedAt).min() ?? first.openedAt,
            escalatedAt: rows.map(\.escalatedAt).min() ?? first.escalatedAt, count: Set(rows.map(\.alert)).count,
            careTeam: careTeam)
    }
}
