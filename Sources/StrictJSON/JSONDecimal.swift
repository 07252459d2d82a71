/// A number with a decimal point, kept digit for digit: `1.50` and `1.5` are different texts.
///
/// Nothing is rounded on the way from a device to a numeric column and back.
package struct JSONDecimal: Hashable, Sendable, CustomStringConvertible {
    /// How many digits a number may have, before and after the point together.
    package static let digitCountLimit = 32

    /// The number as JSON text: an optional minus, digits, a point, digits.
    package let text: String

    package var description: String { text }

    /// The nearest binary number.
    ///
    /// At most 32 digits and no exponent, so it is always finite.
    package var double: Double { Double(text) ?? 0 }

    /// Nil unless the text is a plain decimal number of at most 32 digits: no exponent, no leading zeros, no minus zero.
    package init?(_ text: String) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let parts = text.utf8.dropFirst(isNegative ? 1 : 0)
            .split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts[0].first, !parts[1].isEmpty,
            parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }),
            parts[0].count == 1 || first != 0x30,
            parts[0].count + parts[1].count <= Self.digitCountLimit,
            !isNegative || parts.contains(where: { $0.contains { $0 != 0x30 } })
        else { return nil }
        self.text = text
    }

    /// Nil if the number is not finite, or takes more than 32 digits in plain notation.
    ///
    /// The digits are the fewest that read back as the same number.
    package init?(_ number: Double) {
        guard number.isFinite else { return nil }
        // Minus zero has no text of its own here.
        let description = number == 0 ? "0.0" : number.description
        let halves = description.split(separator: "e")
        guard halves.count == 2, let exponent = Int(halves[1]) else {
            self.init(description)
            return
        }
        guard abs(exponent) <= Self.digitCountLimit else { return nil }
        let sign = halves[0].hasPrefix("-") ? "-" : ""
        let mantissa = halves[0].drop { $0 == "-" }.split(separator: ".")
        let fraction = mantissa.count == 2 && mantissa[1] != "0" ? mantissa[1] : ""
        let digits = (mantissa.first ?? "0") + fraction
        if exponent < 0 {
            self.init("\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)")
        } else {
            let zeros = String(repeating: "0", count: max(0, exponent - fraction.count))
            let whole = digits.prefix(exponent + 1)
            let rest = digits.dropFirst(exponent + 1)
            self.init("\(sign)\(whole)\(zeros).\(rest.isEmpty ? "0" : rest)")
        }
    }

    /// A text that the reader has already checked.
    init(checked text: String) {
        self.text = text
    }
}
