package import Care

/// `POST /v1/members/{member}/emergency-access`: a look into the chart from outside of its care team.
package struct EmergencyRequest: Hashable, Sendable, Codable {
    /// Made by the caller; a repeat opens nothing anew.
    package var id: RowID
    /// Why; the member reads it.
    package var reason: Note

    package init(id: RowID, reason: Note) {
        self.id = id
        self.reason = reason
    }
}
