/// One JSON value, held exactly as it was written: whole numbers stay whole, decimals keep their digits.
///
/// Two strings are equal only if their bytes are, because PostgreSQL and checksums compare bytes; Swift's own
/// `String` equality calls é and e + ◌́ the same. Two objects are equal whatever the order of their members.
package enum JSONValue: Sendable {
    /// The word `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without a decimal point; read values lie within ±2^53.
    case integer(Int64)
    /// A number with a decimal point.
    case decimal(JSONDecimal)
    /// Text; read values hold no control characters except tab and newline.
    case string(String)
    /// Values in order.
    case array([JSONValue])
    /// Members by key.
    case object(JSONObject)
}

extension JSONValue {
    /// The truth value, or nil if this is anything else.
    package var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The whole number, or nil if this is anything else, `1.0` included.
    package var integerValue: Int64? { if case .integer(let value) = self { value } else { nil } }

    /// The number with a decimal point, or nil if this is anything else, a whole number included.
    package var decimalValue: JSONDecimal? { if case .decimal(let value) = self { value } else { nil } }

    /// The text, or nil if this is anything else.
    package var stringValue: String? { if case .string(let value) = self { value } else { nil } }

    /// The elements, or nil if this is anything else.
    package var arrayValue: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

    /// The members, or nil if this is anything else.
    package var objectValue: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// Whether this is the word `null`.
    package var isNull: Bool { if case .null = self { true } else { false } }

    /// The member of that key, or nil if this is no object or has no such member.
    package subscript(key: String) -> JSONValue? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// A whole number, if every reader holds it exactly.
    package static func exact(_ integer: some FixedWidthInteger) throws(JSONProblem) -> JSONValue {
        guard let exact = Int64(exactly: integer), JSONLimits.integers.contains(exact) else {
            throw JSONProblem.integerRange
        }
        return .integer(exact)
    }

    /// How many bytes the value takes when it is written, but for escapes and long numbers.
    package var roughByteCount: Int {
        switch self {
        case .null, .bool: 4
        case .integer, .decimal: 8
        case .string(let text): text.utf8.count + 2
        case .array(let elements): elements.reduce(2) { $0 + $1.roughByteCount + 1 }
        case .object(let object): object.members.reduce(2) { $0 + $1.key.utf8.count + $1.value.roughByteCount + 4 }
        }
    }

    /// What the value is, in the words of a problem's message.
    var kindInWords: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer: "a whole number"
        case .decimal: "a number with a decimal point"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSONValue: Hashable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.decimal(let left), .decimal(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .integer(let value): hasher.combine(value)
        case .decimal(let value): hasher.combine(value)
        // Swift hashes canonically equivalent strings alike: a collision at worst.
        case .string(let value): hasher.combine(value)
        case .array(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value)
        }
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    package init(nilLiteral: ()) { self = .null }

    package init(booleanLiteral value: Bool) { self = .bool(value) }

    package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(stringLiteral value: String) { self = .string(value) }

    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// The last member of a key wins, as in an assignment repeated.
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}
