import ArgumentParser
import Care
import CareMessages
import ChartSync
import StrictJSON

/// The commands that begin with `soleus outcomes`; each has a type of its own.
struct OutcomesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "outcomes", "See what members can do by questionnaire, and record an assessment.",
        subcommands: [OutcomesListCommand.self, OutcomesRecordCommand.self])
}

/// The command `soleus outcomes list`; its help says what it does.
struct OutcomesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List a member's assessments with their scores, and what a change means.",
        discussion: """
            A PSFS has a mean with 3 activities and more; a FAAM a score with 19 of 21 answers, or 7 of 8.
            CHANGE is against the assessment before: * matters, ~ is within measurement noise.
            """,
        examples: ["soleus outcomes list \"Ana Ruiz\"", "soleus outcomes list ana --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let answer = try await session.ask(
            .get("/v1/members/\(member.id)/records", query: [("kind", RowKind.outcomeResponse.rawValue)]),
            as: Records.self)
        let responses = answer.value.rows.compactMap { row -> OutcomeResponse? in
            // try?: a form that only a newer version knows is shown by one that does.
            try? row.body.decode(OutcomeResponse.self, unknownFields: .ignore)
        }
        common.show(answer.json) { common.lines(of: Self.table(responses), empty: "No assessment yet.") }
    }

    static func table(_ responses: [OutcomeResponse]) -> TextTable {
        var table = TextTable([
            .init("DAY"), .init("INSTRUMENT"), .init("SCORE", .right), .init("CHANGE", .right),
            .init("ANSWERS", yields: true),
        ])
        for instrument in OutcomeInstrument.allCases {
            let series = responses.filter { $0.instrument == instrument }.sorted { $0.moment.at < $1.moment.at }
            for (index, response) in series.enumerated() {
                let change = index > 0 ? OutcomeChange(from: series[index - 1], to: response) : nil
                let mark = change.map {
                    "\($0.earlier.text) to \($0.later.text)"
                        + ($0.isImportantGain || $0.isImportantLoss ? " *" : "") + ($0.isBeyondNoise ? "" : " ~")
                }
                let answers =
                    instrument == .psfs
                    ? response.activities.map { "\($0.activity) \($0.ability.rawValue)" }.joined(separator: ", ")
                    : "\(response.answers.count { $0 != nil }) of \(response.answers.count)"
                table.add([
                    response.moment.day.description, instrument.name, response.score?.text ?? "–", mark ?? "–", answers,
                ])
            }
        }
        return table
    }
}

/// The command `soleus outcomes record`; its help says what it does.
struct OutcomesRecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "record", "Record an assessment that you took with the member.",
        discussion: """
            For the PSFS, give each activity with its ability, 0 (unable) to 10 (as before). For the FAAM,
            give the answers in the order of the form, 0 to 4, with - for none.
            """,
        examples: [
            "soleus outcomes record \"Ana Ruiz\" --psfs \"Running 5 km=4\" --psfs Stairs=7 --psfs \"Squatting=6\"",
            "soleus outcomes record ana --faam-sports 3,3,2,-,1,2,3,3 --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @OptionGroup var questionnaire: QuestionnaireOptions
    @Flag(help: "Say what would be, and change nothing.") var dryRun = false

    func run() async throws {
        let session = Session(common)
        let member = try await session.member(member)
        let summary = try await session.ask(.get("/v1/members/\(member.id)"), as: MemberSummary.self).value
        let response = questionnaire.response(at: LocalMoment(.now, in: summary.member.timeZone))
        let violations = response.violations
        guard violations.isEmpty else {
            throw CommandFailure(
                .badInput, "that is no such assessment: \(violations.map(\.message).joined(separator: "; "))")
        }
        let record = NewRecord(
            id: .make(at: .now), kind: .outcomeResponse, body: try JSONValue.encoding(response),
            dryRun: dryRun ? true : nil)
        let answer = try await session.ask(
            try .send("POST", "/v1/members/\(member.id)/records", record), as: WireRow.self)
        common.show(answer.json) {
            let score =
                response.score.map { "\(response.instrument.name) \($0.text)" }
                ?? "\(response.instrument.name) without a score: too little was answered"
            let told = "\(summary.member.firstName) \(summary.member.lastName): \(score)"
            return [printable(dryRun ? "Would record for \(told). Nothing changed." : "Recorded for \(told).")]
        }
    }
}
