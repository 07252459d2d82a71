package import Care
package import CareMessages
import CareStore
package import Postgres

/// Keeps who read what of a chart, and shows it to the member and their care team.
package struct ReadService: Sendable {
    private let database: Database

    /// Takes the database of care.
    package init(database: Database) { self.database = database }

    /// Notes that an answer shows something of some charts; the answer goes out only after that.
    package func note(_ members: [MemberID], by operation: String, actor: Actor) async throws {
        guard !members.isEmpty, actor.role == .member || actor.role == .practitioner else { return }
        _ = try await database.perform(
            TransactionOptions(settings: actor.access()),
            ReadStatements.note.run(members, actor.role, actor.subject, actor.device, operation))
    }

    /// Notes that an answer shows something of everybody on the practitioner's panel.
    package func notePanel(by operation: String, actor: Actor) async throws {
        guard actor.role == .practitioner else { return }
        _ = try await database.perform(
            TransactionOptions(settings: actor.access()),
            ReadStatements.notePanel.run(actor.role, actor.subject, actor.device, operation))
    }

    /// Who was shown something of a chart, the latest first.
    ///
    /// - Throws: `CareError.notFound` when the chart is not this actor's.
    package func reads(of member: MemberID, actor: Actor) async throws -> ChartReads {
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: actor.access(to: member))
        return try await database.transaction(options) { transaction in
            let (found, rows, looked) = try transaction.pipeline(
                AccessStatements.member.first(member), ReadStatements.list.all(member, ChartReads.maximumCount),
                WorklistStatements.emergencies.all([member], Instant(milliseconds: 0)))
            guard let found else { throw CareError.notFound }
            let looks = looked.map(\.access)
            let names = try PractitionerNames(
                rows.filter { $0.1 == .practitioner }.map { PractitionerID($0.2) }, in: transaction)
            return ChartReads(
                reads: rows.map { at, role, reader, device, operation in
                    let wasEmergency =
                        role == .practitioner
                        && looks.contains {
                            $0.practitioner == PractitionerID(reader) && $0.from <= at && at <= $0.until
                        }
                    return ChartRead(
                        at: at, role: role,
                        name: role == .practitioner
                            ? names[PractitionerID(reader)] : "\(found.firstName) \(found.lastName)",
                        device: device, operation: operation, inEmergency: wasEmergency ? true : nil)
                },
                emergencies: try EmergencyLook.named(looks, in: transaction))
        }
    }
}
