package import StrictJSON

/// What a JSON value looks like, as JSON Schema (draft 2020-12, which OpenAPI 3.1 takes).
///
/// A schema with a name is rendered once, under `components`, and referred to everywhere else.
package struct Schema: Sendable {
    enum Keyword: Sendable {
        case value(String, JSONValue)
        case schema(String, Schema)
        case schemas(String, [Property])
        case list(String, [Schema])
    }

    /// One member of an object.
    package struct Property: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        /// A member that is always there.
        package static func required(_ name: String, _ schema: Schema) -> Property {
            Property(name: name, schema: schema, isRequired: true)
        }

        /// A member that may be absent; it is never null.
        package static func optional(_ name: String, _ schema: Schema) -> Property {
            Property(name: name, schema: schema, isRequired: false)
        }
    }

    private(set) var name: String?
    private(set) var keywords: [Keyword]

    private init(_ keywords: [Keyword]) { self.keywords = keywords }

    /// Anything at all.
    package static let any = Schema([])
    package static let string = Schema([.value("type", "string")])
    package static let null = Schema([.value("type", "null")])
    package static let boolean = Schema([.value("type", "boolean")])
    package static let number = Schema([.value("type", "number")])
    package static let integer = Schema([.value("type", "integer")])

    /// A whole number within a range.
    package static func integer(_ range: ClosedRange<Int64>) -> Schema {
        Schema([
            .value("type", "integer"), .value("minimum", .integer(range.lowerBound)),
            .value("maximum", .integer(range.upperBound)),
        ])
    }

    /// A whole number of at least so much.
    package static func integer(from minimum: Int64) -> Schema {
        Schema([.value("type", "integer"), .value("minimum", .integer(minimum))])
    }

    /// Text of 1 character to so many; our own limits count bytes, so that long text in other scripts ends sooner.
    package static func text(_ maximumLength: Int64, pattern: String? = nil) -> Schema {
        Schema(
            [.value("type", "string"), .value("minLength", 1), .value("maxLength", .integer(maximumLength))]
                + (pattern.map { [.value("pattern", .string($0))] } ?? []))
    }

    /// Text in a format that JSON Schema knows, such as `date` or `uuid`.
    package static func text(format: String) -> Schema {
        Schema([.value("type", "string"), .value("format", .string(format))])
    }

    /// Text that fits a regular expression as a whole.
    package static func text(pattern: String) -> Schema {
        Schema([.value("type", "string"), .value("pattern", .string(pattern))])
    }

    /// One of the raw values of an enumeration.
    package static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type) -> Schema {
        Schema([.value("type", "string"), .value("enum", .array(Choice.allCases.map { .string($0.rawValue) }))])
    }

    /// One of some texts.
    package static func choice(_ texts: [String]) -> Schema {
        Schema([.value("type", "string"), .value("enum", .array(texts.map { .string($0) }))])
    }

    /// Exactly this text.
    package static func constant(_ text: String) -> Schema {
        Schema([.value("type", "string"), .value("const", .string(text))])
    }

    package static func array(
        _ elements: Schema, _ minimumCount: Int64 = 0, atMost maximumCount: Int64? = nil
    ) -> Schema {
        var schema = Schema([.value("type", "array"), .schema("items", elements)])
        if minimumCount > 0 { schema.keywords.append(.value("minItems", .integer(minimumCount))) }
        if let maximumCount { schema.keywords.append(.value("maxItems", .integer(maximumCount))) }
        return schema
    }

    package static func object(_ properties: Property...) -> Schema {
        let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
        var schema = Schema([.value("type", "object")])
        if !required.isEmpty { schema.keywords.append(.value("required", .array(required))) }
        schema.keywords.append(.schemas("properties", properties))
        return schema
    }

    /// An object whose members have any names.
    package static func map(_ values: Schema) -> Schema {
        Schema([.value("type", "object"), .schema("additionalProperties", values)])
    }

    /// What fits at least one of these.
    package static func anyOf(_ schemas: Schema...) -> Schema { Schema([.list("anyOf", schemas)]) }

    /// The same, under a name of its own.
    package func named(_ name: String) -> Schema {
        var schema = self
        schema.name = name
        return schema
    }

    /// The same, with a sentence about it.
    package func explained(_ description: String) -> Schema {
        var schema = self
        if schema.name != nil { schema = Schema([.list("allOf", [self])]) }
        schema.keywords.append(.value("description", .string(description)))
        return schema
    }

    /// The same, with an example.
    package func example(_ value: JSONValue) -> Schema {
        var schema = self
        schema.keywords.append(.value("examples", [value]))
        return schema
    }
}
