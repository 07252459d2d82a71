import Care
package import CareMessages
import CareStore
import Postgres

extension WorklistService {
    /// What the members of the panel wrote and nobody of their care team has read, the oldest first.
    package func unreadMessages(actor: Actor) async throws -> UnreadMessages {
        try await ofPanel(actor) { members, transaction in
            let names = Self.names(of: members)
            return UnreadMessages(
                messages: try transaction.all(
                    WorklistStatements.unreadMessages, members.map(\.id), UnreadMessages.maximumCount
                ).map { member, id, at, text in
                    UnreadMessage(member: member, name: names[member] ?? "", id: id, at: at, text: text)
                })
        }
    }

    /// The visits that are planned with the members of the panel, the earliest first.
    package func plannedVisits(actor: Actor) async throws -> PlannedVisits {
        try await ofPanel(actor) { members, transaction in
            let names = Self.names(of: members)
            let planned = try transaction.all(WorklistStatements.plannedVisits, members.map(\.id))
            let practitioners = try PractitionerNames(planned.map(\.visit.practitioner), in: transaction)
            return PlannedVisits(
                visits: planned.map { member, id, visit in
                    PlannedVisit(
                        member: member, name: names[member] ?? "", id: id, at: visit.moment.at,
                        timeZone: visit.moment.timeZone, practitionerName: practitioners[visit.practitioner],
                        mode: visit.mode, place: visit.place)
                })
        }
    }

    private func ofPanel<Answer: Sendable>(
        _ actor: Actor, _ read: @Sendable @escaping ([Member], borrowing Transaction) throws -> Answer
    ) async throws -> Answer {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true, settings: actor.access())
        return try await database.transaction(options) { transaction in
            try read(try transaction.all(PanelStatements.members, practitioner).map(\.member), transaction)
        }
    }

    private static func names(of members: [Member]) -> [MemberID: String] {
        Dictionary(
            members.map { ($0.id, "\($0.firstName) \($0.lastName)") }, uniquingKeysWith: { first, _ in first })
    }
}

/// Why members need somebody for what they and their care team have with each other: messages, visits, looks from outside.
struct CareReasons {
    private var reasons: [MemberID: [WorklistEntry.Reason]] = [:]

    /// A look from outside of the care team is spoken of for so many days (choice).
    static let emergencyDays: Int64 = 7

    init(
        of members: [Member], for practitioner: PractitionerID, at now: Instant, in transaction: borrowing Transaction
    ) throws {
        let ids = members.map(\.id)
        let (unread, planned, emergencies) = try transaction.pipeline(
            WorklistStatements.unread.all(ids), WorklistStatements.plannedVisits.all(ids),
            WorklistStatements.emergencies.all(ids, now.adding(seconds: -Self.emergencyDays * 86_400)))
        let zones = Dictionary(members.map { ($0.id, $0.timeZone) }, uniquingKeysWith: { first, _ in first })
        let today = planned.filter { zones[$0.member]?.day(of: now) == $0.visit.moment.day }
        let names = try PractitionerNames(
            today.map(\.visit.practitioner) + emergencies.map(\.access.practitioner), in: transaction)
        for (member, _, visit) in today {
            let who = visit.practitioner == practitioner ? "" : " with \(names[visit.practitioner])"
            add(.visit, "A visit\(who) today, \(visit.mode.words), at \(visit.moment.clockText).", to: member)
        }
        for (member, count, since) in unread {
            let zone = zones[member] ?? .utc
            let what = count == 1 ? "1 message is unread, of" : "\(count) messages are unread, the first of"
            add(.message, "\(what) \(zone.day(of: since)).", to: member)
        }
        for (member, access) in emergencies where access.practitioner != practitioner {
            let (name, day) = (names[access.practitioner], (zones[member] ?? .utc).day(of: access.from))
            add(.emergency, "\(name) looked into the record in an emergency on \(day): \(access.reason)", to: member)
        }
    }

    subscript(_ member: MemberID) -> [WorklistEntry.Reason] { reasons[member] ?? [] }

    private mutating func add(_ kind: WorklistEntry.Reason.Kind, _ words: String, to member: MemberID) {
        reasons[member, default: []].append(.init(kind, words))
    }
}

/// How practitioners are called.
struct PractitionerNames {
    private let names: [PractitionerID: String]

    init(_ practitioners: some Sequence<PractitionerID>, in transaction: borrowing Transaction) throws {
        let asked = Set(practitioners)
        names =
            try asked.isEmpty
            ? [:]
            : Dictionary(
                transaction.all(AccessStatements.practitionerNames, Array(asked)),
                uniquingKeysWith: { first, _ in first })
    }

    /// Empty for somebody who is not in the directory.
    subscript(_ practitioner: PractitionerID) -> String { names[practitioner] ?? "" }
}

extension EmergencyLook {
    /// The looks with the names of those who looked, the latest first.
    static func named(
        _ accesses: [EmergencyAccess], in transaction: borrowing Transaction
    ) throws -> [EmergencyLook] {
        let names = try PractitionerNames(accesses.map(\.practitioner), in: transaction)
        return accesses.sorted { $1.from < $0.from }.map {
            EmergencyLook(name: names[$0.practitioner], from: $0.from, until: $0.until, reason: $0.reason)
        }
    }
}
