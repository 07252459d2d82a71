import ArgumentParser
import Care
import CareMessages
import StrictJSON

/// The commands that begin with `soleus template`.
struct TemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "template", "List and read the programs that plans start from.",
        subcommands: [TemplateListCommand.self, TemplateShowCommand.self])
}

/// The command `soleus template list`; its help says what it does.
struct TemplateListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "List the published templates.", examples: ["soleus template list", "soleus template list --plain"])

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let answer = try await Session(common).ask(.get("/v1/catalog"), as: CatalogListing.self)
        try common.show(.encoding(answer.value.templates)) {
            var table = TextTable([.init("TEMPLATE"), .init("VERSION", .right)])
            for template in answer.value.templates { table.add([template.slug.description, String(template.version)]) }
            return common.lines(of: table, empty: "No template is published.")
        }
    }
}

/// The command `soleus template show`; its help says what it does.
struct TemplateShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show a template: its exercises, modifications and phases with their criteria and sources.",
        examples: ["soleus template show ankle-pain-after-running", "soleus template show low-back --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "The template's short name, or a part of it.") var template: String

    func run() async throws {
        let answer = try await Session(common).template(template)
        common.show(answer.json) { Self.lines(answer.value, common) }
    }

    static func lines(_ answer: TemplateAnswer, _ common: CommonOptions) -> [String] {
        let template = answer.template
        let exercises = Dictionary(answer.exercises.map { ($0.exercise.slug, $0.exercise) }) { first, _ in first }
        func told(_ text: String, _ indent: Int) -> [String] {
            wrapped(String(repeating: " ", count: indent) + printable(text), to: Terminal.columns, indent: indent + 2)
        }
        func items(_ items: [Template.Item]) -> [String] {
            items.flatMap { item in
                let dose = (item.dose ?? exercises[item.exercise]?.defaultDose)?.text ?? "the exercise's own dose"
                let often = (item.frequency ?? exercises[item.exercise]?.defaultFrequency)?.text ?? ""
                return told("\(item.block.rawValue): \(item.exercise): \(dose), \(often)", 4)
            }
        }
        var lines = ["\(template.title.oneLine) (\(template.slug)), version \(answer.version)"]
        lines += told(template.summary.oneLine, 2) + ["", "  Without a phase"] + items(template.items)
        lines += template.modifications.flatMap { told("\($0.activity): \($0.text)", 4) }
        for phase in template.phases ?? [] {
            lines += ["", "  \(phase.title.oneLine) (\(phase.slug)), \(phase.usualLength.oneLine)"]
            lines += told(phase.summary.oneLine, 4)
            lines += phase.entry.flatMap { told("begins when: \($0.words.oneLine) [\($0.source.oneLine)]", 4) }
            lines += items(phase.items)
            lines += phase.modifications.flatMap { told("\($0.activity): \($0.text)", 4) }
            lines += phase.runPhases.map { "    run \($0.rawValue): \($0.text)" }
            lines += phase.selfCare.flatMap { told("self-care: \($0.oneLine)", 4) }
            lines += phase.exit.flatMap { told("ends when: \($0.words.oneLine) [\($0.source.oneLine)]", 4) }
        }
        return lines
    }
}
