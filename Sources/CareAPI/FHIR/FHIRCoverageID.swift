import Care

/// The logical id of a coverage: its person's number, its first day and a mark of its plan, in the 64 characters that FHIR
/// allows.
///
/// A number of more than 42 characters does not fit: such a coverage is found by searching, and has no address.
struct FHIRCoverageID: Hashable, CustomStringConvertible {
    let number: RosterID
    let from: LocalDay
    /// Tells the plans apart by which a person may be covered from one day on.
    private let planMark: UInt32
    let description: String

    /// How many bytes 64 characters of six bits hold, the day's and the plan's three each aside.
    private static let maximumNumberBytes = 42

    init?(_ listing: CoverageListing) {
        let coverage = listing.coverage
        self.init(
            number: listing.number, from: coverage.period.from, planMark: Self.mark(coverage.planCode.description))
    }

    /// Whether it is this coverage's.
    func isOf(_ listing: CoverageListing) -> Bool { Self(listing) == self }

    private init?(number: RosterID, from: LocalDay, planMark: UInt32) {
        let days = from.dayNumber + Self.epochShift
        guard number.description.utf8.count <= Self.maximumNumberBytes, (0..<(1 << 24)).contains(days) else {
            return nil
        }
        self.number = number
        self.from = from
        self.planMark = planMark
        description = Self.encoded(
            Self.threeBytes(days) + Self.threeBytes(Int(planMark)) + Array(number.description.utf8))
    }

    /// Nil for what is no id of ours.
    init?(_ text: String) {
        guard let bytes = Self.decoded(text), bytes.count > 6,
            let number = RosterID(String(decoding: bytes[6...], as: UTF8.self))
        else { return nil }
        let days = Self.number(bytes[0..<3])
        let planMark = UInt32(Self.number(bytes[3..<6]))
        self.init(number: number, from: LocalDay(dayNumber: days - Self.epochShift), planMark: planMark)
        guard description == text else { return nil }
    }

    /// The first day of year 1 is no negative number with it.
    private static let epochShift = 719_163

    private static func threeBytes(_ number: Int) -> [UInt8] {
        [UInt8(number >> 16 & 0xFF), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)]
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// 24 bits of the plan's code (FNV-1a, folded).
    private static func mark(_ plan: String) -> UInt32 {
        let hash = plan.utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        return (hash >> 24) ^ (hash & 0x00FF_FFFF)
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.".utf8)

    private static func encoded(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var bits = 0
        var value = 0
        for byte in bytes {
            value = (value << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[value >> bits & 0x3F])
            }
        }
        if bits > 0 { text.append(alphabet[value << (6 - bits) & 0x3F]) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func decoded(_ text: String) -> [UInt8]? {
        guard (9...64).contains(text.utf8.count) else { return nil }
        var bytes: [UInt8] = []
        var bits = 0
        var value = 0
        for character in text.utf8 {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            value = (value << 6 | digit) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(value >> bits & 0xFF))
            }
        }
        return bytes
    }
}
