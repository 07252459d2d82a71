import Testing

@testable import Care

@Suite struct `Taking up a proposal` {
    private let tomorrow = ChartDraft.today.adding(days: 1)

    private func runHold() -> Proposal {
        .runHold(from: ChartDraft.today, through: ChartDraft.today.adding(days: 1))
    }

    private func taken(_ proposal: Proposal, on content: PlanContent, from day: LocalDay) throws -> PlanContent {
        guard case .plan(let changed) = proposal.takingUp(on: content, from: day, exercises: [:]) else {
            throw NotAPlan()
        }
        return changed
    }

    private struct NotAPlan: Error {}

    @Test func `sets a run hold beside what the plan says of running, for two days from when it takes effect`() throws {
        var content = try plan([try item("calf-raises")])
        content.modifications = [try fewerRuns()]
        content.modifications[0].terrain = [.track]

        let changed = try taken(runHold(), on: content, from: tomorrow)

        #expect(changed.modifications.first == content.modifications.first && changed.modifications.count == 2)
        let hold = try #require(changed.modifications.last)
        #expect(hold.activity == content.modifications[0].activity && hold.maximumDaysPerWeek == 0)
        #expect(hold.usualDaysPerWeek == 5 && hold.substitutes == content.modifications[0].substitutes)
        // The day on which it takes effect is the first of the two.
        #expect(hold.until == tomorrow.adding(days: 1))
        #expect(changed.items == content.items && changed.violations.isEmpty)
        let diff = PlanDiff(from: content, to: changed)
        #expect(diff.modifications.map(\.kind) == [.added] && !diff.isReordered)
    }

    @Test func `lets an earlier run hold give way, and one that lasts longer stay`() throws {
        let content = try taken(runHold(), on: try plan([try item("calf-raises")]), from: tomorrow)
        #expect(content.modifications.map(\.until) == [tomorrow.adding(days: 1)])
        let later = try taken(runHold(), on: content, from: tomorrow.adding(days: 20))
        #expect(later.modifications.map(\.until) == [tomorrow.adding(days: 21)])
        #expect(try taken(runHold(), on: later, from: tomorrow) == later)
    }
    @Test func `puts a rung in another's place without the note that was written for the other`() throws {
        var content = try plan([try item("calf-2", side: .left)])
        content.items[0].note = try note("Later on one leg.")
        let (from, to) = (try exercise("calf-2"), try exercise("calf-1", .bilateral))
        let proposal = Proposal.regress(exercise: from.slug, to: to.slug)
        guard
            case .plan(let changed) = proposal.takingUp(
                on: content, from: tomorrow, exercises: [from.slug: (from, 1), to.slug: (to, 4)])
        else { throw NotAPlan() }
        let item = try #require(changed.items.first)
        #expect(item.exercise == to.slug && item.exerciseVersion == 4 && item.note == nil)
        // Both are dosed in repetitions; the easier one is for both sides at once.
        #expect(item.dose == content.items[0].dose && item.side == .both)
        #expect(item.misfits(with: to).isEmpty)
    }
}
