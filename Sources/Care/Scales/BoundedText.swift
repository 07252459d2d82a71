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
    package init?(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes, Self.isPlain(text) ?? Self.isSound(text) else { return nil }
        self.init(unchecked: text)
    }

    /// The same of a part of a text.
    package init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// The answer for a text that is all ASCII, as most are; nil for others.
    private static func isPlain(_ text: String) -> Bool? {
        var (isBlank, isSound) = (true, true)
        for byte in text.utf8 {
            switch byte {
            case 0x80...: return nil
            case 0x20: break
            case 0x09, 0x0A: isSound = isSound && hasLines
            case 0..<0x20, 0x7F: isSound = false
            default: isBlank = false
            }
        }
        return isSound && !isBlank
    }

    private static func isSound(_ text: String) -> Bool {
        text.contains { !$0.isWhitespace }
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.value {
                // U+2028 and U+2029 break lines too, wherever Unicode is taken at its word.
                case 0x09, 0x0A, 0x2028, 0x2029: hasLines
                case 0..<0x20, 0x7F..<0xA0: false
                default: true
                }
            }
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
    package init?(_ text: String) {
        guard text.utf8.count <= 80 else { return nil }
        // As if a hyphen stood before: one more may not follow it, nor may one be the last.
        var followsHyphen = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): followsHyphen = false
            case UInt8(ascii: "-") where !followsHyphen: followsHyphen = true
            default: return nil
            }
        }
        guard !followsHyphen else { return nil }
        description = text
    }

    /// The same of a part of a text.
    package init?(_ text: some StringProtocol) { self.init(String(text)) }

    package static var rule: String { "must be a slug such as calf-raises" }

    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
