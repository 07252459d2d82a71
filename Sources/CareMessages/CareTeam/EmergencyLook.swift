package import Care

/// That somebody from outside of the care team looked into a chart, as the care team and the member read it.
package struct EmergencyLook: Hashable, Sendable, Codable {
    package var name: String
    package var from: Instant
    package var until: Instant
    /// What they said why.
    package var reason: Note

    package init(name: String, from: Instant, until: Instant, reason: Note) {
        self.name = name
        self.from = from
        self.until = until
        self.reason = reason
    }
}
