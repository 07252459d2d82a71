import Care
public import Foundation

/// Something of a chart as this device shows it.
public struct CareRecord<Content: Hashable & Sendable>: Hashable, Sendable, Identifiable {
    /// Names it for ever, on every device.
    public var id: UUID
    /// What it says.
    public var content: Content
    /// Whether something in it is not yet at the service.
    public var isWaiting: Bool

    init(id: UUID, content: Content, isWaiting: Bool) {
        self.id = id
        self.content = content
        self.isWaiting = isWaiting
    }

    init<Row>(_ entry: ChartEntry<Row>, _ content: (Row) -> Content) {
        id = entry.row.uuid
        self.content = content(entry.content)
        isWaiting = entry.isWaiting
    }
}

extension Instant {
    init(_ date: Date) { self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1_000).rounded())) }

    var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}

/// Reads what an app gave, field by field, and collects what does not fit.
struct FieldReading {
    private(set) var problems: [CareFailure.FieldProblem] = []

    mutating func required<Value>(_ field: String, _ value: Value?, _ message: String) -> Value? {
        if value == nil { problems.append(.init(field: "/\(field)", message: message)) }
        return value
    }

    /// Nil for what was not given, too.
    mutating func optional<Given, Value>(
        _ field: String, _ given: Given?, _ message: String, _ make: (Given) -> Value?
    ) -> Value? {
        guard let given else { return nil }
        return required(field, make(given), message)
    }

    mutating func note(_ text: String?) -> Note? {
        optional("note", text, "must be 1 to 4000 bytes of text without control characters") { Note($0) }
    }

    mutating func moment(_ at: Date, _ timeZone: String) -> LocalMoment? {
        required("timeZone", TimeZoneName(timeZone), "must be an IANA name such as America/Denver")
            .map { LocalMoment(Instant(at), in: $0) }
    }

    func finished<Value>(_ value: Value?) throws(CareFailure) -> Value {
        guard problems.isEmpty, let value else { throw .invalid(problems) }
        return value
    }
}
