/// That somebody has read messages: what their author may want to know, and what the reader's other devices need to know.
///
/// It names them one by one. A message that was written without a network arrives late with an earlier time, and nobody has
/// read it by having read a later one.
package struct MessageReading: Hashable, Sendable, Codable {
    package var at: Instant
    /// Nil for the member.
    package var reader: PractitionerID?
    /// 1–200 messages of the other side.
    package var messages: [RowID]

    package static let maximumMessages = 200

    package init(at: Instant, reader: PractitionerID?, messages: [RowID]) {
        self.at = at
        self.reader = reader
        self.messages = messages
    }

    package var violations: [FieldViolation] {
        var found: [FieldViolation] = []
        if !(1...Self.maximumMessages).contains(messages.count) {
            found.append(
                FieldViolation(pointer: "/messages", message: "must name 1 to \(Self.maximumMessages) messages"))
        }
        if Set(messages).count != messages.count {
            found.append(FieldViolation(pointer: "/messages", message: "names a message twice"))
        }
        return found
    }
}

/// A conversation as one side sees it: each message with when the other side has read it.
package struct Conversation: Hashable, Sendable {
    /// A message with what is known of its reading.
    package struct Entry: Hashable, Sendable {
        package let message: Charted<Message>
        /// When the other side first read it; nil while nobody has.
        package let readAt: Instant?
    }

    /// In the order in which they were written.
    package let entries: [Entry]

    package init(_ messages: [Charted<Message>], readings: [MessageReading]) {
        var first: [RowID: [Bool: Instant]] = [:]
        for reading in readings {
            let isMember = reading.reader == nil
            for message in reading.messages {
                first[message, default: [:]][isMember] = min(reading.at, first[message]?[isMember] ?? reading.at)
            }
        }
        entries = messages.sorted { ($0.value.at, $0.id) < ($1.value.at, $1.id) }.map { message in
            // The member reads what the care team wrote, and the care team what the member wrote.
            Entry(message: message, readAt: first[message.id]?[message.value.author != nil])
        }
    }

    /// What a side has not read of the other's.
    package func unread(byMember isMember: Bool) -> [Entry] {
        entries.filter { ($0.message.value.author != nil) == isMember && $0.readAt == nil }
    }
}
