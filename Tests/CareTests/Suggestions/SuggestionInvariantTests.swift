import Foundation
import Testing

@testable import Care

/// What domain guide §4.8 says must hold of every chart, tried on hundreds of them.
@Suite struct `Suggestions of any chart` {
    private static let seeds: Range<UInt64> = 0..<240
    /// Changes that are tried on each chart.
    private static let trials = 4

    private func suggestions(_ picture: ChartPicture) -> [Suggestion] { AnkleRules.suggestions(for: picture) }

    private func progress(_ picture: ChartPicture) -> Set<Proposal> {
        Set(suggestions(picture).map(\.proposal).filter(\.isProgress))
    }

    private func rules(_ picture: ChartPicture) -> Set<Suggestion.Rule> { Set(suggestions(picture).map(\.rule)) }

    private func bytes(_ picture: ChartPicture) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(suggestions(picture))
    }

    /// The values that mornings are compared with, by the day of the activity.
    private func comparisons(_ picture: ChartPicture) -> [LocalDay: [Int?]] {
        let pain = PainHistory(picture.checkIns, through: picture.today)
        return pain.mornings.keys.reduce(into: [:]) { known, day in
            guard let rise = pain.rise(of: day) else { return }
            known[day] = [rise.overMornings.map { rise.pain - $0 }, rise.overPreSession.map { rise.pain - $0 }]
        }
    }

    @Test func `reach every rule, and every one often enough to be tried`() throws {
        var counts: [Suggestion.Rule: Int] = [:]
        var progressing = 0
        for seed in Self.seeds {
            let found = suggestions(try GeneratedChart.picture(seed: seed))
            for rule in Set(found.map(\.rule)) { counts[rule, default: 0] += 1 }
            if found.contains(where: \.proposal.isProgress) { progressing += 1 }
        }
        for rule in Suggestion.Rule.allCases { #expect(counts[rule, default: 0] >= 5, "\(rule): \(counts)") }
        #expect(progressing >= 40, "\(progressing)")
    }

    @Test(arguments: seeds)
    func `are the same bytes, in whatever order the records arrived`(seed: UInt64) throws {
        var picture = try GeneratedChart.picture(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let first = try bytes(picture)
        #expect(try bytes(picture) == first)
        picture.revisions.shuffle(using: &generator)
        picture.sessions.shuffle(using: &generator)
        picture.checkIns.shuffle(using: &generator)
        picture.runs.shuffle(using: &generator)
        picture.outcomes.shuffle(using: &generator)
        picture.falls.shuffle(using: &generator)
        picture.clearances.shuffle(using: &generator)
        picture.runPhases.shuffle(using: &generator)
        #expect(try bytes(picture) == first)
    }

    @Test(arguments: seeds)
    func `rest on rows of the chart, and say why`(seed: UInt64) throws {
        let picture = try GeneratedChart.picture(seed: seed)
        var rows: Set<RowID> = []
        rows.formUnion(picture.revisions.map(\.id))
        rows.formUnion(picture.sessions.map(\.id))
        rows.formUnion(picture.checkIns.map(\.id))
        rows.formUnion(picture.runs.map(\.id))
        rows.formUnion(picture.shoes.map(\.id))
        rows.formUnion(picture.outcomes.map(\.id))
        rows.formUnion(picture.falls.map(\.id))
        rows.formUnion(picture.runPhases.map(\.id))
        for suggestion in suggestions(picture) {
            #expect(!suggestion.evidence.isEmpty && rows.isSuperset(of: suggestion.evidence))
            #expect(suggestion.evidence == Set(suggestion.evidence).sorted())
            #expect(suggestion.ruleSet == "ankle-v2" && suggestion.words.contains(where: \.isNumber))
        }
    }

    @Test(arguments: seeds)
    func `name each proposal of a rule once`(seed: UInt64) throws {
        let found = suggestions(try GeneratedChart.picture(seed: seed))
        let keys = found.map { "\($0.rule) \($0.proposal)" }
        #expect(Set(keys).count == keys.count)
    }

    @Test(arguments: seeds)
    func `are R0 alone once there is a red flag or a fall`(seed: UInt64) throws {
        var picture = try GeneratedChart.picture(seed: seed)
        if seed.isMultiple(of: 2) {
            var checkIn = try checkIn(picture.today, .now, 0)
            checkIn.moment = noon(picture.today.adding(days: 1))
            checkIn.redFlags = [.calfSwelling]
            picture.checkIns.append(Charted(row(99_999), checkIn))
        } else {
            picture.falls.append(
                Charted(row(99_999), FallReport(moment: noon(picture.today.adding(days: 1)), kind: .fall)))
        }
        let found = suggestions(picture)
        #expect(found.map(\.rule) == [.r0] && found.map(\.proposal) == [.pause])
        #expect(found.first?.evidence.contains(row(99_999)) == true)
    }

    /// Any pain but the intake's, from which change is measured, and the lowest of the 14 days before a morning, which a
    /// rise is measured from: what is measured from cannot be raised without making the rise smaller.
    @Test(arguments: seeds)
    func `never progress, nor lose R0 or R1, when a pain value is raised`(seed: UInt64) throws {
        let picture = try GeneratedChart.picture(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let (before, rulesBefore, compared) = (progress(picture), rules(picture), comparisons(picture))
        for _ in 0..<Self.trials {
            var worse = picture
            guard let raised = worse.raiseAnyPain(using: &generator), picture.intakeEnded < raised,
                comparisons(worse) == compared
            else { continue }
            let after = rules(worse)
            #expect(progress(worse).isSubset(of: before))
            #expect(!rulesBefore.contains(.r0) || after.contains(.r0))
            // Where the copy is a red flag that no clearance names, R0 silences R1.
            #expect(!rulesBefore.contains(.r1) || after.contains(.r1) || after.contains(.r0))
        }
    }

    /// A worse report beside another of the same moment and day takes nothing back either, at the intake as well as later.
    @Test(arguments: seeds)
    func `never progress, nor lose R0 or R1, when a worse report is added to another`(seed: UInt64) throws {
        let picture = try GeneratedChart.picture(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let (before, rulesBefore) = (progress(picture), rules(picture))
        for number in 0..<Self.trials {
            guard var report = picture.checkIns.randomElement(using: &generator)?.value else { continue }
            report.pain = try pain(.random(in: report.pain.rawValue...10, using: &generator))
            var worse = picture
            worse.checkIns.append(Charted(row(50_000 + number), report))
            let after = rules(worse)
            #expect(progress(worse).isSubset(of: before))
            #expect(!rulesBefore.contains(.r0) || after.contains(.r0))
            // Where the copy is a red flag that no clearance names, R0 silences R1.
            #expect(!rulesBefore.contains(.r1) || after.contains(.r1) || after.contains(.r0))
        }
    }

    @Test(arguments: seeds)
    func `never progress because a value is missing`(seed: UInt64) throws {
        let picture = try GeneratedChart.picture(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let before = progress(picture)
        for _ in 0..<Self.trials {
            var silent = picture
            silent.forgetAnyValue(using: &generator)
            #expect(progress(silent).isSubset(of: before))
        }
    }

    /// What spoke against progress cannot be missed once it is gone; what did not, can.
    @Test(arguments: seeds)
    func `never progress because a record is missing that did not speak against it`(seed: UInt64) throws {
        let picture = try GeneratedChart.picture(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let (before, compared) = (progress(picture), comparisons(picture))
        let against = suggestions(picture).filter { [.r0, .r1, .r2, .r5].contains($0.rule) }.flatMap(\.evidence)
        for _ in 0..<Self.trials {
            var shorter = picture
            guard let gone = shorter.loseAnyGoodRecord(using: &generator), !against.contains(gone) else { continue }
            let compares = comparisons(shorter)
            guard compares.allSatisfy({ compared[$0.key] == $0.value }) else { continue }
            #expect(progress(shorter).isSubset(of: before))
        }
    }

    @Test(arguments: seeds)
    func `keep R1 while later records say nothing of pain`(seed: UInt64) throws {
        var picture = try GeneratedChart.picture(seed: seed)
        let exercises = ["calf-1", "calf-2", "calf-3", "balance-1", "towel-scrunches"]
        guard rules(picture).contains(.r1),
            !picture.checkIns.contains(where: { $0.value.about == .during && $0.value.moment.day == picture.today })
        else { return }
        var silent = try session(picture.today, exercises)
        silent.moment = noon(picture.today)
        picture.sessions.append(Charted(row(60_000), silent))
        picture.runs.append(
            Charted(row(60_001), RunLog(moment: noon(picture.today), distanceMeters: 100, durationSeconds: 60)))
        picture.today = picture.today.adding(days: 1)
        #expect(rules(picture).contains(.r1))
        #expect(progress(picture).isEmpty)
    }
}

extension ChartPicture {
    /// Raises one pain value that can be raised; the day that it is about, or nil when nothing was raised.
    fileprivate mutating func raiseAnyPain(using generator: inout SeededGenerator) -> LocalDay? {
        func higher(_ pain: PainScore, _ generator: inout SeededGenerator) -> PainScore? {
            pain.rawValue < 10 ? PainScore(.random(in: pain.rawValue + 1...10, using: &generator)) : nil
        }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
            guard let index = sessions.indices.randomElement(using: &generator),
                let pain = sessions[index].value.painDuring.flatMap({ higher($0, &generator) })
            else { return nil }
            sessions[index].value.painDuring = pain
            return sessions[index].value.moment.day
        case 1:
            guard let index = runs.indices.randomElement(using: &generator),
                let pain = runs[index].value.painDuring.flatMap({ higher($0, &generator) })
            else { return nil }
            runs[index].value.painDuring = pain
            return runs[index].value.moment.day
        default:
            guard let index = checkIns.indices.randomElement(using: &generator),
                let pain = higher(checkIns[index].value.pain, &generator)
            else { return nil }
            checkIns[index].value.pain = pain
            return checkIns[index].value.moment.day
        }
    }

    /// Takes one optional value out of a record, which stays.
    fileprivate mutating func forgetAnyValue(using generator: inout SeededGenerator) {
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: sessions.forget(\.painDuring, using: &generator)
        case 1: sessions.forget(\.effort, using: &generator)
        case 2: runs.forget(\.painDuring, using: &generator)
        case 3: runs.forget(\.effort, using: &generator)
        case 4: runs.forget(\.surface, using: &generator)
        case 5: checkIns.forget(\.swelling, using: &generator)
        default: checkIns.forget(\.stiffness, using: &generator)
        }
    }

    /// Takes out a record of after the intake that holds nothing but good values; its id, or nil when the choice was none.
    fileprivate mutating func loseAnyGoodRecord(using generator: inout SeededGenerator) -> RowID? {
        let (checkIns, intakeEnded, pain) = (checkIns, intakeEnded, PainHistory(checkIns, through: today))
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
            return sessions.lose(using: &generator) { session in
                session.painDuring == PainScore(0) && (session.effort?.rawValue ?? 10) <= 5
                    && session.items.allSatisfy { $0.sets.count >= 2 && $0.abandonedReason == nil }
                    && session.moment.day > intakeEnded
                    // A morning that is not known, or still to come, speaks against.
                    && (pain.rise(of: session.moment.day)?.overMornings ?? 1) <= 0
            }
        case 1:
            // The only run within a day, on a morning as good as those before.
            let days = runs.map(\.value.moment.day)
            return runs.lose(using: &generator) { run in
                let day = run.moment.day
                let isAlone = days.count { abs($0.dayNumber - day.dayNumber) <= 1 } == 1
                let isClean = run.completes(.six) && (pain.rise(of: day)?.overMornings ?? 1) <= 0
                let reports = checkIns.filter { $0.value.activityDay == day }
                return isAlone && isClean
                    && reports.allSatisfy { $0.value.pain.rawValue <= 3 && $0.value.swelling == false }
                    && reports.allSatisfy { ($0.value.stiffness?.rawValue ?? 10) <= 3 }
            }
        default:
            return self.checkIns.lose(using: &generator) { report in
                let isAtRest = report.about != .during || report.pain == PainScore(0)
                return isAtRest && report.pain.rawValue <= 3 && report.swelling == false
                    && (report.stiffness?.rawValue ?? 10) <= 3 && report.redFlags.isEmpty
                    && report.moment.day > intakeEnded
            }
        }
    }
}

extension Array {
    fileprivate mutating func forget<Value, Field>(
        _ field: WritableKeyPath<Value, Field?>, using generator: inout SeededGenerator
    ) where Element == Charted<Value> {
        guard let index = indices.randomElement(using: &generator) else { return }
        self[index].value[keyPath: field] = nil
    }

    fileprivate mutating func lose<Value>(
        using generator: inout SeededGenerator, where isGood: (Value) -> Bool
    ) -> RowID? where Element == Charted<Value> {
        guard let index = indices.randomElement(using: &generator), isGood(self[index].value) else { return nil }
        return remove(at: index).id
    }
}
