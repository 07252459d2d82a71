import Care
import CareMessages
import Foundation

/// A plan's text in a PT's editor, until it becomes the next revision or the PT gives up.
struct PlanEditing {
    let desk: PlanDesk
    let catalog: CatalogView
    let common: CommonOptions
    let change: PlanChangeOptions
    /// Why the plan changes, where the command says it; the text may say it as well.
    let reason: Note?
    /// What the revision answers.
    var suggestion: SuggestionEntry?
    var surroundings = Surroundings.current

    /// Opens the text of `content`, which is the latest revision or what somebody proposes to make of it.
    func run(on current: PlanRevision, beginningWith content: PlanContent) async throws(CommandFailure) {
        let text = PlanText(
            memberName: desk.memberName ?? "", member: desk.member, base: current.number,
            effectiveFrom: change.effective, reason: reason, content: content)
        let answers = suggestion.map { "-\($0.id.ending)" } ?? ""
        let draft = try EditedFile(
            named: "\(desk.member)-\(current.number)\(answers).plan", in: surroundings.home,
            text: introduction + text.printed(explaining: true))
        if draft.isResumed {
            Terminal.say("This goes on with your text of before, which was not sent. Emptied, it is given up.")
        }
        do throws(CommandFailure) {
            if try await edit(draft) { draft.remove() }
        } catch {
            var failure = error
            if draft.isWorthKeeping() {
                failure.advice = [error.advice, "Your text is kept in \(draft.path)"].compactMap(\.self)
                    .joined(separator: "\n")
            } else {
                draft.remove()
            }
            throw failure
        }
    }

    /// What the rules say, above a text that answers them.
    private var introduction: String {
        guard let record = suggestion?.suggestion else { return "" }
        let lines = wrapped("\(record.rule.rawValue): \(printable(record.words))", to: 96)
        return (lines + ["Proposed: \(record.proposal.text)."]).map { "# \($0)\n" }.joined() + "\n"
    }

    /// Whether the draft has served its purpose.
    private func edit(_ draft: EditedFile) async throws(CommandFailure) -> Bool {
        while true {
            try draft.openEditor(surroundings)
            let edited = try draft.text()
            if Self.isEmpty(edited) {
                Terminal.say("The text is empty; nothing changed.")
                return true
            }
            if edited == draft.beginning, !mayBeSentAsItIs(draft) { return !draft.isResumed }
            do throws(CommandFailure) {
                let (made, text) = try await PlanSource(name: draft.path, text: edited).change(
                    at: desk, catalog: catalog)
                var change = made
                change.suggestion = suggestion?.id
                if change.diff.isEmpty {
                    try await change.sayNothingChanged(common)
                    return true
                }
                // The options stand in a text that begins here, and can be changed in it; one of before does not have them.
                let reasons = draft.isResumed ? [reason, text.reason] : [text.reason, reason]
                let effective = draft.isResumed ? self.change.effective ?? text.effectiveFrom : text.effectiveFrom
                guard let reason = reasons.compactMap(\.self).first else {
                    throw CommandFailure(.badInput, "the text needs a \"reason:\", for the record and the next PT")
                }
                try await change.send(
                    reason: reason, effective: effective, dryRun: self.change.dryRun, common: common)
                // After a dry run the text is what the PT will want to go on with.
                if self.change.dryRun { Terminal.say("Your text is kept in \(draft.path)") }
                return !self.change.dryRun
            } catch {
                guard error.status == .badInput, !common.noInput, Terminal.isInteractive else { throw error }
                Terminal.say(error.text)
                let answer = Terminal.ask("Edit again? [Y/n] ")
                guard let answer, !answer.lowercased().hasPrefix("n") else { throw error }
            }
        }
    }

    /// Whether a text that was saved as it was opened is to be sent: never the plan as it is, and one of before only when
    /// the PT says so, who may have wanted no more than to look.
    private func mayBeSentAsItIs(_ draft: EditedFile) -> Bool {
        guard draft.isResumed else {
            Terminal.say("Nothing changed." + (suggestion == nil ? "" : " The suggestion waits as before."))
            return false
        }
        if !common.noInput, Terminal.isInteractive,
            Terminal.ask("Send your text as it is? [y/N] ")?.lowercased().hasPrefix("y") == true
        {
            return true
        }
        let answering = suggestion.map { " --from-suggestion \($0.id.ending)" } ?? ""
        Terminal.say(
            "Nothing changed. Your text is still kept in \(draft.path)\n"
                + "To send it as it is: soleus plan apply \(desk.member) \(draft.path)\(answering)")
        return false
    }

    /// Whether nothing is left but blank lines and comments.
    private static func isEmpty(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).allSatisfy { line in
            line.first { !$0.isWhitespace }.map { $0 == "#" } ?? true
        }
    }
}
