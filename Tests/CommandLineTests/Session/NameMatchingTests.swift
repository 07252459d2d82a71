import Care
import Testing

@testable import soleus

@Suite struct `Finding whom a name means` {
    private let candidates = [
        NamedCandidate(id: "01931e7c-0000-7000-8000-000000000001", name: "Ana Ruíz", login: nil),
        NamedCandidate(id: "01931e7c-0000-7000-8000-000000000002", name: "Anabel Ruizman", login: nil),
        NamedCandidate(id: "01931e7c-0000-7000-8000-000000000003", name: "Jordan Reyes", login: "jordan"),
        NamedCandidate(id: "01931e7c-0000-7000-8000-000000000004", name: "Jordan Reyes-Smith", login: "jrs"),
        NamedCandidate(id: "01931e7c-0000-7000-8000-000000000005", name: "Jordan", login: "other"),
    ]

    @Test(arguments: [
        ("ana ruiz", 0), ("ANA RUÍZ", 0), ("Anabel", 1), ("rui anab", 1), ("uizm", 1), ("jrs", 3), ("Smith", 3),
        ("01931E7C-0000-7000-8000-000000000002", 1), ("  ana   ruiz ", 0), ("jordan reyes", 2),
    ]) func `takes the one who fits`(text: String, place: Int) throws {
        #expect(try NameMatching.resolve(text, among: candidates, kind: "member") == candidates[place])
    }

    @Test func `lists those who fit alike, and takes nobody`() {
        let failure = #expect(throws: CommandFailure.self) {
            _ = try NameMatching.resolve("ana", among: candidates, kind: "member")
        }
        #expect(failure?.status == .refused)
        #expect(failure?.message.contains("Ana Ruíz  01931e7c-0000-7000-8000-000000000001") == true)
        #expect(failure?.message.contains("Anabel Ruizman") == true)
        #expect(failure?.message.contains("Reyes") == false)
    }

    @Test func `asks which one where somebody is there to ask, and takes nobody without an answer`() throws {
        var asked: [String] = []
        let chosen = try NameMatching.resolve("ana", among: candidates, kind: "member") { question in
            asked.append(question)
            return " 2 "
        }
        #expect(chosen == candidates[1] && asked.count == 1)
        #expect(asked.first?.contains("  2  Anabel Ruizman  01931e7c-0000-7000-8000-000000000002") == true)
        for answer in ["", "0", "3", "ana", nil] as [String?] {
            let failure = #expect(throws: CommandFailure.self) {
                _ = try NameMatching.resolve("ana", among: candidates, kind: "member") { _ in answer }
            }
            #expect(failure?.message.contains("nothing was done") == true)
        }
        // Who fits alone is not asked about.
        _ = try NameMatching.resolve("jrs", among: candidates, kind: "member") { _ in
            Issue.record("it asked")
            return nil
        }
    }

    @Test func `does not choose between a login and a name that are the same`() {
        #expect(throws: CommandFailure.self) {
            _ = try NameMatching.resolve("jordan", among: candidates, kind: "practitioner")
        }
    }

    @Test(arguments: ["", "   ", "zoe", "anna"]) func `refuses what fits nobody`(text: String) {
        let failure = #expect(throws: CommandFailure.self) {
            _ = try NameMatching.resolve(text, among: candidates, kind: "member")
        }
        #expect(failure?.message.hasPrefix("no member of yours is called") == true)
    }

    @Test(arguments: ["oconnor", "O'Connor", "o\u{2019}conn"]) func `finds a name with an apostrophe`(text: String)
        throws
    {
        let connor = NamedCandidate(id: "01931e7c-0000-7000-8000-000000000009", name: "Sean O'Connor")
        #expect(try NameMatching.resolve(text, among: candidates + [connor], kind: "member") == connor)
    }

    @Test func `finds a row by what lists show of its id before anything else of it`() throws {
        let rows = try [
            "01931e7c-88c6-7000-8000-000088c61234", "01931e7c-0000-7000-88c6-00000000abcd",
            "01931e7d-0000-7000-8000-00001234ffff",
        ].map { try #require(RowID($0)) }
        for (text, place) in [("88c6", 0), ("88C6", 0), ("0000abcd", 1), ("01931e7d", 2), ("ffff", 2)] {
            #expect(try NameMatching.row(text, among: rows, advice: "") == rows[place])
        }
        for text in ["", "01931e7c", "e7c-0000", "zz"] {
            #expect(throws: CommandFailure.self) { _ = try NameMatching.row(text, among: rows, advice: "") }
        }
        let several = #expect(throws: CommandFailure.self) {
            _ = try NameMatching.row("01931e7c", among: rows, advice: "")
        }
        #expect(several?.message == "\"01931e7c\" is part of 2 ids in the list: 88c61234, 0000abcd")
    }
}
