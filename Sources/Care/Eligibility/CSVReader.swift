/// One record of a CSV file, or why it cannot be read.
package struct CSVRecord: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case fields([String])
        case fault(CSVFault)
    }

    /// The line on which the record begins, from 1.
    package let line: Int
    package let content: Content
    /// Whether a quoted field of it goes on over a line break: two stray quotes swallow whatever stands between them.
    package let spansLines: Bool
    /// Whether a line break ends it; where none does, the file may have been cut there.
    package let isTerminated: Bool
}

/// What keeps a record from being read.
package struct CSVFault: Hashable, Sendable {
    package let code: RowError.Code
    /// The field at fault, from 0; nil when it is the record as a whole.
    package let column: Int?
    package let message: String
}

/// Reads RFC 4180 from chunks of bytes, however the file is cut into them, and never holds more than one record.
///
/// A byte order mark and lines that end in LF alone are tolerated, blank lines skipped. After a fault reading goes on with
/// the next line, so that one stray quote costs a few rows and not the rest of the file.
package struct CSVReader {
    /// The most bytes in a record, quotes and line breaks inside it included (64 KiB).
    static let maximumRecordBytes = 65_536
    /// The most bytes in a field: above every limit of ours, and low enough to bound what a stray quote swallows.
    static let maximumFieldBytes = 1_024
    static let maximumFields = 256

    /// Before the first byte.
    package init() {}

    private enum State {
        case fieldStart, unquoted, quoted
        /// After a quote inside a quoted field: it ends the field, or doubles.
        case quoteInQuoted
        case carriageReturn
        /// After a fault, until the line ends.
        case skipping
    }

    private var state = State.fieldStart
    private var line = 1
    private var recordLine = 1
    private var recordBytes = 0
    private var text: [UInt8] = []
    private var ends: [Int] = []
    private var fieldBegan = 0
    private var isQuoted = false
    private var spansLines = false
    private var fault: CSVFault?
    private var hasStarted = false
    private var opening: [UInt8] = []

    /// The records that end in this chunk; throws when the file is UTF-16 or UTF-32, or is compressed or zeros.
    package mutating func read(_ chunk: [UInt8]) throws(RosterFileProblem) -> [CSVRecord] {
        var records: [CSVRecord] = []
        guard !hasStarted else {
            read(chunk[...], &records)
            return records
        }
        opening += chunk
        if opening.count >= 4 { try start(&records) }
        return records
    }

    /// The last record, where the file does not end in a line break.
    package mutating func finish() throws(RosterFileProblem) -> [CSVRecord] {
        var records: [CSVRecord] = []
        if !hasStarted { try start(&records) }
        if state == .quoted { fail(.openQuote, "The quote that opens the field is never closed.") }
        if recordBytes > 0 { endRecord(&records, isTerminated: false) }
        return records
    }

    private mutating func start(_ records: inout [CSVRecord]) throws(RosterFileProblem) {
        hasStarted = true
        let bytes = opening
        opening = []
        guard !bytes.starts(with: [0x1F, 0x8B]), !bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) else {
            throw RosterFileProblem(
                code: .notText, message: "The file is compressed, or a spreadsheet. Send it as CSV, as it is.")
        }
        guard bytes.isEmpty || !bytes.allSatisfy({ $0 == 0 }) else {
            throw RosterFileProblem(code: .notText, message: "The file begins with zeros, and is no text.")
        }
        // Without a mark, UTF-16 and UTF-32 show in the zero bytes beside ASCII letters.
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]), !bytes.prefix(4).contains(0) else {
            throw RosterFileProblem(
                code: .utf16, message: "The file is not UTF-8. Save it again as CSV in UTF-8.")
        }
        for byte in bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...] { take(byte, &records) }
    }

    private mutating func read(_ chunk: ArraySlice<UInt8>, _ records: inout [CSVRecord]) {
        var place = chunk.startIndex
        while place < chunk.endIndex {
            // What follows a fault is only looked through for the end of its line, however long that is.
            if state == .skipping {
                guard let end = chunk[place...].firstIndex(of: 0x0A) else { return }
                place = end
            }
            take(chunk[place], &records)
            place += 1
        }
    }

    private mutating func take(_ byte: UInt8, _ records: inout [CSVRecord]) {
        recordBytes += 1
        if recordBytes > Self.maximumRecordBytes, state != .skipping {
            fail(.rowTooLong, "The row is longer than \(Self.maximumRecordBytes) bytes.", column: nil)
        }
        switch (state, byte) {
        case (.skipping, 0x0A), (.carriageReturn, 0x0A):
            line += 1
            endRecord(&records)
        case (.skipping, _): break
        case (.carriageReturn, _):
            fail(.bareCarriageReturn, "A carriage return stands alone; lines end in LF or CRLF.")
        case (_, 0):
            fail(.nul, "The field holds a NUL character.")
        case (.quoted, UInt8(ascii: "\"")):
            state = .quoteInQuoted
        case (.quoted, _):
            if byte == 0x0A {
                line += 1
                spansLines = true
            }
            append(byte)
        case (.quoteInQuoted, UInt8(ascii: "\"")):
            state = .quoted
            append(byte)
        case (_, UInt8(ascii: ",")):
            endField()
        case (_, 0x0A):
            line += 1
            endRecord(&records)
        case (_, 0x0D):
            state = .carriageReturn
        case (.fieldStart, UInt8(ascii: "\"")):
            state = .quoted
            isQuoted = true
        case (.quoteInQuoted, _):
            fail(.strayQuote, "Text follows the quote that closes the field; a quote inside a field is written twice.")
        case (.unquoted, UInt8(ascii: "\"")):
            fail(.strayQuote, "A quote stands inside a field without quotes; put the field in quotes and double it.")
        case (.fieldStart, _), (.unquoted, _):
            state = .unquoted
            append(byte)
        }
        // A line break inside quotes ends a record that has become a fault there.
        if state == .skipping, byte == 0x0A { endRecord(&records) }
    }

    private mutating func append(_ byte: UInt8) {
        text.append(byte)
        if text.count - fieldBegan > Self.maximumFieldBytes {
            let hint = state == .quoted ? " Is a quote left open on line \(recordLine)?" : ""
            fail(.fieldTooLong, "The field is longer than \(Self.maximumFieldBytes) bytes.\(hint)")
        }
    }

    private mutating func endField() {
        ends.append(text.count)
        fieldBegan = text.count
        state = .fieldStart
        if ends.count >= Self.maximumFields {
            fail(.fieldCount, "The row has more than \(Self.maximumFields) fields.", column: nil)
        }
    }

    private mutating func fail(_ code: RowError.Code, _ message: String) { fail(code, message, column: ends.count) }

    private mutating func fail(_ code: RowError.Code, _ message: String, column: Int?) {
        fault = fault ?? CSVFault(code: code, column: column, message: message)
        state = .skipping
        text.removeAll(keepingCapacity: true)
    }

    private mutating func endRecord(_ records: inout [CSVRecord], isTerminated: Bool = true) {
        if let fault {
            records.append(record(.fault(fault), isTerminated))
        } else if !(ends.isEmpty && text.isEmpty && !isQuoted) {
            ends.append(text.count)
            records.append(record(content(), isTerminated))
        }
        state = .fieldStart
        recordLine = line
        recordBytes = 0
        text.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        fieldBegan = 0
        isQuoted = false
        spansLines = false
        fault = nil
    }

    private func record(_ content: CSVRecord.Content, _ isTerminated: Bool) -> CSVRecord {
        CSVRecord(line: recordLine, content: content, spansLines: spansLines, isTerminated: isTerminated)
    }

    private func content() -> CSVRecord.Content {
        var fields: [String] = []
        fields.reserveCapacity(ends.count)
        var begin = 0
        for end in ends {
            guard let field = String(validating: text[begin..<end], as: UTF8.self) else {
                return .fault(
                    CSVFault(code: .notUTF8, column: fields.count, message: "The field is not valid UTF-8."))
            }
            fields.append(field)
            begin = end
        }
        return .fields(fields)
    }
}
