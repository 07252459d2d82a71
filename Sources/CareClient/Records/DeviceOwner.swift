package import Care

/// Who holds a device, and what they may do with it.
package enum Holder: Hashable, Sendable {
    /// A member: one chart, their own.
    case member(Member)
    /// A PT, coach or physician: the charts of their panel.
    case practitioner(id: PractitionerID, name: Label)

    /// As whom the device writes.
    package var role: Role {
        switch self {
        case .member: .member
        case .practitioner: .practitioner
        }
    }
}

/// Whose device this is, and which service it talks to.
package struct DeviceOwner: Hashable, Sendable {
    /// Where the device stands with the service.
    package enum State: String, Hashable, Sendable {
        case active
        /// The service has revoked the device: its copies are gone, and what it had not sent is still there.
        case revoked
        /// Signed out here; the service has not heard of it yet.
        case leaving
    }

    package var device: Device
    package var holder: Holder
    /// Scheme, host and port.
    package var server: String
    package var state: State
}

/// Whose device this is, for the device of a member.
package struct EnrolledDevice: Hashable, Sendable {
    package var device: Device
    package var member: Member
    /// Scheme, host and port.
    package var server: String
}
