/// What a listener is told.
package enum NotificationEvent: Hashable, Sendable {
    /// The first connection listens: what is notified from now on arrives.
    case connected
    /// Someone notified the channel.
    case payload(String)
    /// The connection was lost and listens again: payloads of the time between may have been missed.
    case reconnected
    /// More payloads came than were taken, and were dropped: what they tell of must be looked up.
    case missed
}

/// The name of a channel, as NOTIFY and LISTEN know it.
package struct NotificationChannel: Hashable, Sendable {
    /// Small letters, digits and underscores: the same for LISTEN, which takes an identifier, and for pg_notify.
    package let name: String

    /// Takes a name that is written in the source; one that is not a plain identifier is a mistake there, and traps.
    package init(_ name: StaticString) {
        let name = name.description
        let isPlain = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        precondition(
            isPlain && (1...63).contains(name.utf8.count) && name.first?.isNumber == false,
            "'\(name)' is not a plain channel name")
        self.name = name
    }
}
