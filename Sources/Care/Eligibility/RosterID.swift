/// The id under which a sponsor knows a person or a subscriber: 1 to 64 printable ASCII characters without spaces.
///
/// Compared as written, case included: the sponsor made it, and two sponsors may give the same one.
package struct RosterID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let description: String

    package init?(_ text: some StringProtocol) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        description = String(text)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "must be 1 to 64 printable ASCII characters without spaces")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Whether it is written as a social security number, which Soleus does not keep (domain guide §6).
    package var looksLikeSocialSecurityNumber: Bool {
        let parts = description.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [3, 2, 4] && parts.joined().allSatisfy { (48...57).contains($0) }
    }

    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
