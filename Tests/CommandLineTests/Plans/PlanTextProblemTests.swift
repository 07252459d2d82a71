import Care
import Testing

@testable import soleus

@Suite struct `A plan's text that is not right` {
    /// The header takes lines 1 to 5, so a body begins on line 6.
    private static let header = `A plan's text`.header

    static let bodies: [(body: String, line: Int, column: Int, message: String)] = [
        ("[man]", 6, 1, "expected [warmup], [main], [cooldown], [modifications]"),
        ("[main] now", 6, 1, "expected [warmup]"),
        ("calf-raises 3 x 10 both 3/week", 6, 1, "expected a header"),
        ("> a note of nothing", 6, 1, "a note belongs under"),
        ("[main]\nCalf 3 x 10 both 3/week", 7, 1, "expected an exercise such as calf-raises"),
        ("[main]\ncalf-raises@ 3 x 10 both 3/week", 7, 1, "expected the exercise's version after @"),
        ("[main]\ncalf-raises three x 10", 7, 13, "expected sets and amount"),
        ("[main]\ncalf-raises 3 by 10", 7, 15, "expected x between sets and amount"),
        ("[main]\ncalf-raises 3 x", 7, 16, "expected repetitions"),
        ("[main]\ncalf-raises 3 x ten both", 7, 17, "expected repetitions"),
        ("[main]\ncalf-raises 3 x 10-", 7, 17, "expected repetitions"),
        ("[main]\ncalf-raises 3 x hold 30", 7, 22, "expected how long to hold, such as 30s"),
        ("[main]\ncalf-raises 3 x 10 3/week", 7, 26, "expected a side"),
        ("[main]\ncalf-raises 3 x 10 both", 7, 24, "expected how many days a week"),
        ("[main]\ncalf-raises 3 x 10 both 3/week left", 7, 32, "this is there twice"),
        ("[main]\ncalf-raises 3 x 10 both 3/week rest 60", 7, 37, "expected a rest such as 60s"),
        ("[main]\ncalf-raises 3 x 10 both 3/week load 5lb", 7, 37, "expected a load"),
        ("[main]\ncalf-raises 3 x 10 both 3/week effort 11", 7, 39, "expected an effort from 0 to 10"),
        ("[main]\ncalf-raises 3 x 10 both 3/week \"slow\"", 7, 32, "expected a word before the quoted text"),
        ("[main]\ncalf-raises 3 x 10 both 3/week band \"red", 7, 37, "expected a closing quotation mark"),
        ("[main]\ncalf-raises 3 x 10 both 3/week band \"r\\d\"", 7, 39, "after the backslash"),
        ("[main]\ncalf-raises 3 x 10 both 3/week slowly", 7, 32, "expected a side, N/week"),
        ("[main]\ncalf-raises 99999999999 x 10 both 3/week", 7, 13, "expected sets and amount"),
        ("[main]\ncalf-raise 3 x 10 both 3/week", 7, 1, "did you mean calf-raises?"),
        ("[main]\ncalf-raises 11 x 10 both 3/week", 7, 13, "must be 1 to 10"),
        ("[main]\ncalf-raises 3 x 15-10 both 3/week", 7, 17, "must not be below reps"),
        ("[main]\ncalf-raises 3 x 10 both 8/week", 7, 25, "must be 1 to 7"),
        ("[main]\ncalf-raises 3 x 10 both 3/week load 5kg band red", 7, 41, "give a load or a band"),
        (
            "[main]\ncalf-raises 3 x 10 both 3/week\n\ncalf-raises 2 x 10 both 3/week", 9, 1,
            "calf-raises is twice in block main"
        ),
        ("[modifications]\nrunning 5 to 3", 7, 9, "expected the usual days, such as 5/week"),
        ("[modifications]\nrunning 5/week 3/week", 7, 16, "expected to and the days that stay"),
        ("[modifications]\nrunning 3/week to 5/week", 7, 19, "must be 0 to usualDaysPerWeek"),
        ("[modifications]\nrunning 5/week to 3/week instead 2/week", 7, 34, "expected an activity such as biking"),
        ("[modifications]\nrunning 5/week to 3/week on sand", 7, 29, "expected one of track"),
        ("[modifications]\nrunning 5/week to 3/week until soon", 7, 32, "expected a date"),
        ("[modifications]\nrunning 5/week to 3/week gently", 7, 26, "expected instead, on or until"),
    ]

    @Test func `is not judged below a section whose name is wrong, as that has been said`() throws {
        let body = "[mian]\ncalf-raises 3 x 10 both 3/week\n    > Slowly.\n\n[cooldown]\ncalf-raises 0 by 10"
        let problems = #expect(throws: PlanTextProblems.self) { _ = try PlanTextReader.read(Self.header + body) }
        #expect(problems?.problems.map(\.line) == [6, 11])
        #expect(problems?.problems.first?.message.hasSuffix("did you mean [main]?") == true)
    }

    @Test(arguments: bodies.indices) func `says where, and what was expected`(index: Int) throws {
        let (body, line, column, message) = Self.bodies[index]
        let calf = try #require(Slug("calf-raises"))
        let problems = #expect(throws: PlanTextProblems.self) {
            // A plan without exercises needs an end, which would be a second problem here.
            let ending = body.contains("[modifications]") ? "\n[main]\ncalf-raises 3 x 10 both 3/week" : ""
            _ = try PlanTextReader.read(Self.header + body + ending).plan(base: nil, published: [calf: 1])
        }
        let problem = try #require(problems?.problems.first)
        #expect(problem.line == line)
        #expect(problem.column == column)
        #expect(problem.message.contains(message), "\(problem.message)")
        #expect(problems?.problems.count == 1)
    }

    @Test func `tells every problem at once, in the order of the lines`() {
        let problems = #expect(throws: PlanTextProblems.self) {
            _ = try PlanTextReader.read(
                """
                base: one
                colour: red
                title:
                [main]
                calf-raises 3 x both
                  > The note of a line that cannot be read is no problem of its own.
                tib-raises 3 x 10 both
                """)
        }
        #expect(problems?.problems.map(\.line) == [1, 1, 1, 2, 3, 5, 7])
    }

    @Test func `of a plan without exercises asks for an end`() {
        let problems = #expect(throws: PlanTextProblems.self) {
            _ = try PlanTextReader.read(Self.header).plan(base: nil, published: [:])
        }
        #expect(problems?.problems.map(\.message) == ["a plan without exercises needs an end date"])
    }

    @Test func `points at the place below the line`() {
        let source = PlanSource(name: "ana.plan", text: "base: 1\nbás: 1\n")
        let failure = source.failure(
            PlanTextProblems([PlanTextProblem(line: 2, column: 4, message: "expected a colon")]))
        #expect(failure.status == .badInput)
        #expect(failure.message.hasSuffix("ana.plan:2:4: expected a colon\n    bás: 1\n       ^"))
    }
}
