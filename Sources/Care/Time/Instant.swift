/// A point in time in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Milliseconds, because that is what a phone's clock is worth; a coarser or finer unit would not survive a round trip
/// through the wire form `2026-11-22T20:53:59.120Z`.
package struct Instant: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The years 0001 to 9999, outside of which the wire form has no words.
    package static let range = Instant(milliseconds: -62_135_596_800_000)...Instant(milliseconds: 253_402_300_799_999)

    /// Nil unless the text is `YYYY-MM-DDThh:mm:ss[.fff…](Z|±hh:mm)` and names a real time (RFC 3339).
    ///
    /// Digits beyond the millisecond are cut off; a leap second (`:60`) is refused, as PostgreSQL has no place for it.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[10] == UInt8(ascii: "T") else { return nil }
        guard let day = LocalDay(String(decoding: bytes[0..<10], as: UTF8.self)) else { return nil }
        func number(_ range: Range<Int>, below limit: Int) -> Int64? {
            guard range.upperBound <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[range] {
                guard (48...57).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            return value < limit ? Int64(value) : nil
        }
        guard bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = number(11..<13, below: 24), let minute = number(14..<16, below: 60),
            let second = number(17..<19, below: 60)
        else { return nil }
        var index = 19
        var fraction: Int64 = 0
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            var digits = 0
            while index < bytes.count, (48...57).contains(bytes[index]) {
                if digits < 3 { fraction = fraction * 10 + Int64(bytes[index] - 48) }
                digits += 1
                index += 1
            }
            guard digits > 0 else { return nil }
            for _ in digits..<max(digits, 3) { fraction *= 10 }
        }
        var offsetMinutes: Int64 = 0
        guard index < bytes.count else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "Z"):
            guard index + 1 == bytes.count else { return nil }
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard index + 6 == bytes.count, bytes[index + 3] == UInt8(ascii: ":"),
                let hours = number(index + 1..<index + 3, below: 24),
                let minutes = number(index + 4..<index + 6, below: 60)
            else { return nil }
            offsetMinutes = (hours * 60 + minutes) * (bytes[index] == UInt8(ascii: "-") ? -1 : 1)
        default: return nil
        }
        let seconds = Int64(day.dayNumber) * 86_400 + hour * 3_600 + (minute - offsetMinutes) * 60 + second
        self.milliseconds = seconds * 1_000 + fraction
        guard Self.range.contains(self) else { return nil }
    }

    package var description: String {
        let day = LocalDay(dayNumber: Int(milliseconds.flooredDivision(by: 86_400_000)))
        let inDay = Int(milliseconds - Int64(day.dayNumber) * 86_400_000)
        var digits = DigitText(capacity: 24)
        digits.append(day)
        digits.append(UInt8(ascii: "T"))
        digits.append(inDay / 3_600_000, width: 2)
        digits.append(UInt8(ascii: ":"))
        digits.append(inDay / 60_000 % 60, width: 2)
        digits.append(UInt8(ascii: ":"))
        digits.append(inDay / 1_000 % 60, width: 2)
        digits.append(UInt8(ascii: "."))
        digits.append(inDay % 1_000, width: 3)
        digits.append(UInt8(ascii: "Z"))
        return digits.text
    }

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// This instant, later by so many seconds (earlier when negative).
    package func adding(seconds: Int64) -> Instant { Instant(milliseconds: milliseconds + seconds * 1_000) }
}

extension Instant: TextValue {
    package static var rule: String { "must be a time such as 2026-11-22T20:53:59.120Z" }
}

extension Int64 {
    /// Division that rounds towards minus infinity, so that times before 1970 fall on the right day.
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
