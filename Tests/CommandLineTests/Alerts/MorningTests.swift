import Care
import CareMessages
import Testing

@testable import soleus

@Suite struct `The tables of a PT's morning` {
    private let now = Instant(milliseconds: 1_772_379_000_000)
    private let name = "Maximiliana-Theodora von Hohenberg-Wolkenstein"
    private let words =
        "Pain (next morning) was 8 on 2026-03-01, after 5 on 2026-02-27. Pain (during) was 7 on 2026-03-01."

    private func isWithin80Columns(_ table: TextTable) -> Bool {
        table.lines(width: 80).allSatisfy { displayWidth(of: $0) <= 80 }
    }

    @Test func `fit 80 columns, and name a member once`() {
        let table = TodayCommand.table(
            Worklist(entries: [
                WorklistEntry(
                    member: MemberID.make(at: now), name: name,
                    reasons: [.init(.escalated, words), .init(.suggestion, "R1: \(words)"), .init(.plan, "It ends.")])
            ]))
        #expect(isWithin80Columns(table))
        #expect(table.plainLines.map { $0.hasPrefix(name) } == [true, false, false])
    }

    @Test func `say of an alert whether somebody has looked`() {
        var alert = AlertRecord(finding: .painSevere, since: now, evidence: [], words: words, openedAt: now)
        func seen() -> String? {
            let entry = AlertEntry(
                id: RowID.make(at: now), member: MemberID.make(at: now), memberName: name, alert: alert)
            let table = AlertsListCommand.table(AlertList(alerts: [entry]))
            #expect(isWithin80Columns(table))
            return table.plainLines.first?.split(separator: "\t").last.map(String.init)
        }
        #expect(seen() == "no")
        alert.escalatedAt = now
        #expect(seen() == "no, too long")
        alert.acknowledgedAt = now
        #expect(seen() == "yes")
        alert.snoozedUntil = now.adding(seconds: 86_400)
        #expect(seen()?.hasPrefix("snoozed to 2026-03-02") == true)
        let said = AlertChoice.sentence(about: alert, done: "looked at", isSnoozing: false)
        #expect(said.hasSuffix("– looked at; out of sight until 2026-03-02 as before."))
        let snoozed = AlertChoice.sentence(about: alert, done: "out of sight for 24 h", isSnoozing: true)
        #expect(snoozed.hasSuffix("– out of sight for 24 h."))
    }

    @Test func `show every proposal in words`() throws {
        let one = try #require(Slug("calf-raises"))
        let row = RowID.make(at: now)
        let day = LocalDay(dayNumber: 20_513)
        let proposals: [Proposal] = [
            .pause, .regress(exercise: one, to: one), .hold(exercise: one), .progress(exercise: one, to: one),
            .runHold(from: day, through: day), .contact, .fewerExercises(minutesPerWeek: 150),
            .swap(exercise: one, to: nil), .nextRunPhase(.two), .runWarning(run: row), .shoeDue(shoe: row),
            .shoeOverdue(shoe: row), .maintenance, .review(.psfs),
        ]
        let list = SuggestionList(
            ruleSet: "ankle-v1",
            suggestions: proposals.map { proposal in
                SuggestionEntry(
                    id: row, isCurrent: true, takenUpBy: .word,
                    suggestion: SuggestionRecord(
                        rule: .r1, ruleSet: "ankle-v1", proposal: proposal, evidence: [row], words: words, madeAt: now))
            })
        let table = SuggestListCommand.table(list, all: false)
        #expect(table.rows.count == proposals.count && isWithin80Columns(table))
        #expect(table.rows.allSatisfy { !$0[2].isEmpty })
    }

    @Test func `show what taking a suggestion up would change, with the minutes`() throws {
        func content(sets: Int) throws -> PlanContent {
            PlanContent(
                program: try #require(Slug("ankle")), title: Label(unchecked: "Ankle"),
                items: [
                    PlanItem(
                        block: .main, exercise: try #require(Slug("calf-raises")), exerciseVersion: 1,
                        dose: Dose(sets: sets, reps: 10), side: .both, frequency: Frequency(perWeek: 3))
                ])
        }
        let new = try content(sets: 1)
        let revision = PlanRevision(
            number: 3, base: 2, author: PractitionerID.make(at: now), authoredAt: now,
            effectiveFrom: LocalDay(dayNumber: 20_513), reason: Note(unchecked: "Because"), content: new)
        let diff = PlanDiff(from: try content(sets: 3), to: new)
        let lines = SuggestAcceptCommand.lines("Ana: calf-raises down", revision, diff, dryRun: true)
        #expect(lines.first?.hasPrefix("~ main: calf-raises: 3 × 10 reps → 10 reps") == true, "\(lines)")
        #expect(lines.contains { $0.contains("minutes:") })
        #expect(lines.last?.hasSuffix("would become revision 3 from 2026-03-01. Nothing changed.") == true)
        #expect(SuggestAcceptCommand.lines("Ana: ask", nil, nil, dryRun: false) == ["Taken up: Ana: ask."])
    }

    @Test(arguments: ["Stairs=7", "a = b=10", "Running 5 km=0"]) func `take activities with their ability`(text: String)
    {
        #expect(RatedActivityArgument(argument: text) != nil)
    }

    @Test(arguments: ["Stairs", "Stairs=11", "=4", "Stairs=-1", "Stairs=x"])
    func `refuse what is no activity with an ability`(text: String) {
        #expect(RatedActivityArgument(argument: text) == nil)
    }

    @Test func `take answers with gaps, and nothing out of range`() {
        #expect(AnswersArgument(argument: "0,4,-,2")?.answers == [0, 4, nil, 2])
        for text in ["", "5", "1,,2", "a", "-1"] { #expect(AnswersArgument(argument: text) == nil) }
    }
}
