import StrictJSON

/// A generator whose seed repeats a failure exactly (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Values of every kind, as deep as asked for.
enum GeneratedJSON {
    private static let characters: [Character] = [
        "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "é", "e\u{301}", "ß", "漢", "🏃", "👩‍⚕️", "\u{7F}", "\u{FFFF}",
    ]

    static func value(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .integer(.random(in: JSONLimits.integers, using: &generator))
        case 3: return .integer(.random(in: -100...100, using: &generator))
        case 4: return decimal(using: &generator)
        case 5: return .string(text(using: &generator))
        case 6:
            let count = Int.random(in: 0...5, using: &generator)
            return .array((0..<count).map { _ in value(depth: depth - 1, using: &generator) })
        default:
            let count = Int.random(in: 0...24, using: &generator)
            return .object(
                JSONObject(
                    (0..<count).map { _ in (text(using: &generator), value(depth: depth - 1, using: &generator)) }))
        }
    }

    static func shuffled(_ value: JSONValue, using generator: inout SeededGenerator) -> JSONValue {
        switch value {
        case .array(let elements):
            return .array(elements.map { shuffled($0, using: &generator) })
        case .object(let object):
            let members = object.members.shuffled(using: &generator)
            return .object(JSONObject(members.map { ($0.key, shuffled($0.value, using: &generator)) }))
        default: return value
        }
    }

    private static func text(using generator: inout SeededGenerator) -> String {
        let count = Int.random(in: 0...12, using: &generator)
        return String((0..<count).map { _ in characters.randomElement(using: &generator) ?? "a" })
    }

    private static func decimal(using generator: inout SeededGenerator) -> JSONValue {
        let whole = Int64.random(in: -1_000_000...1_000_000, using: &generator)
        let fraction = Int.random(in: 0..<1_000_000, using: &generator)
        return JSONDecimal("\(whole).\(fraction)").map(JSONValue.decimal) ?? .null
    }
}
