import ArgumentParser
import Testing

@testable import soleus

@Suite struct `What is said of a command line that is not understood` {
    private func said(_ words: [String]) -> String {
        do {
            _ = try Soleus.parseAsRoot(words)
            return ""
        } catch {
            return ParserWords.shaped(Soleus.fullMessage(for: error), width: 80)
        }
    }

    @Test(arguments: [
        (String(repeating: "a", count: 5_000), "It is 5000 bytes long, which is too much."), ("", "It is blank."),
        ("bell\u{7}\u{1B}[2J", "It holds control characters."), ("two\nlines\u{1B}", "It holds control characters."),
    ])
    func `repeats no more of a value than tells which it is, says what is wrong, and fits 80 columns`(
        value: String, hint: String
    ) {
        let text = said(["message", "send", "ana", value])
        #expect(text.contains(hint) && text.hasPrefix("Error: The value '"), "\(text)")
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { displayWidth(of: String($0)) <= 80 }, "\(text)")
    }

    @Test func `shows how a day and an instant are written`() {
        #expect(said(["care-team", "hand-over", "ana", "--to", "sam", "--through", "soon"]).contains("2026-12-01"))
        #expect(said(["visit", "plan", "ana", "tomorrow", "--mode", "video"]).contains("2026-12-04T16:30:00Z"))
    }

    @Test func `leaves other words as they are`() {
        #expect(said(["plan", "set", "ana", "calf-raises", "--sets", "3"]).contains("--reason"))
        #expect(ParserWords.shaped("Error: no\n", width: 80) == "Error: no")
    }

    @Test(arguments: [
        (["goal", "add", "ana", "run"], "'add' is no command of 'soleus goal': list, set, close."),
        (["goal", "list", "ana", "ruiz"], nil), (["goal", "--jsonn"], nil), (["panel", "ana"], nil), ([], nil),
        (["nothing"], nil),
    ])
    func `names the commands that there are, where the parser took a wrong one for an argument`(
        words: [String], hint: String?
    ) {
        #expect(MistakenCommand.hint(in: words) == hint)
    }
}
