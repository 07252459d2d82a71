package import Care

/// `GET /v1/members/{member}/reads`: who was shown something of a chart, the latest first.
package struct ChartReads: Hashable, Sendable, Codable {
    package var reads: [ChartRead]
    /// Every look from outside of the care team, the latest first.
    package var emergencies: [EmergencyLook]

    package init(reads: [ChartRead], emergencies: [EmergencyLook]) {
        self.reads = reads
        self.emergencies = emergencies
    }

    /// How many an answer holds at most.
    package static let maximumCount = 10_000
}

package struct ChartRead: Hashable, Sendable, Codable {
    package var at: Instant
    package var role: Role
    package var name: String
    package var device: DeviceID?
    /// The operation of the API, such as `trend`.
    package var operation: String
    /// Whether the reader had the chart open in an emergency then; absent where they had not.
    package var inEmergency: Bool?

    package init(
        at: Instant, role: Role, name: String, device: DeviceID?, operation: String, inEmergency: Bool? = nil
    ) {
        self.at = at
        self.role = role
        self.name = name
        self.device = device
        self.operation = operation
        self.inEmergency = inEmergency
    }
}
