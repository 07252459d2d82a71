/// Random numbers that a seed repeats exactly (SplitMix64).
///
/// Each person has dice of their own for each purpose, so that nobody's life depends on who was made before them, or on which
/// thread.
struct Dice: RandomNumberGenerator {
    /// What the numbers are for.
    enum Purpose: UInt64 {
        case identity = 1
        case life = 2
        case practitioner = 3
        case sponsor = 4
        case load = 5
    }

    private var state: UInt64

    init(seed: UInt64, _ purpose: Purpose, _ index: Int) {
        state = Self.mixed(seed ^ Self.mixed(purpose.rawValue << 56 ^ UInt64(index)))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number of the range, each as likely as any other.
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// 0 to 1.
    mutating func fraction() -> Double { Double.random(in: 0..<1, using: &self) }

    mutating func happens(_ probability: Double) -> Bool { fraction() < probability }

    /// Around the middle of the range more often than at its ends.
    mutating func around(_ range: ClosedRange<Int>) -> Int {
        let mean = (fraction() + fraction() + fraction()) / 3
        return range.lowerBound + Int((mean * Double(range.count)).rounded(.down))
    }

    /// One of the choices, which are not empty.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[number(0...choices.count - 1)] }
}
