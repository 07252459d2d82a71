import Care
import ChartSync
import Postgres

/// What a member and their care team say to each other, see each other for and aim at.
enum CareTeamTables {
    static let messages = RecordTable(
        .message,
        [
            RecordColumn<Message>("at") { $0.at }, RecordColumn("author_id") { $0.author },
            RecordColumn("text") { $0.text },
        ],
        unwrap: { if case .message(let message) = $0 { message } else { nil } },
        read: { row in .message(Message(at: try row.next(), author: try row.next(), text: try row.next())) })

    static let readings = RecordTable(
        .messageReading,
        [
            RecordColumn<MessageReading>("at") { $0.at }, RecordColumn("reader_id") { $0.reader },
            RecordColumn("messages") { $0.messages },
        ],
        unwrap: { if case .messageReading(let reading) = $0 { reading } else { nil } },
        read: { row in
            .messageReading(
                MessageReading(at: try row.next(), reader: try row.next(), messages: try row.next()))
        })

    static let visits = RecordTable(
        .visit,
        LocalMoment.columns { (visit: Visit) in visit.moment } + [
            RecordColumn("practitioner_id") { $0.practitioner }, RecordColumn("mode") { $0.mode },
            RecordColumn("place") { $0.place },
            RecordColumn("status") { $0.status }, RecordColumn("minutes") { $0.minutes.map { Int16(clamping: $0) } },
        ],
        unwrap: { if case .visit(let visit) = $0 { visit } else { nil } },
        read: { row in
            let moment = try LocalMoment(&row)
            let practitioner: PractitionerID = try row.next()
            let (mode, place): (Visit.Mode, Label?) = (try row.next(), try row.next())
            let status: Visit.Status = try row.next()
            let minutes: Int16? = try row.next()
            return .visit(
                Visit(
                    moment: moment, practitioner: practitioner, mode: mode, place: place, status: status,
                    minutes: minutes.map(Int.init)))
        })

    static let notes = RecordTable(
        .careNote,
        [
            RecordColumn<CareNote>("signed_at") { $0.signedAt }, RecordColumn("author_id") { $0.author },
            RecordColumn("text") { $0.text }, RecordColumn("visit_id") { $0.visit },
            RecordColumn("amends_id") { $0.amends },
        ],
        unwrap: { if case .careNote(let note) = $0 { note } else { nil } },
        read: { row in
            .careNote(
                CareNote(
                    signedAt: try row.next(), author: try row.next(), text: try row.next(), visit: try row.next(),
                    amends: try row.next()))
        })

    static let goals = RecordTable(
        .goal,
        [
            RecordColumn<Goal>("text") { $0.text }, RecordColumn("due_on") { $0.dueOn },
            RecordColumn("status") { $0.status },
        ],
        unwrap: { if case .goal(let goal) = $0 { goal } else { nil } },
        read: { row in .goal(Goal(text: try row.next(), dueOn: try row.next(), status: try row.next())) })

    static let emergencies = RecordTable(
        .emergencyAccess,
        [
            RecordColumn<EmergencyAccess>("practitioner_id") { $0.practitioner },
            RecordColumn("reason") { $0.reason }, RecordColumn("begins_at") { $0.from },
            RecordColumn("ends_at") { $0.until },
        ],
        unwrap: { if case .emergencyAccess(let access) = $0 { access } else { nil } },
        read: { row in
            let (practitioner, reason): (PractitionerID, Note) = (try row.next(), try row.next())
            var access = EmergencyAccess(practitioner: practitioner, reason: reason, from: try row.next())
            access.until = try row.next()
            return .emergencyAccess(access)
        })
}
