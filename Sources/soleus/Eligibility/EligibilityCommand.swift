import ArgumentParser
import Care
import CareMessages
import StrictJSON

/// The commands that begin with `soleus eligibility`; each has a type of its own.
struct EligibilityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "eligibility", "Ask whether people are covered.",
        subcommands: [
            EligibilityCheckCommand.self, EligibilityBatchCommand.self, EligibilityX12Command.self,
            EligibilitySelfCommand.self,
        ],
        aliases: ["coverage"])
}

/// The command `soleus eligibility check`; its help says what it does.
struct EligibilityCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "check", "Ask about one person, with a sponsor's or an operator's credential.",
        examples: [
            "soleus eligibility check --sponsor acme --number AC-100234 --last-name Ruiz --birth-date 1987-04-12",
            "soleus eligibility check --sponsor acme --number AC-100234 --last-name Ruiz --birth-date 1987-04-12 "
                + "--on 2027-01-01",
        ])

    @OptionGroup var common: CommonOptions
    @Option(help: "The sponsor's short name.") var sponsor: Slug
    @Option(help: "The person's number with the sponsor, or their subscriber's.") var number: String
    @Option(help: "Case and accents do not matter.") var lastName: Label
    @Option(help: "Tells twins apart; looked at only when the rest fits several people.") var firstName: Label?
    @Option(help: ArgumentHelp("YYYY-MM-DD.", valueName: "day")) var birthDate: LocalDay
    @Option(help: ArgumentHelp("The day to ask about; today when not given.", valueName: "day")) var on: LocalDay?

    func run() async throws {
        guard let row = Label("1") else { return }
        let question = CoverageQuestion(
            rowId: row, number: number, lastName: lastName, firstName: firstName, birthDate: birthDate, on: on)
        let answer = try await Session(common).ask(
            .send(
                "POST", "/v1/sponsors/\(sponsor)/coverage-questions", CoverageQuestions(questions: [question])),
            as: CoverageReplies.self)
        common.show(answer.json) {
            answer.value.answers.flatMap { answer in
                common.lines(of: [
                    ("status", answer.status.rawValue), ("on", answer.on.description),
                    ("plan", answer.planCode?.description ?? "–"),
                    ("covered from", answer.coveredFrom?.description ?? "–"),
                    ("covered through", CoverageTable.through(answer)),
                    ("cost to the member", CoverageTable.cost(answer)),
                ])
            }
        }
    }
}

/// The command `soleus eligibility batch`; its help says what it does.
struct EligibilityBatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "batch", "Ask about the people of a CSV file; answers keep its order and its row ids.",
        discussion: """
            Columns: row_id, sponsor_member_id, last_name, birth_date and, where it is not today, on_date.
            A column first_name tells twins under their subscriber's number apart.
            Nothing is sent when a row cannot be read.
            """,
        examples: [
            "soleus eligibility batch --sponsor acme people.csv",
            "soleus eligibility batch --sponsor acme --plain people.csv",
        ])

    /// Questions in one request, well below the service's limits for a body.
    static let questionsPerRequest = 2_000

    @OptionGroup var common: CommonOptions
    @Option(help: "The sponsor's short name.") var sponsor: Slug
    @Argument(help: "The CSV file; - for standard input.", completion: .file(extensions: ["csv"])) var file: String

    func run() async throws {
        let bytes = try InputFile.read(file, maximumBytes: 16 << 20)
        let questions: [CoverageQuestion]
        do throws(CoverageQuestionFile.Problems) {
            questions = try CoverageQuestionFile.read(bytes)
        } catch {
            throw CommandFailure(.badInput, "\(file): nothing was asked\n\(error)")
        }
        let session = Session(common)
        var answers = CoverageReplies(answers: [])
        for start in stride(from: 0, to: questions.count, by: Self.questionsPerRequest) {
            let part = Array(questions[start..<min(start + Self.questionsPerRequest, questions.count)])
            let answer = try await session.ask(
                .send("POST", "/v1/sponsors/\(sponsor)/coverage-questions", CoverageQuestions(questions: part)),
                as: CoverageReplies.self)
            answers.answers += answer.value.answers
        }
        try common.show(.encoding(answers)) {
            common.lines(of: CoverageTable.table(answers), empty: "The file asks about nobody.")
        }
    }
}

/// The command `soleus eligibility self`: what anybody may ask about themselves, without a credential.
struct EligibilitySelfCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "self", "Check your own eligibility; needs no credential.",
        discussion: "The answer is the same for an unknown number and a birth date that does not fit.",
        examples: [
            "soleus eligibility self --number AC-100234 --first-name Ana --last-name Ruiz --birth-date 1987-04-12"
        ])

    @OptionGroup var common: CommonOptions
    @Option(help: "Your own number with your employer or health plan, or the subscriber's.") var number: String
    @Option var firstName: Label
    @Option var lastName: Label
    @Option(help: ArgumentHelp("YYYY-MM-DD.", valueName: "day")) var birthDate: LocalDay

    func run() async throws {
        let claim = IdentityClaim(number: number, firstName: firstName, lastName: lastName, birthDate: birthDate)
        let answer = try await Session(common).askPublicly(
            .send("POST", "/v1/eligibility/self-check", claim), as: SelfCheckAnswer.self)
        common.show(answer.json) {
            [(answer.value.eligible ? "eligible: " : "not confirmed: ") + printable(answer.value.message)]
        }
    }
}
