package import Care

/// `GET /v1/members/{member}/reads`: who was shown something of a chart, the latest first.
package struct ChartReads: Hashable, Sendable, Codable {
    package var reads: [ChartRead]

    package init(reads: [ChartRead]) { self.reads = reads }

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

    package init(at: Instant, role: Role, name: String, device: DeviceID?, operation: String) {
        self.at = at
        self.role = role
        self.name = name
        self.device = device
        self.operation = operation
    }
}
