package import Care

/// `GET /v1/messages`: what the members of a panel wrote and nobody of their care team has read, the oldest first.
package struct UnreadMessages: Hashable, Sendable, Codable {
    package var messages: [UnreadMessage]

    package init(messages: [UnreadMessage]) { self.messages = messages }

    /// How many an answer holds at most.
    package static let maximumCount = 1_000
}

package struct UnreadMessage: Hashable, Sendable, Codable {
    package var member: MemberID
    package var name: String
    package var id: RowID
    package var at: Instant
    package var text: Note

    package init(member: MemberID, name: String, id: RowID, at: Instant, text: Note) {
        self.member = member
        self.name = name
        self.id = id
        self.at = at
        self.text = text
    }
}
