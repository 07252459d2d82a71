/// One value and what it can be read as.
struct ElementValue {
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether it is UTF-8 without control characters.
    ///
    /// The standard's character set ends with ASCII; letters beyond it are admitted, because people have them (choice).
    var hasOnlyText: Bool {
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return false }
        guard bytes.contains(where: { $0 >= 0x80 }) else { return true }
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    /// Minus and point do not count in numbers.
    func length(as kind: DataElement.Kind) -> Int {
        switch kind {
        case .integer, .decimal: bytes.count { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".") }
        case .code, .day, .time, .period: bytes.count
        // Bytes that continue a character are none of their own.
        case .text: bytes.count { $0 & 0xC0 != 0x80 }
        }
    }

    /// Spaces at the end fill a value up to its shortest length and do nothing else.
    func hasNeedlessSpaces(beyond minimum: Int) -> Bool {
        guard bytes.last == 0x20, let last = bytes.lastIndex(where: { $0 != 0x20 }) else { return false }
        return last + 1 - bytes.startIndex >= minimum
    }

    var isInteger: Bool {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
        return !digits.isEmpty && digits.allSatisfy(Self.isDigit)
    }

    var isDecimal: Bool {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ $0.allSatisfy(Self.isDigit) }) else { return false }
        return parts.count == 1 ? !digits.isEmpty : !parts[1].isEmpty
    }

    /// Eight digits that name a day since 1800, or six that do so without a century.
    var isDay: Bool {
        guard bytes.count == 8 || bytes.count == 6, let number = number(bytes) else { return false }
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
        guard bytes.count == 6 || year >= 1_800, (1...12).contains(month), day >= 1 else { return false }
        // Six digits name years from 1950 to 2049, of which all that end in a multiple of four are leap years.
        let isLeap = year % 4 == 0 && (bytes.count == 6 || year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return day <= lengths[month - 1]
    }

    /// HHMM, HHMMSS, or with one or two digits of a fraction.
    var isTime: Bool {
        guard [4, 6, 7, 8].contains(bytes.count), bytes.allSatisfy(Self.isDigit) else { return false }
        let pairs = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            number(bytes[$0..<$0 + 2]) ?? 99
        }
        return pairs[0] <= 23 && pairs[1] <= 59 && (pairs.count < 3 || pairs[2] <= 59)
    }

    /// `format` is what the element before says; where that says nothing that we know, anything goes.
    func isPeriod(in format: String) -> Bool {
        switch format {
        case "D8": return bytes.count == 8 && isDay
        case "RD8":
            let days = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            return days.count == 2 && days.allSatisfy { $0.count == 8 && Self($0).isDay }
        default: return true
        }
    }

    private func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.reduce(into: 0 as Int?) { number, byte in
            number = Self.isDigit(byte) ? number.map { $0 * 10 + Int(byte - 48) } : nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
