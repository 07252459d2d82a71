import ArgumentParser
import Care
import CareMessages
import StrictJSON

/// The command `soleus plan phases`; its help says what it does.
struct PlanPhasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "phases", "Show a program's phases, and what is known of the member about leaving each.",
        discussion: """
            ✓ met, ✗ not met, ? nothing known, ○ for you to judge. What was not reported never counts as met.
            A phase becomes the plan with: soleus plan assign MEMBER TEMPLATE --phase PHASE
            """,
        examples: [
            "soleus plan phases \"Ana Ruiz\"", "soleus plan phases ana ankle-pain-after-running --json",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "The template's short name, or a part of it; that of the plan when not given.")
    var template: String?

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let current = try await desk.plan()?.value.revision.template
        guard let wanted = template ?? current?.slug.description else {
            throw CommandFailure(
                .refused, "the member's plan comes from no template",
                advice: "Say which: soleus plan phases MEMBER TEMPLATE; there are: soleus template list")
        }
        let answer = try await desk.session.template(wanted)
        let slug = answer.value.template.slug
        let phases = answer.value.template.phases ?? []
        guard !phases.isEmpty else {
            throw CommandFailure(.refused, "\(slug) has no phases: it is one plan")
        }
        let trends = try await Self.trends(for: phases, of: desk)
        let standings = phases.map { phase in
            PhaseStanding(
                phase: phase.slug, title: phase.title, isCurrent: current?.slug == slug && current?.phase == phase.slug,
                usualLength: phase.usualLength,
                entry: phase.entry.map { CriterionStanding($0, trends[$0.days ?? 0]) },
                exit: phase.exit.map { CriterionStanding($0, trends[$0.days ?? 0]) })
        }
        try common.show(.encoding(PhaseStandings(template: slug, version: answer.value.version, phases: standings))) {
            standings.flatMap { Self.lines($0, plain: common.plain) }
        }
    }

    /// A trend for each number of days that some criterion looks back.
    private static func trends(
        for phases: [Phase], of desk: PlanDesk
    ) async throws(CommandFailure) -> [Int: Trend] {
        var trends: [Int: Trend] = [:]
        for days in Set(phases.flatMap { $0.entry + $0.exit }.compactMap(\.days)).sorted() {
            trends[days] = try await desk.session.ask(
                .get("/v1/members/\(desk.member)/trend", query: [("days", String(days))]), as: Trend.self
            ).value
        }
        return trends
    }

    static func lines(_ standing: PhaseStanding, plain: Bool) -> [String] {
        if plain {
            return standing.exit.map {
                [standing.phase.description, $0.state.rawValue, printable($0.words.oneLine), $0.known]
                    .joined(separator: "\t")
            }
        }
        var lines = [
            "\(standing.isCurrent ? "▶ " : "  ")\(standing.title.oneLine) (\(standing.phase)), "
                + standing.usualLength.oneLine
        ]
        lines.append("    begins when")
        lines += standing.entry.flatMap(line)
        lines.append("    ends when")
        lines += standing.exit.flatMap(line)
        return lines + [""]
    }

    private static func line(_ criterion: CriterionStanding) -> [String] {
        let mark =
            switch criterion.state {
            case .met: "✓"
            case .notMet: "✗"
            case .unknown: "?"
            case .forPT: "○"
            }
        let known = criterion.state == .forPT ? "" : " — \(criterion.known)"
        return wrapped(
            "      \(mark) \(printable(criterion.words.oneLine))\(known)", to: Terminal.columns, indent: 10)
    }
}

/// The phases of a program beside what is known of a member.
struct PhaseStandings: Hashable, Codable {
    var template: Slug
    var version: Int
    var phases: [PhaseStanding]
}

/// One phase.
struct PhaseStanding: Hashable, Codable {
    var phase: Slug
    var title: Label
    /// Whether the member's plan is for it.
    var isCurrent: Bool
    var usualLength: Label
    var entry: [CriterionStanding]
    var exit: [CriterionStanding]
}

/// One criterion with what is known.
struct CriterionStanding: Hashable, Codable {
    var words: Note
    var source: Note
    var state: CriterionReading.State
    var known: String

    init(_ criterion: Criterion, _ trend: Trend?) {
        let reading = criterion.reading(trend)
        words = criterion.words
        source = criterion.source
        state = reading.state
        known = reading.words
    }
}
