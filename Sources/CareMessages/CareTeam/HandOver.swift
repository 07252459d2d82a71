package import Care

/// `POST /v1/members/{member}/hand-overs`: another PT covers for a period of whole days.
package struct HandOver: Hashable, Sendable, Codable {
    package var practitioner: PractitionerID
    /// The first day; today when absent.
    package var from: LocalDay?
    package var through: LocalDay

    package init(practitioner: PractitionerID, from: LocalDay?, through: LocalDay) {
        self.practitioner = practitioner
        self.from = from
        self.through = through
    }
}
