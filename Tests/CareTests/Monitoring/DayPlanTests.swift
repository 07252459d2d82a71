import Testing

@testable import Care

@Suite struct `The plan of a day` {
    /// A Wednesday.
    private let day = LocalDay(dayNumber: 20_782)

    private func plan(perDay: Int = 1, perWeek: Int, blocks: [PlanItem.Block] = [.main]) throws -> PlanTimeline {
        let items = try blocks.map { block in
            PlanItem(
                block: block, exercise: try #require(Slug("calf-raises")), exerciseVersion: 1,
                dose: Dose(sets: 3, reps: 12), side: .both, frequency: Frequency(perDay: perDay, perWeek: perWeek))
        }
        let content = PlanContent(
            program: try #require(Slug("ankle")), title: try #require(Label("Ankle")), items: items,
            until: day.adding(days: 30))
        return PlanTimeline([PlanTimeline.Entry(number: 1, effectiveFrom: day.adding(days: -30), content: content)])
    }

    private func session(daysBefore: Int, sets: Int = 1) throws -> SessionLog {
        let moment = LocalMoment(
            at: Instant(milliseconds: 0), timeZone: .utc, day: day.adding(days: -daysBefore))
        return SessionLog(
            planRevision: 1, moment: moment,
            items: [
                LoggedItem(
                    exercise: try #require(Slug("calf-raises")),
                    sets: Array(repeating: LoggedSet(reps: 12), count: sets))
            ])
    }

    private func standings(
        _ plan: PlanTimeline, _ sessions: [SessionLog], isPaused: Bool = false
    ) -> [DayPlan.Standing] {
        DayPlan(plan, sessions: sessions, on: day, isPaused: isPaused).entries.map(\.standing)
    }

    @Test func `begins on a Wednesday, so that two days of the week lie before it`() {
        #expect(day.weekday == 3)
    }

    @Test func `holds what was not logged, until the week has had its days`() throws {
        let plan = try plan(perWeek: 2)
        #expect(standings(plan, []) == [.due])
        #expect(standings(plan, [try session(daysBefore: 1)]) == [.due])
        #expect(standings(plan, [try session(daysBefore: 1), try session(daysBefore: 2)]) == [.enough])
        // Sunday was last week.
        #expect(standings(plan, [try session(daysBefore: 2), try session(daysBefore: 3)]) == [.due])
    }

    @Test func `is done when it was logged as often as prescribed, whatever the week had`() throws {
        #expect(standings(try plan(perWeek: 1), [try session(daysBefore: 0)]) == [.done])
        let twice = try plan(perDay: 2, perWeek: 7)
        #expect(standings(twice, [try session(daysBefore: 0)]) == [.begun])
        #expect(standings(twice, [try session(daysBefore: 0), try session(daysBefore: 0)]) == [.done])
        let week = [try session(daysBefore: 1), try session(daysBefore: 0)]
        #expect(standings(try plan(perWeek: 1), week) == [.done])
    }

    @Test func `counts an exercise that was skipped for nothing`() throws {
        #expect(standings(try plan(perWeek: 1), [try session(daysBefore: 0, sets: 0)]) == [.due])
    }

    @Test func `wants an exercise of two blocks twice`() throws {
        let plan = try plan(perWeek: 7, blocks: [.warmup, .main])
        #expect(standings(plan, [try session(daysBefore: 0)]) == [.done, .due])
        #expect(standings(plan, [try session(daysBefore: 0), try session(daysBefore: 0)]) == [.done, .done])
    }

    @Test func `is paused as a whole, and empty without a plan`() throws {
        #expect(standings(try plan(perWeek: 1), [try session(daysBefore: 0)], isPaused: true) == [.paused])
        #expect(standings(PlanTimeline([PlanTimeline.Entry]()), [try session(daysBefore: 0)]) == [])
    }

    @Test func `does not depend on the order in which logs arrive`() throws {
        let plan = try plan(perDay: 2, perWeek: 3)
        let sessions = try [0, 1, 2, 0, 5].map { try session(daysBefore: $0) }
        let expected = DayPlan(plan, sessions: sessions, on: day, isPaused: false)
        #expect(DayPlan(plan, sessions: sessions.reversed(), on: day, isPaused: false) == expected)
    }
}
