import ArgumentParser
import Care
import CareMessages
import Foundation
import Testing

@testable import soleus

@Suite struct `A plan over time` {
    private let today = LocalDay(dayNumber: 20_780)

    private func content(until: LocalDay?) throws -> PlanContent {
        PlanContent(
            program: try #require(Slug("ankle-pain-after-running")), title: Label(unchecked: "Ankle"), items: [],
            until: until)
    }

    @Test func `goes back without an end that has passed`() throws {
        let past = try content(until: today)
        #expect(PlanRevertCommand.content(of: past, until: nil, today: today).until == nil)
        let later = today.adding(days: 9)
        #expect(PlanRevertCommand.content(of: past, until: later, today: today).until == later)
        #expect(PlanRevertCommand.content(of: try content(until: later), until: nil, today: today).until == later)
    }

    @Test func `is copied under the program's name and not under the first member's title`() throws {
        let title = PlanCopyCommand.title(of: try #require(Slug("ankle-pain-after-running")))
        #expect(title.description == "Ankle pain after running")
    }

    @Test func `announces its end on the panel, the first to end first`() throws {
        func row(_ name: String, _ until: LocalDay?) throws -> PanelRow {
            PanelRow(
                member: MemberID(UUID()), name: name, state: try #require(USState("CO")), role: .leadPT, program: nil,
                planRevision: 1, planUntil: until, adherencePercent: nil, lastPain: nil, lastLoggedOn: nil,
                lastSyncAt: nil)
        }
        let panel = Panel(members: [
            try row("Ana", today.adding(days: 5)), try row("Ben", nil), try row("Cy", today.adding(days: 40)),
            try row("Di", today.adding(days: -2)),
        ])
        let lines = PanelCommand.endings(panel, today: today)
        #expect(lines.dropFirst(2).map { $0.prefix(18) } == ["  Di: ended 2 days", "  Ana: ends in 5 d"])
        #expect(PanelCommand.endings(Panel(members: [try row("Ben", nil)]), today: today).isEmpty)
    }

    @Test func `changed for many tells what became of each`() throws {
        let outcomes = [
            BulkOutcome(member: MemberID(UUID()), name: "Ana", state: .changed, revision: 3),
            BulkOutcome(member: MemberID(UUID()), name: "Ben", state: .refused, words: "needs a licence in CO"),
            BulkOutcome(member: MemberID(UUID()), name: "Cy", state: .withoutExercise),
        ]
        let common = try CommonOptions.parse([])
        #expect(
            PlanBulkCommand.lines(outcomes, common, dryRun: true) == [
                "Ana: would become revision 3", "Ben: refused: needs a licence in CO", "Cy: does not have the exercise",
                "", "1 of 3 plans would change; nothing did.",
            ])
        let plain = try CommonOptions.parse(["--plain"])
        #expect(
            PlanBulkCommand.lines(outcomes, plain, dryRun: true) == [
                "Ana\tchanged\t3\t", "Ben\trefused\t\tneeds a licence in CO", "Cy\twithout_exercise\t\t",
            ])
    }

    @Test func `estimates the rest of long work from what is done`() {
        #expect(WorkProgress.text("Trying", done: 10, of: 40, seconds: 5) == "Trying: 10 of 40, about 15 s left")
        #expect(
            WorkProgress.text("Trying", done: 10, of: 1_000, seconds: 10) == "Trying: 10 of 1000, about 17 min left")
        #expect(WorkProgress.text("Trying", done: 40, of: 40, seconds: 5) == "Trying: 40 of 40")
    }

    @Test func `shows what is known about leaving a phase`() throws {
        let criterion = Criterion(
            measure: .judgement, words: Note(unchecked: "Walks without a limp."), source: Note(unchecked: "A choice."))
        let standing = PhaseStanding(
            phase: try #require(Slug("calm-down")), title: Label(unchecked: "Calming down"), isCurrent: true,
            usualLength: Label(unchecked: "1 week"), entry: [], exit: [CriterionStanding(criterion, nil)])
        #expect(
            PlanPhasesCommand.lines(standing, plain: false) == [
                "▶ Calming down (calm-down), 1 week", "    begins when", "    ends when",
                "      ○ Walks without a limp.", "",
            ])
    }
}
