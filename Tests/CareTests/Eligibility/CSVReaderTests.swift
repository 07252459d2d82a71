import Testing

@testable import Care

@Suite struct `Reading CSV` {
    private func read(_ bytes: [UInt8], chunk: Int = .max) throws -> [CSVRecord] {
        var reader = CSVReader()
        var records: [CSVRecord] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            records += try reader.read(Array(rest.prefix(chunk)))
            rest = rest.dropFirst(chunk)
        }
        return try records + reader.finish()
    }

    private func fields(_ text: String) throws -> [[String]?] {
        try read(Array(text.utf8)).map { record in
            if case .fields(let fields) = record.content { fields } else { nil }
        }
    }

    private func codes(_ bytes: [UInt8]) throws -> [String] {
        try read(bytes).map { record in
            if case .fault(let fault) = record.content { fault.code.rawValue } else { "ok" }
        }
    }

    @Test func `takes commas, quotes, doubled quotes and line breaks in quotes`() throws {
        #expect(try fields("a,b,c\r\n1,\"x, y\",3\r\n") == [["a", "b", "c"], ["1", "x, y", "3"]])
        #expect(try fields("\"say \"\"hi\"\"\",\"two\nlines\"\n") == [["say \"hi\"", "two\nlines"]])
        #expect(try fields(",,\n") == [["", "", ""]])
        #expect(try fields("\"\"\n") == [[""]])
    }

    @Test func `tolerates a byte order mark, LF alone, blank lines and a missing last line break`() throws {
        #expect(try read([0xEF, 0xBB, 0xBF] + Array("a,b".utf8)).map(\.content) == [.fields(["a", "b"])])
        #expect(try fields("a\n\n\r\nb") == [["a"], ["b"]])
        #expect(try fields("") == [])
        #expect(try fields("a") == [["a"]])
        #expect(try fields("a,") == [["a", ""]])
        #expect(try fields("a\r") == [["a"]])
    }

    @Test func `counts the lines of the file, also within quotes`() throws {
        #expect(try read(Array("a\n\n\"b\nc\"\nd\n".utf8)).map(\.line) == [1, 3, 5])
    }

    @Test func `goes on with the next line after a fault`() throws {
        #expect(try codes(Array("ok,1\na\"b,1\nok,2\n".utf8)) == ["ok", "csv.stray_quote", "ok"])
        #expect(try codes(Array("\"a\"b\r\nok\n".utf8)) == ["csv.stray_quote", "ok"])
        #expect(try codes(Array("a\rb\nok\n".utf8)) == ["csv.bare_cr", "ok"])
        #expect(try codes(Array("okay,a\u{0}b\nok\n".utf8)) == ["text.nul", "ok"])
        #expect(try codes(Array("okay,".utf8) + [0xC3, 0x28, 0x0A] + Array("ok\n".utf8)) == ["text.not_utf8", "ok"])
        #expect(try codes(Array("okay,".utf8) + [0xED, 0xA0, 0x80, 0x0A]) == ["text.not_utf8"])
    }

    @Test func `names the line and the field of a fault`() throws {
        let records = try read(Array("a,b\nc,d\u{0}\n".utf8))
        #expect(records[1].line == 2)
        guard case .fault(let fault) = records[1].content else {
            Issue.record("the NUL was taken")
            return
        }
        #expect(fault.column == 1)
    }

    @Test func `loses a few rows to an open quote, not the rest of the file`() throws {
        let row = "1234567890,1234567890\n"
        let text = "\"open,1\n" + String(repeating: row, count: 1_000)
        let records = try read(Array(text.utf8))
        #expect(try codes(Array(text.utf8)).first == "field.too_long")
        #expect(records.count > 940)
        #expect(records.last?.line == 1_001)
        #expect(records.dropFirst().allSatisfy { $0.content == .fields(["1234567890", "1234567890"]) })
        #expect(try codes(Array("ok\n\"open".utf8)) == ["ok", "csv.open_quote"])
    }

    @Test func `refuses a row of more than 64 KiB and holds no more than that`() throws {
        let field = String(repeating: "x", count: 1_000)
        let fits = Array(repeating: field, count: 65).joined(separator: ",")
        let tooLong = Array(repeating: field, count: 70).joined(separator: ",")
        #expect(try codes(Array("\(fits)\n\(tooLong)\nok\n".utf8)) == ["ok", "row.too_long", "ok"])
        #expect(
            try codes(Array(String(repeating: ",", count: 300).utf8) + Array("\nok".utf8)) == ["row.field_count", "ok"])
        #expect(
            try codes(Array(String(repeating: "x", count: 5_000_000).utf8) + Array("\nok".utf8))
                == ["field.too_long", "ok"])
    }

    @Test(
        arguments: [
            [0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0x61, 0x00, 0x62, 0x00], [0x00, 0x61, 0x00, 0x62],
            [0xFF, 0xFE, 0x00, 0x00], [0x00, 0x00, 0xFE, 0xFF], [0xFF, 0xFE],
        ] as [[UInt8]])
    func `refuses UTF-16 and UTF-32 as a whole`(bytes: [UInt8]) {
        let problem = #expect(throws: RosterFileProblem.self) { try read(bytes, chunk: 1) }
        #expect(problem?.code == .utf16)
    }

    @Test(
        arguments: [[0, 0, 0, 0, 0], [0], [0x1F, 0x8B, 0x08, 0x00, 0x61], Array("PK\u{3}\u{4}\u{14}".utf8)] as [[UInt8]]
    )
    func `refuses zeros and compressed files for what they are`(bytes: [UInt8]) {
        let problem = #expect(throws: RosterFileProblem.self) { try read(bytes, chunk: 1) }
        #expect(problem?.code == .notText)
    }

    @Test(arguments: 0..<200)
    func `gives the same records however the file is cut`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = [0x61, 0x62, 0x2C, 0x22, 0x0A, 0x0D, 0xC3, 0xA9, 0x22, 0x2C, 0x0A]
        let bytes = (0..<200).map { _ in alphabet.randomElement(using: &generator) ?? 0x61 }
        let whole = try read(bytes)
        for chunk in [1, 2, 3, 7, 64] { #expect(try read(bytes, chunk: chunk) == whole) }
        let lines = whole.map(\.line)
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test(arguments: 0..<100)
    func `gives back every field that was written by the rules`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = ["a", ",", "\"", "\n", "\r\n", "é", "", " ", "😀"]
        let rows = (0..<20).map { _ in
            (0..<3).map { _ in
                (0..<4).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            }
        }
        let text = rows.map { row in
            row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
        }.joined(separator: "\r\n")
        #expect(try fields(text) == rows)
    }
}
