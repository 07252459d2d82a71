import Testing

/// Each rule finds what it is there to find, and leaves alone what only looks like it.
///
/// A rule that has never failed proves nothing about the tree.
@Suite struct `A rule of the tree` {
    private func file(_ text: String, at path: String = "Sources/CareStore/Charts/ChartRows.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    @Test(arguments: [
        "import CareStore", "package import CareStore", "import struct CareStore.ChartRow", "import Dispatch",
    ])
    func `refuses an import against the layers`(line: String) {
        let care = file("\(line)\n", at: "Sources/Care/Plans/Plan.swift")
        #expect(Layering.complaints(in: care).map(\.line) == [1])
    }

    @Test(arguments: ["import Foundation", "// import CareStore", "let line = \"import CareStore\""])
    func `leaves an allowed import alone`(line: String) {
        #expect(Layering.complaints(in: file(line, at: "Sources/Care/Plans/Plan.swift")).isEmpty)
    }

    @Test func `refuses a module that the design does not know`() {
        #expect(Layering.complaints(in: file("", at: "Sources/Misc/Plans/Plan.swift")).count == 1)
    }

    @Test func `refuses a manifest that draws another picture`() {
        let manifest = """
            let parts = [
                module("Care", ["CareStore"]),
                module(
                    "ChartSync",
                    ["Care", "Postgres", grdb]),
                module("Postgres", ["CLibPQ", logging]),
                program("soleusd", ["Postgres"]),
                module("Misc", [crypto]),
            ]
            """
        #expect(Layering.complaints(inManifest: manifest).map(\.line) == [2, 5, 5, 7, 8])
    }

    @Test(arguments: [
        "final class Box: @unchecked Sendable {}", "nonisolated(unsafe) var count = 0", "let value = try? read()",
        "fatalError(\"no\")", "let value = try! read()", "print(\"\\(try? read())\")",
    ])
    func `asks for the reason of an exception`(line: String) {
        #expect(Reasons.complaints(in: file("\n\(line)\n")).map(\.line) == [2])
        #expect(Reasons.complaints(in: file("// Never shared: the queue owns it.\n\(line)\n")).isEmpty)
        #expect(Reasons.complaints(in: file("\n\(line)  // Nobody reads it.\n")).isEmpty)
        #expect(
            Reasons.complaints(in: file("// Why it is right,\n// in two lines.\nlet all = [\n    \(line),\n]\n"))
                .isEmpty)
        #expect(Reasons.complaints(in: file("// About the other line.\nlet one = 1\n\(line)\n")).count == 1)
    }

    @Test func `takes the end of a word for no exception`() {
        #expect(Reasons.complaints(in: file("func latest() -> Entry? { nil }")).isEmpty)
    }

    @Test(arguments: [
        "let word = \"try?\"", "let raw = #\"a \"try?\" b\"#", "let lines = \"\"\"\n    try?\n    \"\"\"",
    ])
    func `reads no code in a string`(text: String) {
        #expect(Reasons.complaints(in: file(text)).isEmpty)
    }

    @Test(arguments: [
        "var bytes: UnsafeMutablePointer<UInt8>", "let handle: OpaquePointer", "array.withUnsafeBytes { _ in }",
        "var rest: UnsafeRawBufferPointer",
    ])
    func `refuses a pointer outside the wrappers`(line: String) {
        #expect(Pointers.complaints(in: file(line)).count == 1)
        #expect(Pointers.complaints(in: file(line, at: "Sources/Postgres/Session.swift")).isEmpty)
        #expect(Pointers.complaints(in: file(line, at: "Sources/Credentials/Argon2.swift")).isEmpty)
        #expect(Pointers.complaints(in: file(line, at: "Sources/Credentials/Seal.swift")).count == 1)
    }

    @Test(arguments: ["let now = Date()", "let id = UUID()", "let roll = Int.random(in: 1...6)"])
    func `refuses clocks and dice in what is pure`(line: String) {
        #expect(Purity.complaints(in: file(line, at: "Sources/Care/Plans/Plan.swift")).count == 1)
        #expect(Purity.complaints(in: file(line, at: "Sources/CareServices/Plans/Plan.swift")).isEmpty)
        let given = "let roll = Int.random(in: 1...6, using: &generator)"
        #expect(Purity.complaints(in: file(given, at: "Sources/Care/Plans/Plan.swift")).isEmpty)
    }

    @Test func `refuses a file of more than 400 lines`() {
        #expect(Length.complaints(in: file(String(repeating: "\n", count: 400))).isEmpty)
        #expect(Length.complaints(in: file(String(repeating: "\n", count: 401))).count == 1)
    }

    @Test(arguments: ["struct PlanManager {}", "final class StringUtils {}", "package enum PlanInfo {}"])
    func `refuses names that say nothing`(line: String) {
        #expect(Names.complaints(in: file(line)).count == 1)
    }

    @Test(arguments: ["struct Plan {}", "class func utils() {}", "struct InformedConsent {}"])
    func `leaves names that say something alone`(line: String) {
        #expect(Names.complaints(in: file(line)).isEmpty)
    }

    @Test func `refuses a drawer for a folder`() {
        #expect(Names.complaints(in: file("", at: "Sources/Care/Utils/Plan.swift")).count == 1)
    }

    @Test func `wants a file named for what is in it`() {
        let text = "struct PlanDiff {}\n\nextension PlanDiff {}\n"
        #expect(Names.complaintsAboutFileName(of: file(text)).count == 1)
        for name in ["PlanDiff", "PlanDiffLines", "Plans", "PlanDiff+Lines"] {
            #expect(Names.complaintsAboutFileName(of: file(text, at: "Sources/Care/\(name).swift")).isEmpty)
        }
        let adds = "struct PlanDiff {}\n\nextension Session {}\n"
        #expect(Names.complaintsAboutFileName(of: file(adds, at: "Sources/soleus/NameLookup.swift")).isEmpty)
    }

    @Test(arguments: ["// TODO: later", "let a = 1  // FIXME", "/// XXX"])
    func `refuses a mark of unfinished work`(line: String) {
        #expect(Unfinished.complaints(in: file(line)).count == 1)
    }

    @Test func `refuses a mark in SQL and leaves a string with one alone`() {
        #expect(Unfinished.complaints(in: file("SELECT 1; -- TODO", at: "db/migrations/0001_chart.sql")).count == 1)
        #expect(Unfinished.complaints(in: file("let mark = \"TODO\"")).isEmpty)
    }

    @Test(arguments: [
        "let sql = \"SELECT * FROM chart WHERE id = \\(id)\"", "run(\"DELETE FROM \\(table)\")",
        "let sql = \"\"\"\n    UPDATE chart\n    SET version = \\(version)\n    \"\"\"",
    ])
    func `refuses a value inside SQL`(text: String) {
        #expect(SQLText.complaints(in: file("\n" + text)).map(\.line) == [2])
        #expect(SQLText.complaints(in: file("// A constant of ours, not from input.\n" + text)).isEmpty)
    }

    @Test(arguments: [
        "let sql = \"SELECT 1 WHERE id = $1\"", "let text = \"please select \\(name) from the list\"",
        "throw Refusal(\"that was not COPY FROM STDIN: \\(text)\")",
    ])
    func `leaves SQL with parameters and prose alone`(text: String) {
        #expect(SQLText.complaints(in: file(text)).isEmpty)
    }

    @Test func `refuses migrations out of number`() {
        #expect(Migrations.complaints(about: ["0002_plan.sql", "0001_chart.sql"]).isEmpty)
        #expect(Migrations.complaints(about: ["0001_chart.sql", "0003_plan.sql"]).count == 1)
        #expect(Migrations.complaints(about: ["0001_chart.sql", "0001_plan.sql"]).count == 1)
        #expect(Migrations.complaints(about: ["1_chart.sql"]).count == 1)
        #expect(Migrations.complaints(about: ["0001_Chart.sql"]).count == 1)
    }

    @Test func `refuses a formatter's rule that is missing, unknown, or off without a reason`() {
        let configured = ["NeverForceUnwrap": true, "Gone": true, "NeverUseForceTry": false]
        let complaints = Formatting.complaints(
            configured: configured, known: ["NeverForceUnwrap", "NeverUseForceTry", "OneCasePerLine"])
        #expect(complaints.count == 3)
    }

    @Test func `refuses content that does not fit together`() {
        func exercise(_ slug: String, _ name: String, rung: Int) -> SourceFile {
            file(
                #"{"slug":"\#(slug)","name":"\#(name)","ladder":{"ladder":"calf","rung":\#(rung)}}"#,
                at: "db/content/exercises/\(slug).json")
        }
        let one = exercise("raises", "Raises", rung: 1)
        #expect(Content.complaints(in: one).isEmpty)
        #expect(Content.complaints(in: file(#"{"slug":"raises"}"#, at: "db/content/exercises/lowers.json")).count == 1)
        #expect(Content.complaints(in: file("{", at: "db/content/exercises/raises.json")).count == 1)
        #expect(Content.complaints(aboutExercises: [one, exercise("lowers", "Lowers", rung: 2)]).isEmpty)
        #expect(Content.complaints(aboutExercises: [one, exercise("lowers", "Lowers", rung: 3)]).count == 1)
        #expect(Content.complaints(aboutExercises: [one, exercise("lowers", "Raises", rung: 2)]).count == 1)
        let template = file(
            #"{"items":[{"exercise":"raises"},{"exercise":"hops"}]}"#, at: "db/content/templates/a.json")
        #expect(Content.complaints(aboutTemplates: [template], exercises: ["raises"]).count == 1)
    }
}
