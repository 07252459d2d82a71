import Care

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

/// Plans that can be prescribed, with the most awkward text that their fields allow.
struct PlanGenerator {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func plan() -> PlanContent {
        let items = (0..<int(0...8)).map { index in item(named: "exercise-\(index)") }
        let modifications = (0..<int(0...3)).map { _ in modification() }
        return PlanContent(
            program: slug("program"), title: label(), items: items, modifications: modifications,
            note: maybe { $0.note() }, until: items.isEmpty ? day() : maybe { $0.day() })
    }

    private mutating func item(named name: String) -> PlanItem {
        PlanItem(
            block: pick(PlanItem.Block.allCases), exercise: slug(name), exerciseVersion: int(1...9), dose: dose(),
            side: pick(Side.allCases),
            frequency: Frequency(perDay: int(1...6), perWeek: int(1...7), phrase: maybe { $0.label() }),
            note: maybe { $0.note() })
    }

    private mutating func dose() -> Dose {
        var dose = Dose(sets: int(1...10))
        switch int(0...3) {
        case 0:
            let reps = int(1...99)
            dose.reps = reps
            dose.repsMax = maybe { $0.int(reps...100) }
        case 1: dose.holdSeconds = int(1...300)
        case 2:
            dose.reps = int(1...100)
            dose.holdSeconds = int(1...300)
        default:
            let seconds = int(5...3_599)
            dose.durationSeconds = seconds
            dose.durationSecondsMax = maybe { $0.int(seconds...3_600) }
        }
        dose.restSeconds = maybe { $0.int(0...600) }
        if int(0...1) == 0 { dose.loadGrams = maybe { $0.int(0...200_000) } } else { dose.band = maybe { $0.label() } }
        dose.tempo = maybe { generator in
            let awkward = generator.label()
            return generator.pick([Label(unchecked: "2-0-2"), awkward])
        }
        dose.targetEffort = maybe { EffortScore($0.int(0...10)) } ?? nil
        return dose
    }

    private mutating func modification() -> ActivityModification {
        let usual = int(1...7)
        let substitutes = (0..<int(0...3)).map { _ in pick(["biking", "on", "until", "swimming", "to"]) }
        return ActivityModification(
            activity: slug("running"), usualDaysPerWeek: usual, maximumDaysPerWeek: int(0...usual),
            substitutes: substitutes.compactMap { Slug($0) },
            minimumSubstituteDaysPerWeek: substitutes.isEmpty ? 0 : int(0...7),
            terrain: (0..<int(0...2)).map { _ in pick(ActivityModification.Terrain.allCases) },
            until: maybe { $0.day() })
    }

    /// Text with quotes, comments, escapes, accents and white space where it hurts.
    private mutating func text(_ pieces: [String]) -> String {
        "x".prefix(int(0...1)) + (0..<int(1...6)).map { _ in pick(pieces) }.joined() + "y"
    }

    private mutating func label() -> Label {
        Label(
            text(["a", " ", "#", "\"", "\\", "é", "e\u{301}", "\u{301}", ">", "[main]", "\t", "\n", "脚", " # ", "-"]))
            ?? Label(unchecked: "label")
    }

    private mutating func note() -> Note {
        Note(text(["Slow.", "\n", "\n\n", " ", "\"", "# no comment", "\u{301}", "> ", "\t", "\\n", "[main]", "  "]))
            ?? Note(unchecked: "note")
    }

    private mutating func day() -> LocalDay { LocalDay(dayNumber: int(20_000...30_000)) }

    private mutating func slug(_ text: String) -> Slug {
        guard let slug = Slug("\(text)-\(int(1...9))") else { preconditionFailure("\(text) makes no slug") }
        return slug
    }

    private mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func pick<Value>(_ values: [Value]) -> Value { values[int(0...values.count - 1)] }

    private mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? {
        int(0...1) == 0 ? nil : make(&self)
    }
}
