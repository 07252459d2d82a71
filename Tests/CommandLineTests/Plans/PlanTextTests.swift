import Care
import Foundation
import Testing

@testable import soleus

@Suite struct `A plan's text` {
    static let ana = MemberID(UUID(uuid: (1, 147, 30, 124, 0, 0, 112, 0, 128, 0, 0, 0, 0, 0, 0, 1)))

    @Test(arguments: [UInt64](1...40)) func `gives back every plan that it was made from`(seed: UInt64) throws {
        var generator = PlanGenerator(seed: seed)
        for _ in 0..<25 {
            let content = generator.plan()
            try #require(content.violations.isEmpty)
            let text = PlanText(
                memberName: "Ana \"#\" Ruiz (Dr.)", member: Self.ana, base: 7,
                effectiveFrom: LocalDay("2026-12-01"), reason: Note("Because # it \"is\" so\nand so"), content: content)
            for explaining in [false, true] {
                let printed = text.printed(explaining: explaining)
                let read = try PlanTextReader.read(printed).plan(base: content, published: [:])
                #expect(read.content == content, "\(printed)")
                #expect(read.base == 7)
                #expect(read.member == Self.ana)
                #expect(read.effectiveFrom == text.effectiveFrom)
                #expect(read.reason == text.reason)
            }
        }
    }

    @Test func `reads what a PT writes by hand`() throws {
        var published: [Slug: Int] = [:]
        for name in ["foam-roll-arch", "calf-raises", "tib-raises"] { published[try #require(Slug(name))] = 2 }
        let plan = try PlanTextReader.read(
            Self.header + """
                note:
                > Easy does it.
                >
                > See you on Friday.

                [warmup]   # five minutes
                foam-roll-arch  1x2-3min  both  5/week  # on the ball
                [main]
                calf-raises 3 x 10-15 both 3/week 2/day rest 60s load 2.5kg tempo 2-0-2 effort 5
                  > Slow on the way down.
                single-leg-balance@4 3 × hold 30s alternate 7/week band "dark red" phrase "several times each week"
                tib-raises 3 x 10 hold 5s left 3/week rest 2min load 500g

                [modifications]
                running 5/week to 3/week instead biking swimming 2/week on track treadmill until 2027-01-31
                """
        ).plan(base: nil, published: published)

        let items = plan.content.items
        #expect(
            items.map(\.exercise.description) == ["foam-roll-arch", "calf-raises", "single-leg-balance", "tib-raises"])
        #expect(items.map(\.block) == [.warmup, .main, .main, .main])
        #expect(items.map(\.exerciseVersion) == [2, 2, 4, 2])
        #expect(items[0].dose == Dose(sets: 1, durationSeconds: 120, durationSecondsMax: 180))
        #expect(
            items[1].dose
                == Dose(
                    sets: 3, reps: 10, repsMax: 15, restSeconds: 60, loadGrams: 2_500, tempo: Label("2-0-2"),
                    targetEffort: EffortScore(5)))
        #expect(items[1].frequency == Frequency(perDay: 2, perWeek: 3))
        #expect(items[1].note == Note("Slow on the way down."))
        #expect(items[2].dose == Dose(sets: 3, holdSeconds: 30, band: Label("dark red")))
        #expect(items[2].frequency.phrase == Label("several times each week"))
        #expect(items[3].dose == Dose(sets: 3, reps: 10, holdSeconds: 5, restSeconds: 120, loadGrams: 500))
        #expect(plan.content.note == Note("Easy does it.\n\nSee you on Friday."))
        let modification = try #require(plan.content.modifications.first)
        #expect(modification.substitutes.map(\.description) == ["biking", "swimming"])
        #expect(modification.terrain == [.track, .treadmill])
        #expect(modification.until == LocalDay("2027-01-31"))
    }

    @Test func `is read the same with line ends of Windows`() throws {
        let text = Self.header + "[main]\ncalf-raises@2 3 x 10 both 3/week\n  > One.\n  > Two.\n"
        let unix = try PlanTextReader.read(text).plan(base: nil, published: [:])
        let windows = try PlanTextReader.read(text.replacing("\n", with: "\r\n")).plan(base: nil, published: [:])
        #expect(unix == windows)
    }

    @Test func `keeps the version of the base and takes the published one for what is new`() throws {
        let calf = try #require(Slug("calf-raises"))
        let tib = try #require(Slug("tib-raises"))
        func item(_ block: PlanItem.Block, _ version: Int) -> PlanItem {
            PlanItem(
                block: block, exercise: calf, exerciseVersion: version, dose: Dose(sets: 1, reps: 10), side: .both,
                frequency: Frequency(perWeek: 3))
        }
        let base = PlanContent(
            program: calf, title: Label(unchecked: "T"), items: [item(.warmup, 1), item(.main, 3)])
        let draft = try PlanTextReader.read(
            Self.header + """
                [main]
                calf-raises 2 x 10 both 3/week
                tib-raises 2 x 10 both 3/week
                [warmup]
                calf-raises 1 x 10 both 3/week
                [cooldown]
                calf-raises@5 1 x 10 both 3/week
                """)
        let plan = try draft.plan(base: base, published: [calf: 9, tib: 4])
        #expect(plan.content.items.map(\.exerciseVersion) == [3, 4, 1, 5])
    }

    static let header = """
        member: Ana Ruiz (01931e7c-0000-7000-8000-000000000001)
        base: 1
        program: ankle-pain-after-running
        title: Ankle pain after running

        """ + "\n"

    @Test(arguments: [("Ankle #2", "Ankle #2"), ("Ankle # the second", "Ankle"), ("Ankle #", "Ankle")])
    func `takes a number sign for a comment only between blanks`(line: String, title: String) throws {
        let plan = PlanText(
            memberName: "Ana", member: Self.ana, base: 1,
            content: PlanContent(program: try #require(Slug("ankle")), title: Label(unchecked: "X"), items: []))
        let text = plan.printed().replacing("title: X", with: "title: \(line)")
        #expect(try PlanTextReader.read(text).title.description == title)
    }
}
