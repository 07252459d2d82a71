import ArgumentParser
import Care
import CareClient
import ChartSync
import StrictJSON

/// The commands that begin with `soleus device outcomes`; each has a type of its own.
struct DeviceOutcomesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "outcomes", "Fill in a questionnaire about what you can do, and see your scores; no network is needed.",
        subcommands: [DeviceOutcomesListCommand.self, DeviceOutcomesRecordCommand.self])
}

/// The command `soleus device outcomes list`; its help says what it does.
struct DeviceOutcomesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List your questionnaires with their scores, and what a change means.",
        discussion: "CHANGE is against the one before: * matters, ~ is within measurement noise. Higher is better.",
        examples: ["soleus device outcomes list --device phone", "soleus device outcomes list --device phone --json"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.enrolled()
        let outcomes = try handle.read { store throws(StoreError) in try store.outcomes() }
        try common.show(.object(["outcomes": .array(outcomes.map { try $0.json() })])) {
            common.lines(
                of: OutcomesListCommand.table(outcomes.map(\.content)), empty: "No questionnaire was filled in yet.")
        }
    }
}

/// The command `soleus device outcomes record`; its help says what it does.
struct DeviceOutcomesRecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "record", "Record a questionnaire that you have filled in.",
        discussion: """
            For the PSFS, give 3 to 5 activities that matter to you, each with how well it goes, 0 (unable) to 10
            (as before). For the FAAM, give the answers in the order of the form, 0 to 4, with - for none.
            Too few answers give no score: 3 activities, 19 of 21 and 7 of 8 answers are needed. --incomplete
            records them all the same.
            """,
        examples: [
            "soleus device outcomes record --device phone --psfs \"Running 5 km=4\" --psfs Stairs=7 --psfs Squats=6",
            "soleus device outcomes record --device phone --faam-sports 3,3,2,-,1,2,3,3",
            "soleus device outcomes record --device phone --psfs Stairs=7 --incomplete",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @OptionGroup var time: MomentOptions
    @OptionGroup var questionnaire: QuestionnaireOptions
    @Flag(help: "Record it although too little was answered for a score.") var incomplete = false

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        let response = questionnaire.response(at: time.moment(in: try handle.enrolled().member.timeZone))
        let name = response.instrument.name
        // What breaks the form's rules is refused by the store, with the reason.
        if response.violations.isEmpty, response.score == nil, !incomplete {
            throw CommandFailure(
                .refused,
                "too little was answered for a score of the \(name), which needs \(response.instrument.requiredAnswers) "
                    + "answers; nothing was recorded",
                advice: "Answer more, or record it without a score with --incomplete.")
        }
        let score = response.score.map { "\(name) \($0.text)" } ?? "\(name) without a score"
        try handle.record([.outcomeResponse(response)], saying: score, common)
    }
}
