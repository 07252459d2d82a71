import ArgumentParser
import Care
import CareMessages
import StrictJSON

/// The commands that begin with `soleus content`: how content comes to be published.
struct ContentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "content", "Draft, review, publish and retire exercises, templates, articles and disclaimers.",
        discussion: """
            A version is drafted and submitted by a practitioner or a reviewer, reviewed by a PT (clinical) and then by
            a physician (medical), neither of whom wrote it, and published by a reviewer or an operator. Versions never
            change: a correction is another version. Plans keep the versions that they pin.
            """,
        subcommands: [
            ContentListCommand.self, ContentDiffCommand.self, ContentDraftCommand.self, ContentSubmitCommand.self,
            ContentReviewCommand.self, ContentPublishCommand.self, ContentRetireCommand.self,
        ])
}

/// Which version of which piece a command is about.
struct ContentArguments: ParsableArguments {
    @Argument(help: "exercise, template, article or disclaimer.") var kind: ContentKind
    @Argument(help: "Its short name.") var slug: Slug

    var path: String { "/v1/content/\(kind.rawValue)/\(slug)" }
}

/// The command `soleus content list`; its help says what it does.
struct ContentListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List content with its state and reviews.",
        discussion: "The latest version of each piece; with --slug every version of one. DUE is the next review.",
        examples: [
            "soleus content list --state clinical_review", "soleus content list --due-by 2027-01-01",
            "soleus content list --kind exercise --slug calf-raises --json",
        ])

    @OptionGroup var common: CommonOptions
    @Option(help: "draft, clinical_review, medical_review, returned, published or retired.") var state: ContentState?
    @Option(help: ArgumentHelp("Published, and due for review by this day.", valueName: "day")) var dueBy: LocalDay?
    @Option(help: "Of one kind.") var kind: ContentKind?
    @Option(help: "Every version of this piece; needs --kind.") var slug: Slug?

    func validate() throws {
        if slug != nil, kind == nil { throw ValidationError("--slug needs --kind.") }
    }

    func run() async throws {
        let query = [("state", state?.rawValue), ("dueBy", dueBy?.description)].compactMap { name, value in
            value.map { (name, $0) }
        }
        let request: Session.Request =
            if let slug, let kind { .get("/v1/content/\(kind.rawValue)/\(slug)") } else {
                .get("/v1/content", query: query)
            }
        var contents = try await Session(common).ask(request, as: ContentEntries.self).value.contents
        let soon = contents.count { ReviewDue(on: $0.state == .published ? $0.reviewDueOn : nil, today: .today) != nil }
        if soon > 0, dueBy == nil, state == nil, slug == nil, !common.json {
            let by = LocalDay.today.adding(days: ReviewDue.noticeDays)
            Terminal.say("\(soon) due for review by \(by); see them with: soleus content list --due-by \(by)")
        }
        contents = contents.filter {
            (kind == nil || $0.kind == kind) && (slug == nil || state == nil || $0.state == state)
        }
        try common.show(.encoding(ContentEntries(contents: contents))) {
            common.lines(of: Self.table(contents), empty: "No content is like that.")
        }
    }

    static func table(_ contents: [ContentEntry]) -> TextTable {
        var table = TextTable([
            .init("KIND"), .init("NAME", cuts: true), .init("NO", .right), .init("STATE"), .init("BY", yields: true),
            .init("REVIEWED BY", yields: true), .init("DUE"),
        ])
        for entry in contents {
            let reviews = entry.reviews.map { "\($0.decision == .approved ? "" : "returned: ")\($0.reviewer)" }
            table.add([
                entry.kind.rawValue, entry.slug.description, String(entry.version), entry.state.rawValue, entry.author,
                reviews.isEmpty ? "–" : reviews.joined(separator: ", "), entry.reviewDueOn?.description ?? "–",
            ])
        }
        return table
    }
}

/// The command `soleus content diff`; its help says what it does.
struct ContentDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "diff", "Show what differs between two versions, place by place.",
        discussion: "The latest version and the one before it when no numbers are given.",
        examples: [
            "soleus content diff exercise calf-raises", "soleus content diff exercise calf-raises --from 1 --to 3",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var content: ContentArguments
    @Option(help: "A version; 0 for the empty start.") var from: Int?
    @Option(help: "A version.") var to: Int?

    func run() async throws {
        let session = Session(common)
        let latest = try await session.ask(.get(content.path), as: ContentEntries.self).value.contents.first?.version
        let to = to ?? latest ?? 1
        let query = [("from", String(from ?? to - 1)), ("to", String(to))]
        let answer = try await session.ask(.get("\(content.path)/diff", query: query), as: ContentDifference.self)
        common.show(answer.json) {
            if answer.value.changes.isEmpty { Terminal.say("No difference.") }
            return answer.value.changes.flatMap(Self.lines)
        }
    }

    static func lines(_ change: ContentDifference.Change) -> [String] {
        func told(_ mark: String, _ text: String?) -> [String] {
            text.map { wrapped("  \(mark) \(printable($0))", to: Terminal.columns, indent: 4) } ?? []
        }
        return [printable(change.pointer)] + told("-", change.from) + told("+", change.to)
    }
}

/// The command `soleus content draft`; its help says what it does.
struct ContentDraftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "draft", "Write the next version of a piece of content, from a file as in db/content.",
        discussion: """
            It is judged by the rules of soleusd content check, and waits as yours until it is submitted. One version of
            a piece is under way at a time. A ladder may begin with one draft; exercises that change places are drafted
            and reviewed all before the first is published.
            """,
        examples: [
            "soleus content draft exercise calf-raises calf-raises.json --reason \"Slower lowering\"",
            "soleus content draft article running-again - --reason \"New study\" --submit",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var content: ContentArguments
    @Argument(help: "The text as JSON; - for standard input.", completion: .file(extensions: ["json"])) var file: String
    @Option(help: "What changes and why.") var reason: Note
    @Flag(help: "Hand it to the reviewers at once.") var submit = false

    func run() async throws {
        let text = try InputFile.readText(file)
        let body: JSONValue
        do throws(JSONProblem) {
            body = try JSONReader.read(Array(text.utf8))
        } catch {
            throw CommandFailure(.badInput, "\(file) is not JSON: \(error.description); nothing was sent")
        }
        let session = Session(common)
        let proposal: JSONValue = ["reason": .string(reason.description), content.kind.rawValue: body]
        let request = Session.Request(
            method: "POST", path: "\(content.path)/versions", body: JSONWriter.write(proposal))
        var answer = try await session.ask(request, as: ContentEntry.self)
        if submit {
            answer = try await session.ask(
                Session.Request(method: "POST", path: "\(content.path)/versions/\(answer.value.version)/submission"),
                as: ContentEntry.self)
        }
        common.show(answer.json) { [ContentSubmitCommand.line(answer.value)] }
    }
}

/// The command `soleus content submit`; its help says what it does.
struct ContentSubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "submit", "Hand a draft to the reviewers.",
        discussion: "Its author does, or any practitioner or reviewer for what came with a release.",
        examples: ["soleus content submit exercise calf-raises 2"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var content: ContentArguments
    @Argument(help: "The version's number.") var version: Int

    func run() async throws {
        let answer = try await Session(common).ask(
            Session.Request(method: "POST", path: "\(content.path)/versions/\(version)/submission"),
            as: ContentEntry.self)
        common.show(answer.json) { [Self.line(answer.value)] }
    }

    /// What became of a version.
    static func line(_ entry: ContentEntry) -> String {
        let next =
            switch ContentStep(entry.state, reviews: entry.reviews) {
            case .draft: "a draft; next: soleus content submit"
            case .clinicalReview: "in clinical review"
            case .medicalReview: "in medical review"
            case .publication: "reviewed twice; next: soleus content publish, by a reviewer or an operator"
            case .returned: "sent back; a next version is a new draft"
            case .published: "published, to be reviewed again by \(entry.reviewDueOn?.description ?? "")"
            case .retired: "retired"
            }
        return "\(entry.kind.rawValue) \(entry.slug), version \(entry.version): \(next)."
    }
}

/// The command `soleus content review`; its help says what it does.
struct ContentReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "review", "Approve an exact version, or send it back, as a reviewer.",
        discussion:
            "A clinical review is a PT's or DPT's, a medical review an MD's or DO's; nobody reviews what they wrote.",
        examples: [
            "soleus content review exercise calf-raises 2 --step clinical --approve",
            "soleus content review exercise calf-raises 2 --step medical --send-back --note \"Stop sign is missing\"",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var content: ContentArguments
    @Argument(help: "The version's number.") var version: Int
    @Option(help: "clinical or medical.") var step: ReviewStep
    @Flag(help: "It may be published, as far as this review goes.") var approve = false
    @Flag(help: "It may not; --note says why.") var sendBack = false
    @Option(help: "Why, or what to look at next time.") var note: Note?

    func validate() throws {
        if approve == sendBack { throw ValidationError("Give --approve or --send-back.") }
        if sendBack, note == nil { throw ValidationError("--send-back needs --note.") }
    }

    func run() async throws {
        let decision = ReviewDecision(step: step, decision: approve ? .approved : .returned, note: note)
        let answer = try await Session(common).ask(
            .send("POST", "\(content.path)/versions/\(version)/reviews", decision), as: ContentEntry.self)
        common.show(answer.json) { [ContentSubmitCommand.line(answer.value)] }
    }
}

/// The command `soleus content publish`; its help says what it does.
struct ContentPublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "publish", "Publish a version that both reviews approve.",
        discussion: """
            A reviewer or an operator does, also one who reviewed it. It is held against the catalog once more: what no
            longer fits is refused, and the next draft takes its place.
            """,
        examples: [
            "soleus content publish exercise calf-raises 2",
            "soleus content publish exercise calf-raises 2 --due 2027-06-01",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var content: ContentArguments
    @Argument(help: "The version's number.") var version: Int
    @Option(help: ArgumentHelp("When it is reviewed again; in two years when not given.", valueName: "day"))
    var due: LocalDay?

    /// Two years (choice).
    private static let defaultDueDays = 730

    func run() async throws {
        let answer = try await Session(common).ask(
            .send(
                "POST", "\(content.path)/versions/\(version)/publication",
                PublicationRequest(reviewDueOn: due ?? LocalDay.today.adding(days: Self.defaultDueDays))),
            as: ContentEntry.self)
        common.show(answer.json) { [ContentSubmitCommand.line(answer.value)] }
    }
}

/// The command `soleus content retire`; its help says what it does.
struct ContentRetireCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "retire", "Take a published version out of the catalog for new plans; plans that pin it keep it.",
        discussion: """
            Reviewers do, and operators. What other content needs stays: an exercise that a published template names, or
            from which a ladder goes on. The refusal says what to change first.
            """,
        examples: ["soleus content retire exercise wobbles 1 --reason \"Replaced by balance\" --confirm wobbles"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var content: ContentArguments
    @Argument(help: "The version's number.") var version: Int
    @Option(help: "Why.") var reason: Note
    @Option(help: ArgumentHelp("The short name once more, since there is no way back.", valueName: "name"))
    var confirm: Slug

    func validate() throws {
        if confirm != content.slug { throw ValidationError("--confirm is to be \(content.slug).") }
    }

    func run() async throws {
        let answer = try await Session(common).ask(
            .send(
                "POST", "\(content.path)/versions/\(version)/retirement", RetirementRequest(reason: reason)),
            as: ContentEntry.self)
        common.show(answer.json) { [ContentSubmitCommand.line(answer.value)] }
    }
}
