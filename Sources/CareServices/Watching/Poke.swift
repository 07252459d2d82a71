package import Care

/// That something moved: sent after the commit, to whoever waits for it, and without a row of what it is about.
package enum Poke: Hashable, Sendable {
    /// A chart came to a version; the practitioners are those who could see it then.
    case chart(MemberID, version: Int64, practitioners: [PractitionerID])
    /// A place on a care team of this practitioner was given, changed or ended.
    case panel(PractitionerID)
    case catalog(version: Int64)
    /// A device was revoked or signed out: it waits no longer.
    case ended(DeviceID)

    /// Where pokes go; it must not wait.
    package typealias Listener = @Sendable (Poke) -> Void
}

extension Poke {
    /// One line of printable characters, as it travels between processes.
    package var line: String {
        switch self {
        case .chart(let member, let version, let practitioners):
            (["chart", member.description, String(version)] + practitioners.map(\.description)).joined(separator: " ")
        case .panel(let practitioner): "panel \(practitioner)"
        case .catalog(let version): "catalog \(version)"
        case .ended(let device): "ended \(device)"
        }
    }

    /// Nil unless it is a line that `line` writes.
    package init?(line: some StringProtocol) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 2 else { return nil }
        switch (words[0], words.count) {
        case ("chart", 3...):
            let practitioners = words[3...].compactMap { PractitionerID($0) }
            guard let member = MemberID(words[1]), let version = Int64(words[2]),
                practitioners.count == words.count - 3
            else { return nil }
            self = .chart(member, version: version, practitioners: practitioners)
        case ("panel", 2):
            guard let practitioner = PractitionerID(words[1]) else { return nil }
            self = .panel(practitioner)
        case ("catalog", 2):
            guard let version = Int64(words[1]) else { return nil }
            self = .catalog(version: version)
        case ("ended", 2):
            guard let device = DeviceID(words[1]) else { return nil }
            self = .ended(device)
        default: return nil
        }
    }
}
