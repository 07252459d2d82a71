import ArgumentParser
import Care
import CareMessages
import Foundation

/// The command `soleus plan edit`; its help says what it does.
struct PlanEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.soleus(
        "edit", "Edit a plan as text in your editor; saved changes become the next revision.",
        discussion: """
            The editor is VISUAL or EDITOR, otherwise vi. A text without changes changes nothing. What cannot be
            read is shown with its place, and can be edited again.
            """,
        examples: [
            "soleus plan edit \"Ana Ruiz\"", "soleus plan edit ana --reason \"Calf is stronger\" --dry-run",
        ])

    @OptionGroup var common: CommonOptions
    @OptionGroup var change: PlanChangeOptions
    @Argument(help: "Id, name or part of it.") var member: String
    @Option(help: "Why the plan changes; may also be written into the text.") var reason: Note?

    func run() async throws {
        let desk = try await PlanDesk(common, member: member)
        let current = try await desk.existingPlan().value.revision
        let catalog = try await desk.catalog()
        let text = PlanText(
            memberName: desk.memberName ?? "", member: desk.member, base: current.number,
            effectiveFrom: change.effective, reason: reason, content: current.content)
        let draft = try EditedFile(
            named: "\(desk.member)-\(current.number).plan", in: Surroundings.current.home,
            text: text.printed(explaining: true))
        do throws(CommandFailure) {
            if try await edit(draft, desk, catalog) { draft.remove() }
        } catch {
            var failure = error
            failure.advice = [error.advice, "Your text is kept in \(draft.path)"].compactMap(\.self)
                .joined(separator: "\n")
            throw failure
        }
    }

    /// Whether the draft has served its purpose.
    private func edit(
        _ draft: EditedFile, _ desk: PlanDesk, _ catalog: CatalogView
    ) async throws(CommandFailure) -> Bool {
        while true {
            try draft.openEditor()
            let edited = try InputFile.readText(draft.path)
            if edited == draft.original {
                Terminal.say("Nothing changed.")
                return true
            }
            do throws(CommandFailure) {
                let source = PlanSource(name: draft.path, text: edited)
                let (change, text) = try await source.change(at: desk, catalog: catalog)
                if change.diff.isEmpty {
                    Terminal.say("Nothing changed.")
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
