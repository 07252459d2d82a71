import Care
import CareMessages

/// A plan's text from somewhere, with the name that problems in it are told under.
struct PlanSource {
    var name: String
    var text: String

    /// The change that the text asks for, and what it says beside the content; nothing is sent for it but questions.
    func change(
        at desk: PlanDesk, catalog: CatalogView
    ) async throws(CommandFailure) -> (change: PlanChange, text: PlanText) {
        let draft: PlanDraft
        do throws(PlanTextProblems) { draft = try PlanTextReader.read(text) } catch { throw failure(error) }
        guard draft.member == desk.member else {
            throw CommandFailure(
                .badInput, "\(name) is the plan of \(printable(draft.memberName)) (\(draft.member)), somebody else",
                advice: "A plan's text belongs to the member whom it names.")
        }
        let base = draft.base == 0 ? nil : try await desk.existingPlan(draft.base).value.revision
        let plan: PlanText
        do throws(PlanTextProblems) {
            plan = try draft.plan(base: base?.content, published: catalog.versions)
        } catch {
            throw failure(error)
        }
        let change = PlanChange(
            desk: desk, catalog: catalog, base: draft.base, baseContent: base?.content, content: plan.content,
            template: base?.template)
        return (change, plan)
    }

    /// Every problem with the line that it stands in and a mark below the place.
    func failure(_ problems: PlanTextProblems) -> CommandFailure {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        let told = problems.problems.prefix(20).flatMap { problem -> [String] in
            let heading = "\(name):\(problem.line):\(problem.column): \(problem.message)"
            guard lines.indices.contains(problem.line - 1) else { return [heading] }
            let line = String(String.UnicodeScalarView(lines[problem.line - 1]))
            let before = String(String.UnicodeScalarView(lines[problem.line - 1].prefix(problem.column - 1)))
            let indent = String(repeating: " ", count: displayWidth(of: printable(before)))
            return [heading, "    " + printable(line), "    " + indent + "^"]
        }
        return CommandFailure(
            .badInput, (["the plan's text is not right; nothing was sent"] + told).joined(separator: "\n"))
    }
}
