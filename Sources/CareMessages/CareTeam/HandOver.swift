package import Care

/// `POST /v1/members/{member}/hand-overs`: another PT covers for a period of whole days.
package struct HandOver: Hashable, Sendable, Codable {
    package var practitioner: PractitionerID
    /// The first day; today when absent.
    package var from: LocalDay?
    package var through: LocalDay
    /// Answer as if, and change nothing.
    package var dryRun: Bool?

    package init(practitioner: PractitionerID, from: LocalDay?, through: LocalDay, dryRun: Bool? = nil) {
        self.practitioner = practitioner
        self.from = from
        self.through = through
        self.dryRun = dryRun
    }
}
