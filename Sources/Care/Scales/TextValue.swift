/// A value that travels as one text, such as a date, a name or an id.
package protocol TextValue: Hashable, Sendable, Codable, CustomStringConvertible {
    /// What the text must be, in words that do not repeat what was sent.
    static var rule: String { get }
    /// Nil when the text breaks the rule.
    init?(_ text: String)
}

extension TextValue {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: Self.rule)
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
