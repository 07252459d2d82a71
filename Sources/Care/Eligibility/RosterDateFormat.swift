/// How a sponsor writes dates; declared, since 03/04/2026 is two days.
package enum RosterDateFormat: String, Hashable, Sendable, Codable, CaseIterable {
    case iso = "YYYY-MM-DD"
    case compact = "YYYYMMDD"
    case american = "MM/DD/YYYY"
    case americanCompact = "MMDDYYYY"
    case dotted = "DD.MM.YYYY"

    /// The day; nil unless the text has exactly this form and names a real one.
    package func day(_ text: String) -> LocalDay? {
        let digits = Array(text.utf8)
        guard digits.count == rawValue.utf8.count else { return nil }
        var year = 0
        var month = 0
        var day = 0
        for (byte, place) in zip(digits, rawValue.utf8) {
            let isDigit = (48...57).contains(byte)
            let value = isDigit ? Int(byte) - 48 : 0
            switch place {
            case UInt8(ascii: "Y") where isDigit: year = year * 10 + value
            case UInt8(ascii: "M") where isDigit: month = month * 10 + value
            case UInt8(ascii: "D") where isDigit: day = day * 10 + value
            default: guard byte == place, !isDigit else { return nil }
            }
        }
        return LocalDay(year: year, month: month, day: day)
    }
}
