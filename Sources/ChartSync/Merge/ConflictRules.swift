package import Care
package import StrictJSON

/// What each kind allows to whom, and what happens when two people change the same thing.
///
/// One table for service and client: the service decides by it, and a device shows its own unsent work by it.
package struct ConflictRules: Sendable {
    /// What to do when a field group was changed after the base that the author had.
    package enum WhenMoved: Hashable, Sendable {
        /// The later word stands, and the outcome says `merged`.
        case laterWins
        /// The first word stands, and the later one is set aside as `base_moved`.
        case firstWins
    }

    /// Fields that are changed together or not at all.
    package struct FieldGroup: Hashable, Sendable {
        package let name: String
        package let fields: [String]
        package let whenMoved: WhenMoved
    }

    package let kind: RowKind
    /// The roles that insert rows of the kind.
    package let insertedBy: Set<Role>
    /// The roles that change rows of the kind; nobody changes a fact.
    package let updatedBy: Set<Role>
    /// The roles that withdraw what was recorded.
    package let deletedBy: Set<Role>
    /// The groups that may be updated; empty for facts, which are recorded once.
    package let groups: [FieldGroup]

    private init(
        _ kind: RowKind, insertedBy: Set<Role>, updatedBy: Set<Role> = [], deletedBy: Set<Role> = [],
        groups: [FieldGroup] = []
    ) {
        self.kind = kind
        self.insertedBy = insertedBy
        self.updatedBy = updatedBy
        self.deletedBy = deletedBy
        self.groups = groups
    }

    package static func rules(for kind: RowKind) -> ConflictRules {
        switch kind {
        // A revision is a whole prescription on a stated base: never updated, never deleted, replaced by the next.
        case .planRevision: ConflictRules(.planRevision, insertedBy: [.practitioner])
        case .sessionLog: ConflictRules(.sessionLog, insertedBy: [.member], deletedBy: [.member])
        case .checkIn: ConflictRules(.checkIn, insertedBy: [.member], deletedBy: [.member])
        case .runLog: ConflictRules(.runLog, insertedBy: [.member], deletedBy: [.member])
        case .shoe:
            ConflictRules(
                .shoe, insertedBy: [.member], updatedBy: [.member], deletedBy: [.member],
                groups: [
                    FieldGroup(name: "label", fields: ["label"], whenMoved: .laterWins),
                    // The two make one distance: a start of one device with a day of another would be neither's.
                    FieldGroup(name: "use", fields: ["inUseFrom", "startMeters"], whenMoved: .firstWins),
                    FieldGroup(name: "construction", fields: ["firmness", "insert"], whenMoved: .laterWins),
                    FieldGroup(name: "retirement", fields: ["retiredOn"], whenMoved: .laterWins),
                ])
        case .outcomeResponse:
            ConflictRules(.outcomeResponse, insertedBy: [.member, .practitioner], deletedBy: [.member, .practitioner])
        case .fallReport:
            ConflictRules(.fallReport, insertedBy: [.member, .practitioner], deletedBy: [.member, .practitioner])
        case .selfCare: ConflictRules(.selfCare, insertedBy: [.member], deletedBy: [.member])
        // What was said stays said: a clearance is followed by the next report, not taken back.
        case .clearance: ConflictRules(.clearance, insertedBy: [.practitioner])
        case .alertAcknowledgement: ConflictRules(.alertAcknowledgement, insertedBy: [.practitioner])
        case .disclaimerAcknowledgement: ConflictRules(.disclaimerAcknowledgement, insertedBy: [.member])
        case .runPhase: ConflictRules(.runPhase, insertedBy: [.practitioner])
        case .alert:
            ConflictRules(
                .alert, insertedBy: [.service], updatedBy: [.service],
                groups: [
                    FieldGroup(
                        name: "state",
                        fields: [
                            "finding", "since", "evidence", "words", "advice", "openedAt", "acknowledgedAt",
                            "snoozedUntil", "escalatedAt", "closedAt",
                        ], whenMoved: .firstWins)
                ])
        // Of two PTs who decide about one suggestion, the first has.
        case .suggestion:
            ConflictRules(
                .suggestion, insertedBy: [.service], updatedBy: [.practitioner],
                groups: [FieldGroup(name: "decision", fields: ["decision"], whenMoved: .firstWins)])
        // What was said and signed stays as it is.
        case .message: ConflictRules(.message, insertedBy: [.member, .practitioner])
        case .messageReading: ConflictRules(.messageReading, insertedBy: [.member, .practitioner])
        case .careNote: ConflictRules(.careNote, insertedBy: [.practitioner])
        case .emergencyAccess: ConflictRules(.emergencyAccess, insertedBy: [.service])
        case .visit:
            ConflictRules(
                .visit, insertedBy: [.practitioner], updatedBy: [.practitioner],
                groups: [
                    // When, how, where and what became of it make one appointment.
                    FieldGroup(
                        name: "appointment", fields: ["moment", "mode", "place", "status", "minutes"],
                        whenMoved: .firstWins)
                ])
        case .goal:
            ConflictRules(
                .goal, insertedBy: [.member, .practitioner], updatedBy: [.member, .practitioner],
                groups: [
                    FieldGroup(name: "aim", fields: ["text", "dueOn"], whenMoved: .firstWins),
                    FieldGroup(name: "status", fields: ["status"], whenMoved: .laterWins),
                ])
        // Written by the service alone; a person settles it, once.
        case .setAside:
            ConflictRules(
                .setAside, insertedBy: [], updatedBy: [.member, .practitioner],
                groups: [FieldGroup(name: "resolution", fields: ["decision", "note"], whenMoved: .firstWins)])
        }
    }

    /// The indices of the groups that an update touches, or nil when it names a field that no group has.
    package func groups(touchedBy body: JSONObject) -> [Int]? {
        var touched: Set<Int> = []
        for member in body.members {
            guard let index = groups.firstIndex(where: { $0.fields.contains(member.key) }) else { return nil }
            touched.insert(index)
        }
        return touched.sorted()
    }

    /// A row's body with an update laid over it; `null` clears a field.
    package static func overlay(_ update: JSONObject, on body: JSONValue) -> JSONValue {
        var object = body.objectValue ?? JSONObject([])
        for member in update.members { object[member.key] = member.value.isNull ? nil : member.value }
        return .object(object)
    }
}
