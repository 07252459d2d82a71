import ArgumentParser
import Care
import CareClient
import StrictJSON

/// The commands that begin with `soleus device article`; each has a type of its own.
struct DeviceArticleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "article", "Read the education articles; no network is needed.",
        subcommands: [DeviceArticleListCommand.self, DeviceArticleShowCommand.self])
}

/// The command `soleus device article list`; its help says what it does.
struct DeviceArticleListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List the education articles on this device.",
        examples: ["soleus device article list --device phone"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.owner()
        let articles = try handle.read { store throws(StoreError) in try store.articles() }
        try common.show(.object(["articles": .array(articles.map { try JSONValue.encoding($0.content) })])) {
            var table = TextTable([
                .init("ARTICLE", yields: true), .init("TITLE", yields: true), .init("PUBLISHED"),
            ])
            for article in articles.map(\.content) {
                table.add([article.slug.description, article.title.description, article.publishedOn.description])
            }
            return common.lines(
                of: table, empty: "No article has arrived yet; sync with: soleus device sync --device \(options.device)"
            )
        }
    }
}

/// The command `soleus device article show`; its help says what it does.
struct DeviceArticleShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show an article with its reviewers and references.",
        examples: ["soleus device article show --device phone ankle-pain-after-running"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Argument(help: "Its short name, its title or a part of it.") var article: String

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.owner()
        let (articles, disclaimers) = try handle.read { store throws(StoreError) in
            (try store.articles().map(\.content), try store.disclaimers().map(\.content))
        }
        let found = try NameMatching.resolve(
            article,
            among: articles.map { NamedCandidate($0.slug, name: $0.title) },
            kind: "article")
        guard let shown = articles.first(where: { $0.slug.description == found.id }) else { return }
        try common.show(.encoding(shown)) {
            Self.lines(shown, beneath: disclaimers.filter { $0.appliesTo == .articles })
        }
    }

    static func lines(_ article: Article, beneath disclaimers: [Disclaimer]) -> [String] {
        let width = Terminal.columns
        func text(_ text: String, indent: Int = 0) -> [String] { wrapped(printable(text), to: width, indent: indent) }
        var lines = text(article.title.description)
        lines += text(
            "Published \(article.publishedOn), to be reviewed by \(article.reviewDueOn). Expert: \(article.expert). "
                + "Clinical reviewer: \(article.clinicalReviewer). Medical reviewer: \(article.medicalReviewer).")
        for section in article.sections {
            lines += [""] + text(section.heading.description)
            for paragraph in section.paragraphs { lines += text("  \(paragraph.oneLine)", indent: 2) }
        }
        lines += ["", "References"]
        for (index, reference) in article.references.enumerated() {
            let year = reference.year.map { " \($0)" } ?? ", undated"
            let doi = reference.doi.map { ", doi \($0)" } ?? ""
            lines += text(
                "  \(index + 1). \(reference.authors)\(year): \(reference.title.oneLine). \(reference.source.oneLine)\(doi)",
                indent: 5)
        }
        for disclaimer in disclaimers { lines += [""] + text(disclaimer.text.oneLine) }
        return lines
    }
}

/// The command `soleus device exercise`; its help says what it does.
struct DeviceExerciseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "exercise", "Show how an exercise is done, in the version that your plan has, otherwise the latest.",
        examples: [
            "soleus device exercise --device phone calf-raises",
            "soleus device exercise --device phone \"Single Leg Balance\" --json",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions
    @Argument(help: "Short name, name or part of it.") var exercise: String

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.owner()
        let shown = try handle.read { store throws(StoreError) in
            (planned: try Self.planned(store), published: try store.exercises())
        }
        let found = try Self.choice(exercise, planned: shown.planned, published: shown.published)
        try common.show(.encoding(found.content)) {
            ExerciseShowCommand.lines(found.content, version: found.version, common)
        }
    }

    /// The exercises of the plan in hand, each in the version that the plan names; none for a practitioner's device.
    private static func planned(_ store: OfflineStore) throws(StoreError) -> [PublishedContent<Exercise>] {
        guard try store.enrolledDevice() != nil, let plan = try store.plan() else { return [] }
        var exercises: [PublishedContent<Exercise>] = []
        for item in plan.content.content.items where !exercises.contains(where: { $0.content.slug == item.exercise }) {
            if let exercise = try store.exercise(item.exercise, version: item.exerciseVersion) {
                exercises.append(exercise)
            }
        }
        return exercises
    }

    /// What the text means: one of the plan before any other that is published.
    static func choice(
        _ text: String, planned: [PublishedContent<Exercise>], published: [PublishedContent<Exercise>]
    ) throws(CommandFailure) -> PublishedContent<Exercise> {
        func candidates(_ exercises: [PublishedContent<Exercise>]) -> [NamedCandidate] {
            exercises.map { NamedCandidate($0.content.slug, name: $0.content.name) }
        }
        let found = try NameMatching.resolve(
            text, among: candidates(planned), orElse: candidates(published), kind: "exercise")
        guard let exercise = (planned + published).first(where: { $0.content.slug.description == found.id }) else {
            throw CommandFailure(.refused, "\(found.id) is not on this device")
        }
        return exercise
    }
}

/// The command `soleus device shoes`; its help says what it does.
struct DeviceShoesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "shoes", "Show your running shoes with how far they have been run in; no network is needed.",
        discussion: "Due for new ones from 300 miles on, overdue from 500.",
        examples: ["soleus device shoes --device phone", "soleus device shoes --device phone --json"])

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: DeviceOptions

    func run() async throws {
        let handle = try DeviceHandle(options, common)
        _ = try handle.enrolled()
        let shoes = try handle.read { store throws(StoreError) in try store.shoeWear() }
        common.show(
            .object([
                "shoes": .array(
                    shoes.map { shoe, wear in
                        .object([
                            "id": .string(shoe.row.description), "label": .string(shoe.content.label.description),
                            "inUseFrom": .string(shoe.content.inUseFrom.description),
                            "retiredOn": shoe.content.retiredOn.map { .string($0.description) } ?? .null,
                            "meters": .integer(Int64(wear.meters)), "miles": .integer(Int64(wear.miles)),
                            "state": .string(wear.state.rawValue),
                        ])
                    })
            ])
        ) {
            var table = TextTable([
                .init("SHOE", yields: true), .init("FROM"), .init("MILES", .right), .init("KM", .right), .init("STATE"),
            ])
            for (shoe, wear) in shoes {
                let state = shoe.content.retiredOn.map { "put away \($0)" } ?? wear.state.rawValue
                table.add([
                    shoe.content.label.description, shoe.content.inUseFrom.description, String(wear.miles),
                    String(wear.meters / 1_000), state,
                ])
            }
            return common.lines(of: table, empty: "No shoe yet; record one with: soleus device log shoe")
        }
    }
}
