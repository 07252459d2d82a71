import Care

/// Reads a plan's text line by line and keeps going after a problem, so that all of them are told at once.
struct PlanTextReader {
    private enum Section {
        case header
        case block(PlanItem.Block)
        case modifications
        /// One whose name is wrong, which has been said: what stands in it is not judged.
        case unknown
    }

    private static let headerKeys = ["member", "base", "reason", "program", "title", "effective", "until", "note"]
    private static let sectionNames = PlanItem.Block.allCases.map(\.rawValue) + ["modifications"]

    private var section = Section.header
    private var values: [String: PlanTextToken] = [:]
    private var problems: [PlanTextProblem] = []
    private var items: [PlanDraft.Item] = []
    private var modifications: [ActivityModification] = []
    private var places: [String: PlanDraft.Place] = [:]
    private var planNote: [String]?
    private var itemNotes: [Int: [String]] = [:]
    /// What a line that begins with `>` belongs to: nil for nothing, -1 for the plan, otherwise an item.
    private var noteOwner: Int?

    private init() {}

    /// Reads a whole text; throws every problem that was found in it.
    static func read(_ text: String) throws(PlanTextProblems) -> PlanDraft {
        var reader = PlanTextReader()
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, scalars) in lines.enumerated() {
            let line = PlanTextLine(number: index + 1, scalars: scalars)
            do throws(PlanTextProblem) { try reader.take(line) } catch { reader.problems.append(error) }
        }
        return try reader.draft()
    }

    private mutating func take(_ line: PlanTextLine) throws(PlanTextProblem) {
        guard let start = line.start, line.scalars[start] != "#" else { return }
        if line.scalars[start] == ">" {
            try takeNote(line, after: start)
        } else if line.scalars[start] == "[" {
            noteOwner = nil
            try takeSection(line, at: start)
        } else {
            noteOwner = nil
            switch section {
            case .header: try takeHeader(line, at: start)
            case .block(let block): try takeItem(line, block)
            case .modifications: try takeModification(line)
            case .unknown: break
            }
        }
    }

    // MARK: Lines

    private mutating func takeNote(_ line: PlanTextLine, after start: Int) throws(PlanTextProblem) {
        guard let noteOwner else {
            if case .unknown = section { return }
            throw line.problem(at: start, "a note belongs under an exercise or under \"note:\"")
        }
        var text = line.scalars[(start + 1)...]
        if text.first == " " { text = text.dropFirst() }
        if noteOwner < 0 {
            planNote?.append(String(text))
        } else {
            itemNotes[noteOwner, default: []].append(String(text))
            let place = PlanDraft.Place(line: line.number, column: start + 1)
            if places["/items/\(noteOwner)/note"] == nil { places["/items/\(noteOwner)/note"] = place }
        }
    }

    private mutating func takeSection(_ line: PlanTextLine, at start: Int) throws(PlanTextProblem) {
        let expected = "expected " + Self.sectionNames.map { "[\($0)]" }.joined(separator: ", ")
        section = .unknown
        let tokens = try line.tokens(from: start)
        guard tokens.count == 1, let token = tokens.first, token.text.hasSuffix("]") else {
            throw line.problem(at: start, expected)
        }
        let name = String(token.text.dropFirst().dropLast())
        if let block = PlanItem.Block(rawValue: name) {
            section = .block(block)
        } else if name == "modifications" {
            section = .modifications
        } else {
            let hint = nearest(to: name, among: Self.sectionNames)
            throw token.problem(expected + (hint.map { "; did you mean [\($0)]?" } ?? ""))
        }
    }

    private mutating func takeHeader(_ line: PlanTextLine, at start: Int) throws(PlanTextProblem) {
        guard let colon = line.scalars[start...].firstIndex(of: ":") else {
            throw line.problem(at: start, "expected a header such as \"title:\", or a section such as [main]")
        }
        let key = String(line.scalars[start..<colon])
        guard Self.headerKeys.contains(key) else {
            throw line.problem(at: start, "expected one of " + Self.headerKeys.joined(separator: ", "))
        }
        guard values[key] == nil else { throw line.problem(at: start, "\(key) is there twice") }
        let value = try line.text(from: colon + 1)
        values[key] = value ?? PlanTextToken(text: "", line: line.number, column: colon + 2)
        if key == "note" {
            if let value { throw value.problem("write the note on the lines below, each beginning with >") }
            planNote = []
            noteOwner = -1
        }
        places["/\(key)"] = PlanDraft.Place(line: line.number, column: value?.column ?? start + 1)
    }

    private mutating func takeItem(_ line: PlanTextLine, _ block: PlanItem.Block) throws(PlanTextProblem) {
        // Even a line that cannot be read owns the note below it, or the note would be a second problem.
        let index = items.count
        noteOwner = index
        var reader = PlanTextItemReader(tokens: try line.tokens(), line: line)
        do throws(PlanTextProblem) {
            let item = try reader.item(in: block)
            items.append(item)
            places["/items/\(index)"] = item.place
            for (field, place) in reader.places { places["/items/\(index)/\(field)"] = place }
        } catch {
            noteOwner = .max
            throw error
        }
    }

    private mutating func takeModification(_ line: PlanTextLine) throws(PlanTextProblem) {
        let index = modifications.count
        var reader = PlanTextModificationReader(tokens: try line.tokens(), line: line)
        modifications.append(try reader.modification())
        for (field, place) in reader.places { places["/modifications/\(index)/\(field)"] = place }
        places["/modifications/\(index)"] = reader.places["activity"]
    }

    // MARK: The whole

    private mutating func draft() throws(PlanTextProblems) -> PlanDraft {
        let member = required("member", "Ana Ruiz (her id)") { Self.member(in: $0) }
        let base = required("base", "the number of a revision, or 0") { PlanTextNumbers.wholeNumber($0) }
        let program = required("program", "a short name such as ankle-pain-after-running") { Slug($0) }
        let title = required("title", "1 to \(Label.maximumBytes) bytes of text") { Label($0) }
        let effective = optional("effective", "a date such as 2026-11-22") { LocalDay($0) }
        let until = optional("until", "a date such as 2026-11-22") { LocalDay($0) }
        let reason = optional("reason", "1 to \(Note.maximumBytes) bytes of text") { Note($0) }
        let note = planNote.flatMap { self.note($0, at: places["/note"]) }
        for (index, lines) in itemNotes where items.indices.contains(index) {
            items[index].item.note = self.note(lines, at: places["/items/\(index)/note"])
        }
        guard problems.isEmpty, let member, let base, let program, let title else { throw PlanTextProblems(problems) }
        return PlanDraft(
            member: member.id, memberName: member.name, base: base, effectiveFrom: effective, reason: reason,
            program: program, title: title, note: note, until: until, items: items, modifications: modifications,
            places: places)
    }

    private mutating func required<Value>(
        _ key: String, _ expected: String, _ read: (String) -> Value?
    ) -> Value? {
        guard values[key] != nil else {
            problems.append(PlanTextProblem(line: 1, column: 1, message: "expected \"\(key):\" and \(expected)"))
            return nil
        }
        return value(key, expected, read)
    }

    private mutating func optional<Value>(
        _ key: String, _ expected: String, _ read: (String) -> Value?
    ) -> Value? {
        guard let token = values[key], !token.text.isEmpty else { return nil }
        return value(key, expected, read)
    }

    private mutating func value<Value>(_ key: String, _ expected: String, _ read: (String) -> Value?) -> Value? {
        guard let token = values[key] else { return nil }
        if let value = read(token.text) { return value }
        problems.append(token.problem("expected \(expected)"))
        return nil
    }

    private mutating func note(_ lines: [String], at place: PlanDraft.Place?) -> Note? {
        guard !lines.isEmpty else { return nil }
        if let note = Note(lines.joined(separator: "\n")) { return note }
        let place = place ?? PlanDraft.Place(line: 1, column: 1)
        problems.append(
            PlanTextProblem(
                line: place.line, column: place.column,
                message: "a note is 1 to \(Note.maximumBytes) bytes of text without control characters"))
        return nil
    }

    /// The id in the last parentheses, or the whole text when it is an id.
    private static func member(in text: String) -> (id: MemberID, name: String)? {
        if let id = MemberID(text) { return (id, "") }
        guard text.hasSuffix(")"), let open = text.lastIndex(of: "(") else { return nil }
        var name = String(text[..<open])
        while name.hasSuffix(" ") { name.removeLast() }
        return MemberID(text[text.index(after: open)...].dropLast()).map { ($0, name) }
    }
}
