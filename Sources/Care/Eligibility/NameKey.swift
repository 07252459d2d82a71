import Foundation

/// A name as it is compared and never shown: capitals without accents, spaces, hyphens, apostrophes or generation suffix.
///
/// Roster and member spell one name in many ways; industry rules ask for normalised last names (CAQH CORE 258/259, domain
/// guide §6). `O'Connor`, `OConnor` and `o’connor` are one key, and so are `Dubois-Martín Jr.` and `DUBOIS MARTIN`.
package struct NameKey: Hashable, Sendable, Codable, CustomStringConvertible {
    package let description: String

    /// Nil when the name holds no letter or digit.
    package init?(_ name: some StringProtocol) {
        let words = name.utf8.allSatisfy({ $0 < 0x80 }) ? Self.asciiWords(name) : Self.foldedWords(name)
        var kept = words[...]
        // A suffix stands after a name: somebody called "Jr" alone keeps it.
        while kept.count > 1, let last = kept.last, Self.suffixes.contains(last) { kept.removeLast() }
        let key = kept.joined()
        guard !key.isEmpty else { return nil }
        description = key
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let key = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "must hold a letter")
        }
        self = key
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    private static let suffixes: Set<String> = ["JR", "SR", "II", "III"]

    /// Letters that Unicode does not decompose into a base letter and an accent, as passports write them (ICAO 9303-3).
    private static let unaccented: [Character: String] = [
        "Ø": "O", "Æ": "AE", "Œ": "OE", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "Ħ": "H", "Ŧ": "T", "ẞ": "SS",
    ]

    /// Nearly every row of a roster is ASCII, and a roster has a million of them: no Unicode tables on this way.
    private static func asciiWords(_ name: some StringProtocol) -> [String] {
        var words: [String] = []
        var word = ""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): word.unicodeScalars.append(Unicode.Scalar(byte - 32))
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                word.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "'"), UInt8(ascii: "`"): break
            default:
                if !word.isEmpty { words.append(word) }
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    private static func foldedWords(_ name: some StringProtocol) -> [String] {
        // Compatibility forms first, so that wide letters and ligatures become plain ones.
        let capitals = String(name).precomposedStringWithCompatibilityMapping.uppercased()
        var spelled = ""
        for character in capitals { spelled += unaccented[character] ?? String(character) }
        var words: [String] = []
        var word = ""
        for scalar in spelled.decomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .decimalNumber,
                .letterNumber, .otherNumber:
                // U+02BC and its neighbours are letters by category, and apostrophes by use.
                if !(0x2B9...0x2C1).contains(scalar.value) { word.unicodeScalars.append(scalar) }
            case .nonspacingMark, .spacingMark, .enclosingMark, .initialPunctuation, .finalPunctuation, .modifierSymbol,
                .format:
                break
            default:
                if scalar == "'" || scalar == "\u{2032}" { break }
                if !word.isEmpty { words.append(word) }
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
