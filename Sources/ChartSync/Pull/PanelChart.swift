package import Care

/// One chart of a panel, as the row of kind `panel_chart` shows it; the row's id is the member's.
///
/// The row's version is the chart's, so a device sees from its panel which of its copies have fallen behind.
package struct PanelChart: Hashable, Sendable, Codable {
    package static let kind = "panel_chart"
    /// The version of a tombstone of this kind, above that of every chart: whoever is told may not see how far it has come.
    package static let goneVersion: Int64 = 1 << 53

    package var firstName: Label
    package var lastName: Label
    /// The practitioner's part in the care team now.
    package var role: CareTeamRole
    /// The first moment without access; nil while no end is set.
    package var until: Instant?
    /// The chart's epoch, as its own pages name it.
    package var epoch: String

    package init(firstName: Label, lastName: Label, role: CareTeamRole, until: Instant?, epoch: String) {
        self.firstName = firstName
        self.lastName = lastName
        self.role = role
        self.until = until
        self.epoch = epoch
    }
}
