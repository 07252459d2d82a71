/// One coverage of one person, as a sponsor's roster has it.
package struct CoverageListing: Hashable, Sendable {
    package var number: RosterID
    package var subscriberNumber: RosterID
    package var relationship: RosterRow.Relationship
    package var groupID: Label?
    package var coverage: Coverage

    package init(
        number: RosterID, subscriberNumber: RosterID, relationship: RosterRow.Relationship, groupID: Label?,
        coverage: Coverage
    ) {
        self.number = number
        self.subscriberNumber = subscriberNumber
        self.relationship = relationship
        self.groupID = groupID
        self.coverage = coverage
    }
}
