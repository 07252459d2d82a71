/// Text that a person wrote, with a limit of its own and nothing invisible in it.
///
/// Control characters are refused, but for line breaks and tabs where the text has lines: PostgreSQL cannot hold U+0000, and the rest would let one
/// person's text move another person's cursor.
package protocol BoundedText: TextValue {
    /// The most bytes the text may take in UTF-8.
    static var maximumBytes: Int { get }
    /// Whether line breaks and tabs may be in it.
    static var hasLines: Bool { get }
    init(unchecked text: String)
}

extension BoundedText {
    /// Nil when the text is blank, too long, or holds control characters.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard text.utf8.count <= Self.maximumBytes, text.contains(where: { !$0.isWhitespace }),
            text.unicodeScalars.allSatisfy({ scalar in
                switch scalar.value {
                // U+2028 and U+2029 break lines too, wherever Unicode is taken at its word.
                case 0x09, 0x0A, 0x2028, 0x2029: Self.hasLines
                case 0..<0x20, 0x7F..<0xA0: false
                default: true
                }
            })
        else { return nil }
        self.init(unchecked: text)
    }

    package static var rule: String { "must be 1 to \(Self.maximumBytes) bytes of text without control characters" }
}

/// A name or label on one line.
package struct Label: BoundedText {
    package static let maximumBytes = 200
    package static let hasLines = false
    package let description: String
    package init(unchecked text: String) { description = text }
}

/// A few sentences: a note for the member, the reason for a change.
package struct Note: BoundedText {
    package static let maximumBytes = 4_000
    package static let hasLines = true
    package let description: String
    package init(unchecked text: String) { description = text }
}

/// The short name by which content is known, such as `calf-raises`: lower-case ASCII letters, digits and hyphens.
package struct Slug: TextValue, Comparable {
    package let description: String

    /// Nil unless 1 to 80 of `a-z`, `0-9` and single hyphens between them.
    package init?(_ text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard (1...80).contains(text.utf8.count),
            parts.allSatisfy({ part in
                !part.isEmpty && part.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
            })
        else { return nil }
        description = String(text)
    }

    package static var rule: String { "must be a slug such as calf-raises" }

    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
