import Testing

@testable import Care

/// Every population of some size is told about, and all that are told the same are held beside one another.
@Suite struct `All worlds that fit the same reports` {
    /// What became of a person: when each stage was reached, by the number of the period; 9 for never.
    private typealias Kind = [Int]

    /// What is told of so many who reached each stage by the end of each period.
    private static func telling(_ counts: [[Int]], population: Int, settled: Int) -> String {
        let rounding = CountRounding(smallestCell: 11, population: population, settled: settled)
        return counts.map { stage in
            var before: ReportedCount?
            return stage.map { count in
                let told = rounding.told(count, before: before)
                before = told
                return told.text
            }.joined(separator: ",")
        }.joined(separator: ";")
    }

    /// Calls with each way to divide a number among some kinds.
    private static func divide(_ total: Int, among kinds: Int, _ body: ([Int]) -> Void) {
        var parts = Array(repeating: 0, count: kinds)
        func fill(_ index: Int, _ left: Int) {
            guard index < kinds - 1 else {
                parts[index] = left
                return body(parts)
            }
            for part in 0...left {
                parts[index] = part
                fill(index + 1, left - part)
            }
        }
        fill(0, total)
    }

    /// The sizes that each group can have in the worlds that are told alike: the fewest over all groups and tellings.
    private static func fewestSizes(people: Int, kinds: [Kind], stages: Int, periods: Int) -> (
        fewest: Int, tellings: Int
    ) {
        let groups = 1..<(1 << kinds.count) - 1
        var sizes: [String: [UInt64]] = [:]
        var texts: [[[Int]]: String] = [:]
        divide(people, among: kinds.count) { world in
            let counts = (0..<stages).map { stage in
                (1...periods).map { period in
                    zip(kinds, world).reduce(0) { $0 + ($1.0[stage] <= period ? $1.1 : 0) }
                }
            }
            let text = texts[counts] ?? telling(counts, population: people, settled: people)
            texts[counts] = text
            var seen = sizes.removeValue(forKey: text) ?? Array(repeating: 0, count: groups.upperBound)
            // Each further kind doubles the groups: those without it, and the same with it.
            var sizeOfGroup = [0]
            for count in world { sizeOfGroup += sizeOfGroup.map { $0 + count } }
            for group in groups { seen[group] |= 1 << UInt64(sizeOfGroup[group]) }
            sizes[text] = seen
        }
        let fewest = sizes.values.flatMap { $0.dropFirst() }.map(\.nonzeroBitCount).min() ?? 0
        return (fewest, sizes.count)
    }

    @Test func `leave every group eleven sizes, through three periods`() {
        let (fewest, tellings) = Self.fewestSizes(people: 36, kinds: [[1], [2], [3], [9]], stages: 1, periods: 3)
        #expect(fewest >= 11)
        // <11, 11 to 21, 22 or more, and never less than before.
        #expect(tellings == 10)
    }

    @Test func `leave every group eleven sizes, through two stages and two periods`() {
        let kinds: [Kind] = [[1, 1], [1, 2], [1, 9], [2, 2], [2, 9], [9, 9]]
        let (fewest, tellings) = Self.fewestSizes(people: 21, kinds: kinds, stages: 2, periods: 2)
        #expect(fewest >= 11)
        #expect(tellings == 6)
    }

    @Test func `say nothing of one who leaves`() {
        // The leaver can have enrolled in the first period only; 30 others can have in either.
        var seen: [String: Set<Bool>] = [:]
        for hasEnrolled in [false, true] {
            Self.divide(30, among: 3) { world in
                let first = world[0] + (hasEnrolled ? 1 : 0)
                let text = Self.telling([[first, first + world[1]]], population: 31, settled: 30)
                seen[text, default: []].insert(hasEnrolled)
            }
        }
        #expect(seen.count > 1)
        #expect(seen.values.allSatisfy { $0 == [false, true] })
    }

    @Test func `are told apart where exact counts are told`() {
        // The same search finds single people where counts from 11 on are exact, and so is able to find them.
        var sizes: [String: Set<Int>] = [:]
        Self.divide(36, among: 3) { world in
            let counts = [world[0], world[0] + world[1]].map { $0 < 11 ? "<11" : "\($0)" }
            sizes[counts.joined(separator: ","), default: []].insert(world[1])
        }
        #expect(sizes.values.contains { $0.count == 1 && !$0.isDisjoint(with: 1...10) })
    }
}
