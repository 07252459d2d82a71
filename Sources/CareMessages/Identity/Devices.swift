package import Care

/// `PUT /v1/devices/{device}`: the device on which a practitioner has signed in keeps copies from now on.
package struct DeviceEntry: Hashable, Sendable, Codable {
    package var name: Label

    package init(name: Label) { self.name = name }
}

/// `GET /v1/devices`: the devices of whoever asks.
package struct DeviceListing: Hashable, Sendable, Codable {
    /// Oldest first.
    package var devices: [OwnDevice]

    package init(devices: [OwnDevice]) { self.devices = devices }
}

/// A device in its owner's list.
package struct OwnDevice: Hashable, Sendable, Codable {
    package var device: Device
    package var enrolledAt: Instant
    package var revokedAt: Instant?
    /// When it last sent something, or asked; within the last five minutes of that.
    package var heardAt: Instant?
    /// Whether the request came from it.
    package var isThisOne: Bool

    package init(device: Device, enrolledAt: Instant, revokedAt: Instant?, heardAt: Instant?, isThisOne: Bool) {
        self.device = device
        self.enrolledAt = enrolledAt
        self.revokedAt = revokedAt
        self.heardAt = heardAt
        self.isThisOne = isThisOne
    }
}

/// The answer of `POST /v1/devices/invitations` and `POST /v1/members/{member}/invitations`: the code, shown once.
package struct DeviceInvitation: Hashable, Sendable, Codable {
    /// Twelve letters and digits in groups of four, easily read out; capitals, dashes and spaces do not matter.
    package var code: String
    package var expiresAt: Instant

    package init(code: String, expiresAt: Instant) {
        self.code = code
        self.expiresAt = expiresAt
    }
}
