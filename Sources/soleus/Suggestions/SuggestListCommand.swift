import ArgumentParser
import Care
import CareMessages
import StrictJSON

/// The command `soleus suggest list`; its help says what it does.
struct SuggestListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "list", "Ask the rules what they say now, of a member or of everybody on your panel, with why.",
        discussion: "What they say for the first time is kept, and stands in soleus today until you decide.",
        examples: ["soleus suggest list", "soleus suggest list \"Ana Ruiz\"", "soleus suggest list ana --all --json"])

    @OptionGroup var common: CommonOptions
    @Argument(help: "Id, name or part of it; everybody on your panel when not given.") var member: String?
    @Flag(help: "List what was decided, or no longer holds, as well.") var all = false

    func run() async throws {
        let session = Session(common)
        guard let member else { return try await runOnPanel(session) }
        let answer = try await session.suggestions(of: try await session.member(member).id)
        common.show(answer.json) {
            common.lines(of: Self.table(answer.value, all: all), empty: "The rules have nothing to say.")
        }
    }

    private func runOnPanel(_ session: Session) async throws {
        let found = try await session.suggestionsOfPanel().compactMap { member -> MemberSuggestions? in
            var member = member
            member.suggestions.removeAll { !all && !$0.isCurrent }
            return member.suggestions.isEmpty ? nil : member
        }
        try common.show(.encoding(found)) {
            common.lines(of: Self.table(found), empty: "The rules have nothing to say.")
        }
    }

    static func table(_ list: SuggestionList, all: Bool) -> TextTable {
        var table = TextTable([
            .init("ID"), .init("RULE"), .init("PROPOSES", yields: true), .init("WHY", yields: true),
            .init("DECISION", yields: true),
        ])
        for entry in list.suggestions where all || entry.isCurrent {
            table.add(Self.cells(entry) + [entry.standing])
        }
        return table
    }

    static func table(_ members: [MemberSuggestions]) -> TextTable {
        var table = TextTable([
            .init("MEMBER", yields: true), .init("ID"), .init("RULE"), .init("PROPOSES", yields: true),
            .init("WHY", yields: true),
        ])
        for member in members {
            for (index, entry) in member.suggestions.enumerated() {
                table.add([index == 0 ? member.memberName : ""] + Self.cells(entry))
            }
        }
        return table
    }

    private static func cells(_ entry: SuggestionEntry) -> [String] {
        let record = entry.suggestion
        return [entry.id.ending, record.rule.rawValue, record.proposal.text, record.words]
    }
}

extension Session {
    /// Asks the rules about everybody on the practitioner's panel, one after another.
    func suggestionsOfPanel() async throws(CommandFailure) -> [MemberSuggestions] {
        let panel = try await ask(.get("/v1/panel"), as: Panel.self).value.members
        var progress = WorkProgress("Asking the rules", count: panel.count)
        var found: [MemberSuggestions] = []
        for row in panel {
            let list = try await suggestions(of: row.member).value.suggestions
            found.append(MemberSuggestions(member: row.member, memberName: row.name, suggestions: list))
            progress.advance()
        }
        return found
    }
}

/// What the rules say of one member of a panel.
struct MemberSuggestions: Hashable, Codable {
    var member: MemberID
    var memberName: String
    var suggestions: [SuggestionEntry]
}

extension SuggestionEntry {
    /// What was decided, or that nothing was.
    var standing: String {
        suggestion.decision.map { decision in
            let revision = decision.planRevision.map { " (revision \($0))" } ?? ""
            return "\(decision.kind.rawValue)\(revision): \(decision.reason)"
        } ?? (isCurrent ? "waits" : "no longer holds")
    }
}
