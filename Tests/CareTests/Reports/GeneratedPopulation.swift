@testable import Care

/// A sponsor's people through some periods, with turnover, and what really became of each.
struct GeneratedPopulation {
    struct Person {
        /// The periods in which they are covered, by their index.
        var covered: ClosedRange<Int>
        var isCoveredThroughout: Bool
        /// When each was reached, by the index of the period.
        var enrolled: Int?
        var inProgram: Int?
        var active: Set<Int> = []
        var assessed: [Int: Bool] = [:]
        /// 0–5 fifths, in the periods with something prescribed.
        var fifths: [Int: Int] = [:]
    }

    let periods: [ReportPeriod]
    var people: [Person] = []

    init(periods count: Int, using random: inout some RandomNumberGenerator) {
        periods = (0..<count).compactMap { ReportPeriod(year: 2025 + $0 / 4, quarter: $0 % 4 + 1) }
        let size = [3, 9, 15, 24, 30, 45, 80, 150, 400][Int.random(in: 0..<9, using: &random)]
        let turnover = [0, 0, 2, 5, 15].randomElement(using: &random) ?? 0
        // Few, many, nearly everybody: what lies near none and near all is where reports give people away.
        let share = [2, 10, 50, 90, 97, 100].randomElement(using: &random) ?? 50
        for _ in 0..<size {
            let leaves = (0..<count).first { _ in Int.random(in: 0..<100, using: &random) < turnover }
            people.append(person(from: 0, through: leaves ?? count - 1, leaves == nil, share, using: &random))
        }
        for period in 1..<max(2, count) where period < count {
            for _ in 0..<(size * turnover / 100) {
                people.append(person(from: period, through: count - 1, false, share, using: &random))
            }
        }
    }

    private func person(
        from first: Int, through last: Int, _ throughout: Bool, _ share: Int,
        using random: inout some RandomNumberGenerator
    ) -> Person {
        func happens() -> Bool { Int.random(in: 0..<100, using: &random) < share }
        var person = Person(covered: first...last, isCoveredThroughout: throughout && first == 0)
        for period in first...last {
            if person.enrolled == nil, happens() { person.enrolled = period }
            guard person.enrolled != nil else { continue }
            if happens() { person.assessed[period] = happens() }
            if person.inProgram == nil, happens() { person.inProgram = period }
            guard person.inProgram != nil else { continue }
            if happens() { person.active.insert(period) }
            if happens() {
                person.fifths[period] = person.active.contains(period) ? Int.random(in: 0...5, using: &random) : 0
            }
        }
        return person
    }

    func covered(through period: Int) -> Int { people.count { $0.covered.lowerBound <= period } }
    func covered(in period: Int) -> Int { people.count { $0.covered.contains(period) } }
    func settled(through period: Int) -> Int {
        people.count { $0.covered.lowerBound == 0 && ($0.covered.upperBound > period || $0.isCoveredThroughout) }
    }

    func count(_ measure: ReportMeasure, in period: Int) -> Int {
        people.count { person in
            switch measure {
            case .enrolled: person.enrolled.map { $0 <= period } ?? false
            case .inProgram: person.inProgram.map { $0 <= period } ?? false
            case .everActive: person.active.contains { $0 <= period }
            case .activeInPeriod: person.active.contains(period)
            case .assessed: person.assessed[period] != nil
            case .improved: person.assessed[period] ?? false
            case .prescribed: person.fifths[period] != nil
            case .adherence20: (person.fifths[period] ?? 0) >= 1
            case .adherence40: (person.fifths[period] ?? 0) >= 2
            case .adherence60: (person.fifths[period] ?? 0) >= 3
            case .adherence80: (person.fifths[period] ?? 0) >= 4
            }
        }
    }

    func tally(_ period: Int) -> ReportTally {
        ReportTally(
            covered: covered(through: period), settled: settled(through: period),
            counts: Dictionary(uniqueKeysWithValues: ReportMeasure.allCases.map { ($0, count($0, in: period)) }))
    }
}

extension GeneratedPopulation {
    /// One group: those of `whole` who are not of `part`, both given as counts; nil is everybody for the one, nobody for the other.
    private struct Group {
        var name: String
        var whole: Int?
        var part: Int?
        var everybody: Int
        var size: Int
    }

    /// Everything that follows from some ranges for the counts of each period and from the roster, about each group that the
    /// counts, their differences and their complements make up; empty when nothing fits, which would be a lie in the ranges.
    func findings(in told: [[ReportMeasure: ReportedCount]]) -> [Finding] {
        guard let byRoster = sizes(in: told.map { _ in [:] }), let possible = sizes(in: told) else { return [] }
        return zip(groups(told.count), zip(possible, byRoster)).map { group, sizes in
            Finding(group: group.name, size: group.size, possible: sizes.0, byRoster: sizes.1)
        }
    }

    private static let measures = ReportMeasure.allCases

    private func place(_ period: Int, _ measure: ReportMeasure) -> Int {
        period * Self.measures.count + (Self.measures.firstIndex(of: measure) ?? 0)
    }

    private func groups(_ periods: Int) -> [Group] {
        (0..<periods).flatMap { period in
            let everybody = covered(through: period)
            return Self.measures.flatMap { measure in
                let count = place(period, measure)
                let size = self.count(measure, in: period)
                var groups = [
                    Group(name: "\(measure) in \(period)", whole: count, everybody: everybody, size: size),
                    Group(
                        name: "not \(measure) in \(period)", part: count, everybody: everybody, size: everybody - size),
                ]
                if let whole = measure.whole {
                    groups.append(
                        Group(
                            name: "\(whole), not \(measure) in \(period)", whole: place(period, whole), part: count,
                            everybody: everybody, size: self.count(whole, in: period) - size))
                }
                if measure.isSoFar, period > 0 {
                    groups.append(
                        Group(
                            name: "new \(measure) in \(period)", whole: count, part: place(period - 1, measure),
                            everybody: everybody, size: size - self.count(measure, in: period - 1)))
                }
                return groups
            }
        }
    }

    /// The sizes that each group can have; nil when nothing fits.
    private func sizes(in told: [[ReportMeasure: ReportedCount]]) -> [ClosedRange<Int>]? {
        var attack = BoundsAttack(counts: told.count * Self.measures.count)
        for (period, ranges) in told.enumerated() {
            for measure in Self.measures {
                let count = place(period, measure)
                attack.know(nil, above: count)
                attack.know(count, isAtMost: covered(through: period), above: nil)
                if let range = ranges[measure] { attack.know(count, isWithin: range) }
                if let whole = measure.whole { attack.know(count, above: place(period, whole)) }
                if !measure.isSoFar { attack.know(count, isAtMost: covered(in: period), above: nil) }
                if measure.isSoFar, period > 0 {
                    let before = place(period - 1, measure)
                    attack.know(before, above: count)
                    attack.know(count, isAtMost: covered(in: period), above: before)
                }
            }
        }
        guard attack.conclude() else { return nil }
        return groups(told.count).map { group in
            guard group.whole == nil else { return attack.range(group.whole, less: group.part) }
            // A complement in everybody, whose number the sponsor knows.
            let range = attack.range(group.part, less: nil)
            return (group.everybody - range.upperBound)...(group.everybody - range.lowerBound)
        }
    }
}
