/// What a member and their care team write to each other.
package struct Message: Hashable, Sendable, Codable {
    package var at: Instant
    /// Nil for the member.
    package var author: PractitionerID?
    package var text: Note

    package init(at: Instant, author: PractitionerID?, text: Note) {
        self.at = at
        self.author = author
        self.text = text
    }
}

/// An appointment of a practitioner with a member, and what became of it.
package struct Visit: Hashable, Sendable, Codable {
    package enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        case video
        case inPerson = "in_person"
        case phone

        /// Such as `by video`.
        package var words: String {
            switch self {
            case .video: "by video"
            case .inPerson: "in person"
            case .phone: "by phone"
            }
        }
    }

    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case planned, held, missed, cancelled
    }

    /// When it is, or was.
    package var moment: LocalMoment
    package var practitioner: PractitionerID
    package var mode: Mode
    /// How the member comes to it: the link of a video visit, the number that is called, the address and room.
    package var place: Label?
    package var status: Status
    /// How long it took, 1 to 480; of one that was held, and of no other.
    package var minutes: Int?

    package init(
        moment: LocalMoment, practitioner: PractitionerID, mode: Mode, place: Label? = nil,
        status: Status = .planned, minutes: Int? = nil
    ) {
        self.moment = moment
        self.practitioner = practitioner
        self.mode = mode
        self.place = place
        self.status = status
        self.minutes = minutes
    }

    package var violations: [FieldViolation] {
        guard let minutes else {
            return status == .held
                ? [FieldViolation(pointer: "/minutes", message: "must say how long the visit took")] : []
        }
        if status != .held {
            return [FieldViolation(pointer: "/minutes", message: "must be absent: the visit was not held")]
        }
        return (1...480).contains(minutes) ? [] : [FieldViolation(pointer: "/minutes", message: "must be 1 to 480")]
    }
}

extension Visit {
    /// What speaks against saying this of the visit at a moment, beside its `violations`.
    ///
    /// For whoever waits for the answer: what a device wrote without a connection may come in after the visit, and its clock
    /// may be wrong.
    package func violations(at now: Instant) -> [FieldViolation] {
        switch status {
        case .held where now < moment.at:
            [FieldViolation(pointer: "/status", message: "must not be held: the visit is still to come")]
        // One that has begun today may be written down yet.
        case .planned where moment.day < moment.timeZone.day(of: now):
            [FieldViolation(pointer: "/moment", message: "must not be on a day that is over, as the visit is planned")]
        case .planned, .held, .missed, .cancelled: []
        }
    }
}

/// A note of the care team: signed as it is written, and never changed.
///
/// What is to be added or corrected is an addendum, a note of its own that names the first.
package struct CareNote: Hashable, Sendable, Codable {
    package var signedAt: Instant
    package var author: PractitionerID
    package var text: Note
    /// The visit that it is about.
    package var visit: RowID?
    /// The note that it adds to.
    package var amends: RowID?

    package init(
        signedAt: Instant, author: PractitionerID, text: Note, visit: RowID? = nil, amends: RowID? = nil
    ) {
        self.signedAt = signedAt
        self.author = author
        self.text = text
        self.visit = visit
        self.amends = amends
    }
}

/// What a member wants to be able to do again.
package struct Goal: Hashable, Sendable, Codable {
    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case open, met, dropped
    }

    package var text: Label
    package var dueOn: LocalDay?
    package var status: Status

    package init(text: Label, dueOn: LocalDay? = nil, status: Status = .open) {
        self.text = text
        self.dueOn = dueOn
        self.status = status
    }
}

extension Goal {
    /// What speaks against setting it on a day, for a practitioner who waits for the answer.
    package func violations(on today: LocalDay) -> [FieldViolation] {
        guard let dueOn, dueOn < today else { return [] }
        return [FieldViolation(pointer: "/dueOn", message: "must not be before today, \(today)")]
    }
}

/// A look into a chart by somebody outside of its care team, who said why.
package struct EmergencyAccess: Hashable, Sendable, Codable {
    package var practitioner: PractitionerID
    package var reason: Note
    package var from: Instant
    package var until: Instant

    /// How long it lasts.
    package static let seconds: Int64 = 3_600

    package init(practitioner: PractitionerID, reason: Note, from: Instant) {
        self.practitioner = practitioner
        self.reason = reason
        self.from = from
        until = from.adding(seconds: Self.seconds)
    }

    package var violations: [FieldViolation] {
        from < until && until <= from.adding(seconds: Self.seconds)
            ? [] : [FieldViolation(pointer: "/until", message: "must be within 60 minutes after from")]
    }
}
