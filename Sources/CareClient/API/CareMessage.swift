import Care
public import Foundation

/// A message between a member and their care team.
public struct CareMessage: Hashable, Sendable {
    /// Who wrote it.
    public enum Author: Hashable, Sendable {
        /// The member.
        case member
        /// Somebody of the care team, by their id.
        case careTeam(UUID)
    }

    /// Who wrote it.
    public var author: Author
    /// 1 to 4000 bytes; it may have several lines.
    public var text: String
    /// When it was written, by its author's clock.
    public var at: Date
    /// When the other side first said that it was read; nil while they have not.
    public var readAt: Date?

    init(_ entry: Conversation.Entry) {
        author = entry.message.value.author.map { .careTeam($0.uuid) } ?? .member
        text = entry.message.value.text.description
        at = entry.message.value.at.date
        readAt = entry.readAt?.date
    }
}

extension CareRecord where Content == CareMessage {
    init(_ entry: Conversation.Entry, isWaiting: Bool) {
        self.init(id: entry.message.id.uuid, content: CareMessage(entry), isWaiting: isWaiting)
    }
}
