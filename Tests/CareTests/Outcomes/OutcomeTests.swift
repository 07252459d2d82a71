import Testing

@testable import Care

@Suite struct `Reading a change of pain` {
    @Test func `has a least that matters by baseline`() throws {
        let least = try (0...10).map { PainChange.minimumImportantFall(from: try pain($0)) }
        #expect(least == [nil, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3])
        #expect(PainChange(from: try pain(5), to: try pain(3)).isImportantForBaseline)
        #expect(!PainChange(from: try pain(5), to: try pain(4)).isImportantForBaseline)
        #expect(!PainChange(from: try pain(0), to: try pain(0)).isImportantForBaseline)
    }

    @Test func `is clinically important from 2 points or 30 percent down`() throws {
        for (from, to, expected) in [
            (10, 8, true), (10, 9, false), (4, 3, false), (3, 2, true), (1, 0, true), (0, 0, false), (2, 5, false),
        ] { #expect(PainChange(from: try pain(from), to: try pain(to)).isClinicallyImportant == expected) }
    }

    @Test func `is graded, and is noise below 1_77`() throws {
        #expect(PainChange(from: try pain(8), to: try pain(7)).grade == .slightlyBetter)
        #expect(PainChange(from: try pain(8), to: try pain(6)).grade == .muchBetter)
        #expect(PainChange(from: try pain(3), to: try pain(2)).grade == .muchBetter)
        #expect(PainChange(from: try pain(3), to: try pain(4)).grade == .unchanged)
        #expect(!PainChange(from: try pain(3), to: try pain(2)).isBeyondNoise)
        #expect(PainChange(from: try pain(3), to: try pain(5)).isBeyondNoise)
    }
}

@Suite struct `Scoring a questionnaire` {
    private let today = LocalDay(dayNumber: 20_780)

    private func faam(_ instrument: OutcomeInstrument, _ answers: [Int?]) -> OutcomeResponse {
        OutcomeResponse(moment: noon(today), instrument: instrument, answers: answers)
    }

    @Test func `takes the mean of three to five activities`() throws {
        #expect(try psfsResponse(today, [4, 5, 4]).score?.text == "4.3")
        #expect(try psfsResponse(today, [0, 0, 0, 0, 10]).score?.text == "2.0")
        #expect(try psfsResponse(today, [4, 5]).score == nil)
        #expect(try psfsResponse(today, [4, 5]).violations.isEmpty)
        #expect(try psfsResponse(today, [1, 1, 1, 1, 1, 1]).violations.map(\.pointer) == ["/activities"])
    }

    @Test func `compares a PSFS over the activities that both name`() throws {
        let before = try psfsResponse(today, [2, 2, 2, 9], names: ["run", "hop", "walk", "sit"])
        let after = try psfsResponse(today, [4, 4, 4, 0], names: ["run", "hop", "walk", "dance"])
        let change = try #require(OutcomeChange(from: before, to: after))
        #expect(change.isImportantGain && change.isBeyondNoise && change.changedActivities.isEmpty)
        let other = try psfsResponse(today, [4, 4, 4], names: ["run", "hop", "dance"])
        #expect(OutcomeChange(from: before, to: other) == nil)
    }

    @Test func `knows what matters from what does not, to the point`() throws {
        let before = try psfsResponse(today, [2, 2, 2])
        #expect(OutcomeChange(from: before, to: try psfsResponse(today, [4, 4, 3]))?.isImportantGain == false)
        let single = try #require(OutcomeChange(from: before, to: try psfsResponse(today, [5, 2, 2])))
        #expect(single.changedActivities == [try label("run")])
        #expect(!single.isImportantGain && single.isGain && !single.isImportantLoss)
        let loss = try #require(OutcomeChange(from: try psfsResponse(today, [4, 4, 4]), to: before))
        #expect(loss.isImportantLoss && loss.isLossOfFifth && !loss.isGain)
    }

    @Test func `needs 19 of 21 and 7 of 8 answers of the FAAM`() {
        let all = [Int?](repeating: 4, count: 21)
        #expect(faam(.faamADL, all).score?.value == 100)
        #expect(faam(.faamADL, [nil, nil] + all.dropFirst(2)).score?.value == 100)
        #expect(faam(.faamADL, [nil, nil, nil] + all.dropFirst(3)).score == nil)
        #expect(faam(.faamSports, [nil] + [Int?](repeating: 2, count: 7)).score?.text == "50.0")
        #expect(faam(.faamSports, [nil, nil] + [Int?](repeating: 2, count: 6)).score == nil)
        #expect(faam(.faamSports, [Int?](repeating: 1, count: 8)).score?.value == 25)
    }

    @Test func `has a gain that matters of 8 and 9, and noise of 5_7 and 12_3`() throws {
        // One point of the 21 items is 1.19 of the scale, one of the 8 is 3.125.
        func adl(_ points: Int) -> OutcomeResponse {
            faam(.faamADL, (0..<21).map { $0 < points ? 3 : 2 })
        }
        func sports(_ points: Int) -> OutcomeResponse { faam(.faamSports, (0..<8).map { $0 < points ? 3 : 2 }) }
        #expect(OutcomeChange(from: adl(0), to: adl(6))?.isImportantGain == false)
        #expect(OutcomeChange(from: adl(0), to: adl(7))?.isImportantGain == true)
        #expect(OutcomeChange(from: adl(0), to: adl(4))?.isBeyondNoise == false)
        #expect(OutcomeChange(from: adl(5), to: adl(0))?.isBeyondNoise == true)
        #expect(OutcomeChange(from: sports(0), to: sports(2))?.isImportantGain == false)
        let three = try #require(OutcomeChange(from: sports(0), to: sports(3)))
        #expect(three.isImportantGain && !three.isBeyondNoise)
        #expect(OutcomeChange(from: sports(0), to: sports(4))?.isBeyondNoise == true)
        #expect(OutcomeChange(from: sports(0), to: adl(3)) == nil)
    }

    @Test func `refuses answers that do not fit the form`() throws {
        #expect(faam(.faamADL, [1, 2]).violations.map(\.pointer) == ["/answers"])
        #expect(faam(.faamSports, [5] + [Int?](repeating: 2, count: 7)).violations.map(\.pointer) == ["/answers/0"])
        #expect(faam(.faamSports, [5] + [Int?](repeating: 2, count: 7)).score == nil)
        var mixed = try psfsResponse(today, [4, 4, 4])
        mixed.answers = [1]
        mixed.formVersion = 0
        #expect(mixed.violations.map(\.pointer) == ["/formVersion", "/answers"])
        let twice = try psfsResponse(today, [4, 4, 4], names: ["run", "run", "hop"])
        #expect(twice.violations.map(\.pointer) == ["/activities"])
    }

    @Test func `takes the lower of two on one day`() throws {
        let responses = [
            Charted(row(1), try psfsResponse(today, [6, 6, 6])), Charted(row(2), try psfsResponse(today, [5, 5, 5])),
            Charted(row(3), try psfsResponse(today, [5, 5, 5])),
        ]
        #expect(OutcomeHistory(.psfs, in: responses).assessments.map(\.id) == [row(2)])
        #expect(OutcomeHistory(.psfs, in: responses.reversed()).assessments.map(\.id) == [row(2)])
    }
}
