import Testing

@testable import Care

@Suite struct `A sponsor who reckons with every report` {
    private static let populations = 120
    private static let periodCount = 4

    /// Every population with what the sponsor was told of it.
    private func findings(
        _ tell: (GeneratedPopulation, Int) -> [[ReportMeasure: ReportedCount]]
    ) -> [(population: GeneratedPopulation, findings: [Finding])] {
        (0..<Self.populations).map { seed in
            var random = SeededGenerator(seed: UInt64(seed))
            let population = GeneratedPopulation(periods: Self.periodCount, using: &random)
            return (population, population.findings(in: tell(population, seed)))
        }
    }

    private func reports(_ population: GeneratedPopulation, smallestCell: (Int) -> Int) -> [SponsorReport] {
        var reports: [SponsorReport] = []
        for (index, period) in population.periods.enumerated() {
            reports.append(
                SponsorReport(
                    of: period, population.tally(index), smallestCell: smallestCell(index), after: reports))
        }
        return reports
    }

    private func ranges(_ report: SponsorReport) -> [ReportMeasure: ReportedCount] {
        Dictionary(uniqueKeysWithValues: report.rows.map { ($0.measure, $0.count) })
    }

    @Test func `learns nothing about a few, over all tables and periods, whatever the smallest cell was and became`() {
        var told = 0
        for (_, findings) in findings({ population, seed in
            reports(population) { period in [11, 11, 15, 22, 40][seed % 5] + (seed % 3) * period }.map(ranges)
        }) {
            #expect(!findings.isEmpty, "a report said what is not so")
            for finding in findings {
                #expect(finding.possible.contains(finding.size))
                #expect(finding.possible.count >= min(CountRounding.step, finding.byRoster.count), "\(finding)")
                if finding.possible.lowerBound > 0 { told += 1 }
            }
        }
        // Saying nothing at all would be safe as well.
        #expect(told > 800)
    }

    @Test func `finds people out where small counts alone are left away`() {
        let breaches = findings { population, _ in
            population.periods.indices.map { period in
                Self.byMeasure {
                    let count = population.count($0, in: period)
                    return (1...10).contains(count)
                        ? ReportedCount(atLeast: 1, atMost: 10) : ReportedCount(atLeast: count, atMost: count)
                }
            }
        }.filter { $0.findings.contains(where: \.isBreach) }
        #expect(breaches.count > 40)
    }

    /// Each table is safe by itself: where a count or a difference in it is small, it is left out altogether.
    @Test func `finds people out where each period is made safe by itself`() {
        func table(_ population: GeneratedPopulation, _ period: Int) -> [ReportMeasure: ReportedCount] {
            var ranges: [ReportMeasure: ReportedCount] = [:]
            for measure in ReportMeasure.allCases where measure.whole == nil || measure.whole == .enrolled {
                let count = population.count(measure, in: period)
                let whole =
                    measure.whole.map { population.count($0, in: period) } ?? population.covered(through: period)
                let isSafe = ![count, whole - count, population.covered(through: period) - count]
                    .contains { (1...10).contains($0) }
                if isSafe { ranges[measure] = ReportedCount(atLeast: count, atMost: count) }
            }
            return ranges
        }
        let single = (0..<Self.populations).filter { seed in
            var random = SeededGenerator(seed: UInt64(seed))
            let population = GeneratedPopulation(periods: 1, using: &random)
            return population.findings(in: [table(population, 0)]).contains(where: \.isBreach)
        }
        #expect(single.isEmpty)
        let breaches = findings { population, _ in population.periods.indices.map { table(population, $0) } }
            .filter { $0.findings.contains(where: \.isBreach) }
        #expect(breaches.count > 8)
    }

    /// The same period told twice, before and after some late sessions: what is frozen once cannot be compared with itself.
    @Test func `finds late comers out where a period is told again`() {
        let breaches = findings { population, _ in
            // Two consecutive tellings of one count, each safe alone: 11 at least, and 11 at least on the other side.
            population.periods.indices.map { period in
                let count = population.count(.enrolled, in: period)
                let others = population.covered(through: period) - count
                return min(count, others) < 11
                    ? [:] : [.enrolled: ReportedCount(atLeast: count, atMost: count)]
            }
        }.filter { $0.findings.contains { $0.group.hasPrefix("new") && $0.isBreach } }
        #expect(breaches.count > 2)
    }

    @Test func `finds the rest out where only the small side is hidden`() {
        let breaches = findings { population, _ in
            population.periods.indices.map { period in
                Self.byMeasure { measure in
                    // Steps of 11, and no ceiling.
                    let floor = population.count(measure, in: period) / 11 * 11
                    return ReportedCount(atLeast: floor, atMost: floor + 10)
                }
            }
        }.filter { $0.findings.contains(where: \.isBreach) }
        #expect(breaches.count > 15)
    }

    @Test func `finds people out by percentages of a number that it knows`() {
        let breaches = findings { population, _ in
            population.periods.indices.map { period in
                let everybody = population.covered(through: period)
                let count = population.count(.enrolled, in: period)
                // Rounded to whole percent; the count itself is not told.
                let percent = (count * 200 + everybody) / (2 * everybody)
                let fitting = (0...everybody).filter { ($0 * 200 + everybody) / (2 * everybody) == percent }
                return [.enrolled: ReportedCount(atLeast: fitting.first ?? 0, atMost: fitting.last)]
            }
        }.filter { $0.findings.contains(where: \.isBreach) }
        #expect(breaches.count > 15)
    }

    private static func byMeasure(_ range: (ReportMeasure) -> ReportedCount) -> [ReportMeasure: ReportedCount] {
        Dictionary(uniqueKeysWithValues: ReportMeasure.allCases.map { ($0, range($0)) })
    }
}
