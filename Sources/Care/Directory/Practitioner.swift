/// A licensed physical therapist, coach or reviewing physician.
package struct Practitioner: Hashable, Sendable, Codable {
    package var id: PractitionerID
    package var name: Label
    /// Such as `PT`, `DPT`, `OCS`, `MD`.
    package var credentials: [Label]
    package var licences: [Licence]

    package init(id: PractitionerID, name: Label, credentials: [Label], licences: [Licence]) {
        self.id = id
        self.name = name
        self.credentials = credentials
        self.licences = licences
    }
}

/// A permission to practise in one state, for a period of whole days, both ends included.
package struct Licence: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case license, compact
    }

    package var state: USState
    package var kind: Kind
    package var number: Label
    package var validFrom: LocalDay
    package var validThrough: LocalDay

    package init(state: USState, kind: Kind, number: Label, validFrom: LocalDay, validThrough: LocalDay) {
        self.state = state
        self.kind = kind
        self.number = number
        self.validFrom = validFrom
        self.validThrough = validThrough
    }
}

/// What a practitioner is to one member for a period.
package enum CareTeamRole: String, Hashable, Sendable, Codable, CaseIterable {
    case leadPT = "lead_pt"
    case coveringPT = "covering_pt"
    case coach
    case mdReviewer = "md_reviewer"
    /// Somebody outside of the care team who looks in for an hour, and said why; see `EmergencyAccess`.
    case emergency

    /// Whether the role prescribes: plans are a PT's to make.
    package var mayPrescribe: Bool { self == .leadPT || self == .coveringPT }
}

extension Sequence<Licence> {
    /// Whether their holder may act for a member who is in `state` on `day`.
    ///
    /// By a licence there, or by a compact privilege there (help.ptcompact.org).
    package func mayPractise(in state: USState, on day: LocalDay) -> Bool {
        contains { $0.state == state && $0.validFrom <= day && day <= $0.validThrough }
    }
}
