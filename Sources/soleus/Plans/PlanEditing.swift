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

    /// Opens the text of `content`, which is the latest revision or what somebody proposes to make of it.
    func run(on current: PlanRevision, beginningWith content: PlanContent) async throws(CommandFailure) {
        let text = PlanText(
            memberName: desk.memberName ?? "", member: desk.member, base: current.number,
            effectiveFrom: change.effective, reason: reason, content: content)
        let draft = try EditedFile(
            named: "\(desk.member)-\(current.number).plan", in: Surroundings.current.home,
            text: introduction + text.printed(explaining: true))
        do throws(CommandFailure) {
            if try await edit(draft) { draft.remove() }
        } catch {
            var failure = error
            failure.advice = [error.advice, "Your text is kept in \(draft.path)"].compactMap(\.self)
                .joined(separator: "\n")
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
            try draft.openEditor()
            let edited = try InputFile.readText(draft.path)
            if edited == draft.original {
                Terminal.say("Nothing changed." + (suggestion == nil ? "" : " The suggestion waits as before."))
                return true
            }
            do throws(CommandFailure) {
                let (made, text) = try await PlanSource(name: draft.path, text: edited).change(
                    at: desk, catalog: catalog)
                var change = made
                change.suggestion = suggestion?.id
                if change.diff.isEmpty {
                    change.sayNothingChanged()
                    return true
                }
                guard let reason = text.reason ?? reason else {
                    throw CommandFailure(.badInput, "the text needs a \"reason:\", for the record and the next PT")
                }
                try await change.send(
                    reason: reason, effective: text.effectiveFrom, dryRun: self.change.dryRun, common: common)
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
}

/// A private file that somebody edits, kept until it has served its purpose: it is health data and their work.
struct EditedFile {
    let path: String
    let original: String

    /// Writes the text to `edits/NAME` under the home folder, readable by the owner only.
    init(named name: String, in home: URL, text: String) throws(CommandFailure) {
        let folder = home.appendingPathComponent("edits", isDirectory: true)
        path = folder.appendingPathComponent(name).path
        original = text
        do {
            try PrivateFile.makeFolder(folder.path)
            try PrivateFile.replace(path, with: Array(text.utf8))
        } catch {
            throw CommandFailure(.badInput, "cannot write \(path): \(error)")
        }
    }

    /// Runs the editor on the terminal and waits for its end.
    func openEditor() throws(CommandFailure) {
        let surroundings = Surroundings.current
        let editor = surroundings["VISUAL"] ?? surroundings["EDITOR"] ?? "vi"
        let quoted = "'" + path.replacing("'", with: #"'\''"#) + "'"
        // Foundation's Process gives the child a process group of its own, in which an editor may not read the terminal;
        // the C library keeps it in ours. The pointer lives for the call only.
        let status = unsafe system("\(editor) \(quoted)")
        guard status == 0 else {
            throw CommandFailure(
                .badInput, "the editor \"\(editor)\" did not end well; nothing was sent",
                advice: "Set EDITOR to another one.")
        }
    }

    func remove() {
        // A file that is gone already is what was wanted.
        try? FileManager.default.removeItem(atPath: path)
    }
}
