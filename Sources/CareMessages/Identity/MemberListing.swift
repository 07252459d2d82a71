package import Care

/// A member as an operator finds them: enough to put the right person on a care team, and nothing about their health.
package struct MemberListing: Hashable, Sendable, Codable {
    package var member: MemberID
    package var name: String
    package var state: USState

    package init(member: MemberID, name: String, state: USState) {
        self.member = member
        self.name = name
        self.state = state
    }
}
