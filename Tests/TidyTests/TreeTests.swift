import Foundation
import Testing

/// The project's own rules, held against the project.
@Suite struct `The source tree` {
    private func check(_ rule: (SourceFile) -> [Complaint], _ files: [SourceFile]) {
        let complaints = files.flatMap(rule)
        #expect(complaints.isEmpty, "\(listing(complaints))")
    }

    private func sources() throws -> [SourceFile] {
        let files = try SourceTree.files(below: "Sources", endings: ["swift"])
        // An empty list would satisfy every rule.
        try #require(!files.isEmpty)
        return files
    }

    @Test func `has the layers of the design`() throws {
        check(Layering.complaints(in:), try sources())
        let complaints = Layering.complaints(inManifest: try SourceTree.text(of: "Package.swift"))
        #expect(complaints.isEmpty, "\(listing(complaints))")
    }

    @Test func `gives a reason where it switches a check off`() throws {
        check(Reasons.complaints(in:), try SourceTree.swiftFiles())
    }

    @Test func `keeps unsafe pointers in the wrappers of C libraries`() throws {
        check(Pointers.complaints(in:), try sources())
    }

    @Test func `keeps clocks and dice out of the rules of care`() throws {
        check(Purity.complaints(in:), try sources())
    }

    @Test func `has no file too long to read at one sitting`() throws {
        check(Length.complaints(in:), try SourceTree.swiftFiles())
    }

    @Test func `names things for what they are`() throws {
        check(Names.complaints(in:), try SourceTree.swiftFiles())
        check(Names.complaintsAboutFileName(of:), try sources())
    }

    @Test func `leaves nothing unfinished behind a mark`() throws {
        let others = try ["db", "deploy"].flatMap {
            try SourceTree.files(below: $0, endings: ["sql", "sh", "yml", "json"])
        }
        check(Unfinished.complaints(in:), try SourceTree.swiftFiles() + others)
    }

    @Test func `passes values to SQL as parameters`() throws {
        check(SQLText.complaints(in:), try sources())
    }

    @Test func `numbers its migrations without gaps`() throws {
        let files = try SourceTree.files(below: "db/migrations", endings: ["sql"])
        try #require(!files.isEmpty)

        let complaints = Migrations.complaints(about: files.map { "\($0.name).sql" })
        #expect(complaints.isEmpty, "\(listing(complaints))")
    }

    @Test func `lists every rule of the formatter`() throws {
        let configured = try Formatting.rules(in: Data(SourceTree.text(of: ".swift-format").utf8))
        let complaints = Formatting.complaints(configured: configured, known: try Formatting.known())
        #expect(complaints.isEmpty, "\(listing(complaints))")
    }

    @Test func `holds a catalog whose files fit one another`() throws {
        let files = try SourceTree.files(below: "db/content", endings: ["json"])
        let exercises = files.filter { $0.path.hasPrefix("db/content/exercises/") }
        let templates = files.filter { $0.path.hasPrefix("db/content/templates/") }
        try #require(!exercises.isEmpty && !templates.isEmpty)

        check(Content.complaints(in:), files)
        let complaints =
            Content.complaints(aboutExercises: exercises)
            + Content.complaints(aboutTemplates: templates, exercises: Set(exercises.map(\.name)))
        #expect(complaints.isEmpty, "\(listing(complaints))")
    }
}
