import Care
import CareMessages

/// A CSV file of questions: `row_id,sponsor_member_id,last_name,birth_date`, and optionally `first_name` and `on_date`.
enum CoverageQuestionFile {
    /// Why a file cannot be asked as it is; every row at fault, by line and column.
    struct Problems: Error, CustomStringConvertible {
        var lines: [String]

        /// The first 50, which is more than anybody mends before trying again.
        var description: String {
            let shown = lines.prefix(50).map { "  \($0)" }
            let more = lines.count > 50 ? ["  … and \(lines.count - 50) more"] : []
            return (shown + more).joined(separator: "\n")
        }
    }

    private static let required = ["row_id", "sponsor_member_id", "last_name", "birth_date"]
    private static let optional = ["first_name", "on_date"]

    /// The questions in the file's order, or everything that is wrong with it.
    static func read(_ bytes: [UInt8]) throws(Problems) -> [CoverageQuestion] {
        var records: [CSVRecord] = []
        do throws(RosterFileProblem) {
            var reader = CSVReader()
            records = try reader.read(bytes)
            records += try reader.finish()
        } catch {
            throw Problems(lines: [error.message])
        }
        guard let header = records.first, case .fields(let names) = header.content else {
            throw Problems(lines: ["line 1: expected the header " + (required + optional).joined(separator: ",")])
        }
        let columns = try columns(names)
        var questions: [CoverageQuestion] = []
        var problems: [String] = []
        for record in records.dropFirst() {
            switch record.content {
            case .fault(let fault):
                problems.append("line \(record.line): \(fault.message)")
            case .fields(let fields):
                guard fields.count == names.count else {
                    problems.append(
                        "line \(record.line): expected \(names.count) fields, and there are \(fields.count)")
                    continue
                }
                let values = columns.mapValues { fields[$0] }
                if let question = question(values, line: record.line, &problems) { questions.append(question) }
            }
        }
        guard problems.isEmpty else { throw Problems(lines: problems) }
        return questions
    }

    private static func columns(_ names: [String]) throws(Problems) -> [String: Int] {
        var columns: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            let name = name.lowercased().filter { !$0.isWhitespace }
            guard (required + optional).contains(name) else { continue }
            if columns.updateValue(index, forKey: name) != nil {
                throw Problems(lines: ["line 1: the column \(name) is there twice"])
            }
        }
        let missing = required.filter { columns[$0] == nil }
        guard missing.isEmpty else {
            throw Problems(lines: ["line 1: the header has no \(missing.joined(separator: ", "))"])
        }
        return columns
    }

    private static func question(
        _ values: [String: String], line: Int, _ problems: inout [String]
    ) -> CoverageQuestion? {
        func value<Value>(_ column: String, _ expected: String, _ read: (String) -> Value?) -> Value? {
            if let value = read(values[column] ?? "") { return value }
            problems.append("line \(line), \(column): expected \(expected)")
            return nil
        }
        let row = value("row_id", "1 to \(Label.maximumBytes) bytes of text") { Label($0) }
        let number = value("sponsor_member_id", "the person's number") { RosterID($0)?.description }
        let name = value("last_name", "a name") { Label($0) }
        let born = value("birth_date", "a date such as 1987-04-12") { LocalDay($0) }
        var firstName: Label?
        if let text = values["first_name"], !text.isEmpty {
            firstName = value("first_name", "a name, or nothing") { Label($0) }
            if firstName == nil { return nil }
        }
        var on: LocalDay?
        if let text = values["on_date"], !text.isEmpty {
            on = LocalDay(text)
            if on == nil {
                problems.append("line \(line), on_date: expected a date such as 2026-11-22, or nothing for today")
                return nil
            }
        }
        guard let row, let number, let name, let born else { return nil }
        return CoverageQuestion(
            rowId: row, number: number, lastName: name, firstName: firstName, birthDate: born, on: on)
    }
}
