import ArgumentParser
import Care
import CareMessages
import StrictJSON

/// The command `soleus plan show`; its help says what it does.
struct PlanShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "show", "Show a member's plan with the time it takes.",
        examples: ["soleus plan show \"Ana Ruiz\"", "soleus plan show ana --revision 1", "soleus plan show ana --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Option(help: "An earlier revision; the latest when not given.") var revision: Int?

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let answer = try await desk.existingPlan(revision)
        let catalog = common.json ? nil : try await desk.catalog()
        common.show(answer.json) {
            let content = answer.value.revision.content
            let minutes = PlanMinutes(content) { catalog?.laterality($0) ?? .unilateral }
            return Self.lines(answer.value, name: desk.memberName, minutes: minutes, common)
        }
    }

    static func lines(
        _ answer: PlanAnswer, name: String?, minutes: PlanMinutes, _ common: CommonOptions
    ) -> [String] {
        let revision = answer.revision
        let content = revision.content
        if common.plain { return content.table.plainLines }
        var heading = [("plan", content.title.description)]
        if let name { heading.append(("member", name)) }
        heading += [
            ("revision", "\(revision.number), from \(revision.effectiveFrom)"),
            ("by", "\(answer.authorName), \(revision.authoredAt.shortText)"), ("reason", revision.reason.oneLine),
            ("takes", "about \(minutes.perSession) min a session, \(minutes.perWeek) min a week"),
        ]
        if let template = revision.template {
            let phase = template.phase.map { ", phase \($0)" } ?? ""
            heading.append(("template", "\(template.slug), version \(template.version)\(phase)"))
        }
        if let until = content.until { heading.append(("until", until.description)) }
        return common.lines(of: heading) + content.lines(common)
    }
}

/// The command `soleus plan history`; its help says what it does.
struct PlanHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "history", "List a plan's revisions with who made them and why.",
        examples: ["soleus plan history \"Ana Ruiz\"", "soleus plan history ana --plain"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let answer = try await desk.revisions()
        common.show(answer.json) {
            common.lines(of: Self.table(answer.value), empty: "The member has no plan yet.")
        }
    }

    static func table(_ revisions: PlanRevisions) -> TextTable {
        var table = TextTable([
            .init("NO", .right), .init("BASE", .right), .init("FROM"), .init("MADE (UTC)"), .init("BY", yields: true),
            .init("WHY", yields: true),
        ])
        for answer in revisions.revisions {
            let revision = answer.revision
            table.add([
                String(revision.number), String(revision.base), revision.effectiveFrom.description,
                String(revision.authoredAt.shortText.dropLast(4)), answer.authorName, revision.reason.oneLine,
            ])
        }
        return table
    }
}

/// The command `soleus plan diff`; its help says what it does.
struct PlanDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "diff", "Show what changed between two revisions, or between a file and its base.",
        discussion: "The last two revisions when neither a file nor numbers are given. Revision 0 is the empty start.",
        examples: [
            "soleus plan diff \"Ana Ruiz\"", "soleus plan diff ana --from 1 --to 2", "soleus plan diff ana ana.plan",
        ])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Argument(help: "A plan's text; - for standard input.", completion: .file(extensions: ["plan"])) var file: String?
    @Option(help: "A revision; the one before --to when not given.") var from: Int?
    @Option(help: "A revision; the latest when not given.") var to: Int?

    func validate() throws {
        if file != nil, from != nil || to != nil {
            throw ValidationError("A file states its own base; leave --from and --to out.")
        }
        if let from, from < 0 { throw ValidationError("--from is 0 or more.") }
        if let to, to < 1 { throw ValidationError("--to is 1 or more.") }
    }

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let catalog = try await desk.catalog()
        let diff: PlanDiff
        if let file {
            let source = PlanSource(name: file, text: try InputFile.readText(file))
            diff = try await source.change(at: desk, catalog: catalog).change.diff
        } else {
            let new = try await desk.existingPlan(to).value.revision
            let old = try await desk.content(ofRevision: from ?? new.number - 1)
            diff = catalog.diff(from: old, to: new.content)
        }
        try common.show(.encoding(diff)) {
            if diff.isEmpty { Terminal.say("No difference.") }
            return diff.lines.flatMap { wrapped(printable($0), to: Terminal.columns, indent: 4) }
        }
    }
}

/// The command `soleus plan export`; its help says what it does.
struct PlanExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "export", "Print a plan as text that plan apply takes.",
        examples: ["soleus plan export \"Ana Ruiz\" > ana.plan", "soleus plan export ana --revision 1"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Option(help: "An earlier revision; the latest when not given.") var revision: Int?

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let answer = try await desk.existingPlan(revision)
        common.show(answer.json) {
            let text = PlanText(
                memberName: desk.memberName ?? "", member: desk.member, base: answer.value.revision.number,
                content: answer.value.revision.content)
            return [String(text.printed().dropLast())]
        }
    }
}
