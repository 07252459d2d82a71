import Care
public import Foundation

/// Whose device it is.
public struct CareOwner: Hashable, Sendable {
    /// What they are to the charts on it.
    public enum Role: Hashable, Sendable {
        /// One chart, their own.
        case member
        /// The charts of their panel.
        case practitioner
    }

    /// Where the device stands with the service.
    public enum Standing: String, Hashable, Sendable {
        case active
        /// Revoked by the service: its copies are gone.
        case revoked
        /// Signed out here; the service has not heard of it yet.
        case leaving
    }

    /// The member's or practitioner's id; a member's is also their chart's.
    public var id: UUID
    /// As people call them.
    public var name: String
    /// What they are to the charts on the device.
    public var role: Role
    /// Names the device for ever.
    public var deviceID: UUID
    /// What its owner calls it.
    public var deviceName: String
    /// Scheme, host and port of the service.
    public var service: String
    /// Where the device stands with the service.
    public var standing: Standing

    init(_ owner: DeviceOwner) {
        switch owner.holder {
        case .member(let member):
            id = member.id.uuid
            name = "\(member.firstName) \(member.lastName)"
            role = .member
        case .practitioner(let practitioner, let practitionerName):
            id = practitioner.uuid
            name = practitionerName.description
            role = .practitioner
        }
        deviceID = owner.device.id.uuid
        deviceName = owner.device.name.description
        service = owner.server
        standing = Standing(rawValue: owner.state.rawValue) ?? .active
    }
}

/// How a person says who they are when they enrol.
public struct EnrolmentForm: Hashable, Sendable {
    /// Their number with their employer or health plan.
    public var number: String
    /// As the employer or health plan has it.
    public var firstName: String
    /// As the employer or health plan has it.
    public var lastName: String
    /// As the employer or health plan has it.
    public var birthDate: CareDay
    /// The state they are in, such as `CO`.
    public var state: String
    /// An IANA name such as `America/Denver`.
    public var timeZone: String
    /// The code of an invitation that another device of theirs, or their practice, has made; nil for their first device.
    public var invitation: String?

    /// What the member has typed.
    public init(
        number: String, firstName: String, lastName: String, birthDate: CareDay, state: String,
        timeZone: String = TimeZone.current.identifier, invitation: String? = nil
    ) {
        self.number = number
        self.firstName = firstName
        self.lastName = lastName
        self.birthDate = birthDate
        self.state = state
        self.timeZone = timeZone
        self.invitation = invitation
    }
}
