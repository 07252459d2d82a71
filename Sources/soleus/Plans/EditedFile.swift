import Foundation

/// A private file that somebody edits, kept until it has served its purpose: it is health data and their work.
struct EditedFile {
    let path: String
    /// What the editor begins with.
    let beginning: String
    /// Whether that is a text which an earlier edit under this name has left.
    let isResumed: Bool

    /// Writes the text to `edits/NAME` under the home folder, readable by the owner only; a text that is kept there already is
    /// gone on with, and never overwritten.
    init(named name: String, in home: URL, text: String) throws(CommandFailure) {
        let folder = home.appendingPathComponent("edits", isDirectory: true)
        path = folder.appendingPathComponent(name).path
        if FileManager.default.fileExists(atPath: path) {
            beginning = try InputFile.readText(path)
            isResumed = beginning != text
            return
        }
        beginning = text
        isResumed = false
        do {
            try PrivateFile.makeFolder(folder.path)
            try PrivateFile.replace(path, with: Array(text.utf8))
        } catch {
            throw CommandFailure(.badInput, "cannot write \(path): \(error)")
        }
    }

    private var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    /// The text as the editor left it.
    func text() throws(CommandFailure) -> String {
        guard isThere else { throw CommandFailure(.badInput, "the editor left no text; nothing was sent") }
        return try InputFile.readText(path)
    }

    /// Whether the file holds work of somebody: it is there, and not as it was made from the plan.
    func isWorthKeeping() -> Bool {
        // try?: what cannot be read is somebody's all the same.
        isThere && (isResumed || (try? InputFile.readText(path)) != beginning)
    }

    /// Runs the editor on the terminal and waits for its end.
    func openEditor(_ surroundings: Surroundings) throws(CommandFailure) {
        let names = ["VISUAL", "EDITOR"]
        let variable = names.first { surroundings[$0] != nil }
        let editor = variable.flatMap { surroundings[$0] } ?? "vi"
        let quoted = "'" + path.replacing("'", with: #"'\''"#) + "'"
        // Foundation's Process gives the child a process group of its own, in which an editor may not read the terminal;
        // the C library keeps it in ours. The pointer lives for the call only.
        let status = unsafe system("\(editor) \(quoted)")
        guard status == 0 else {
            throw CommandFailure(
                .badInput, "the editor \"\(editor)\" did not end well; nothing was sent",
                advice: "Set \(variable ?? "EDITOR") to another one.")
        }
    }

    func remove() {
        // A file that is gone already is what was wanted.
        try? FileManager.default.removeItem(atPath: path)
    }
}
