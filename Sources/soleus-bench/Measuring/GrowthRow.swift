import Foundation
import StrictJSON

/// What pushes and pulls cost on charts of one kind.
struct GrowthRow: Sendable {
    var members: Int
    var charts: String
    var idle: Figure
    var twenty: Figure
    var push: Figure
    /// Measured once for a population.
    var selfCheck: Figure?
    var worklist: Figure?

    static let header = [
        "members", "charts", "push of 20: service µs", "PostgreSQL µs", "WAL B", "idle pull: service µs",
        "PostgreSQL µs", "20 new: service µs", "PostgreSQL µs", "self-check: PostgreSQL µs", "worklist: service µs",
        "PostgreSQL µs",
    ]

    var json: JSONValue {
        var object: JSONObject = [
            "members": .integer(Int64(members)), "charts": .string(charts), "idle": idle.json, "twenty": twenty.json,
            "push": push.json,
        ]
        if let selfCheck { object["selfCheck"] = selfCheck.json }
        if let worklist { object["worklist"] = worklist.json }
        return .object(object)
    }

    static func cells(_ row: JSONValue) -> [String] {
        func number(_ figure: String, _ field: String) -> String {
            row[figure]?[field]?.decimalValue.map { Text.fixed(Double($0.description) ?? 0, 0) } ?? "–"
        }
        return [
            row["members"]?.integerValue.map { "\($0)" } ?? "–", row["charts"]?.stringValue ?? "–",
            number("push", "serviceMicroseconds"), number("push", "postgresMicroseconds"),
            number("push", "walBytesPerMutation"), number("idle", "serviceMicroseconds"),
            number("idle", "postgresMicroseconds"), number("twenty", "serviceMicroseconds"),
            number("twenty", "postgresMicroseconds"), number("selfCheck", "postgresMicroseconds"),
            number("worklist", "serviceMicroseconds"), number("worklist", "postgresMicroseconds"),
        ]
    }
}

/// A file of lines that grows.
enum KeptLines {
    static func add(_ line: String, to path: String) throws {
        let text = FileManager.default.fileExists(atPath: path) ? try String(contentsOfFile: path, encoding: .utf8) : ""
        try (text + line + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
}
