import Care
public import Foundation

/// An appointment with somebody of the care team, and what became of it.
public struct CareVisit: Hashable, Sendable {
    /// How the two see each other.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        case video
        case inPerson = "in_person"
        case phone
    }

    /// What became of it.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case planned, held, missed, cancelled
    }

    /// When it is, or was.
    public var at: Date
    /// The member's time zone when it was planned, such as `America/Denver`.
    public var timeZone: String
    /// How the two see each other.
    public var mode: Mode
    /// How the member comes to it: the link of a video visit, the number that is called, the address and room; nil where the
    /// care team has not said it yet.
    public var place: String?
    /// What became of it.
    public var status: Status
    /// How long it took; nil unless it was held.
    public var minutes: Int?
    /// The id of the practitioner.
    public var practitioner: UUID

    init(_ visit: Visit) {
        at = visit.moment.at.date
        timeZone = visit.moment.timeZone.description
        mode = Mode(rawValue: visit.mode.rawValue) ?? .video
        place = visit.place?.description
        status = Status(rawValue: visit.status.rawValue) ?? .planned
        minutes = visit.minutes
        practitioner = visit.practitioner.uuid
    }
}

/// What a member wants to be able to do again.
public struct CareGoal: Hashable, Sendable {
    /// Where it stands.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case open, met, dropped
    }

    /// In the member's own words, 1 to 200 bytes on one line.
    public var text: String
    /// Until when; nil while no day is set.
    public var dueOn: CareDay?
    /// Where it stands.
    public var status: Status

    /// A goal that is open, unless said otherwise.
    public init(_ text: String, dueOn: CareDay? = nil, status: Status = .open) {
        self.text = text
        self.dueOn = dueOn
        self.status = status
    }

    init(_ goal: Goal) {
        self.init(
            goal.text.description, dueOn: goal.dueOn.map { CareDay($0) },
            status: Status(rawValue: goal.status.rawValue) ?? .open)
    }

    func goal() throws(CareFailure) -> Goal {
        var fields = FieldReading()
        let text = fields.required("text", Label(text), "must be 1 to 200 bytes on one line")
        let status = fields.required("status", Goal.Status(rawValue: status.rawValue), "must be a known status")
        guard let text, let status else { return try fields.finished(nil) }
        return try fields.finished(Goal(text: text, dueOn: dueOn?.day, status: status))
    }
}
