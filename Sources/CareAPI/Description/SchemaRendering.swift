import StrictJSON

/// Renders schemas as JSON; those with names go under `components`, once, and a reference stands in their place.
struct SchemaRendering {
    /// Which way the values go that a schema describes.
    ///
    /// What is sent is described as strictly as it is read. What is answered stays open, since answers may gain fields.
    enum Use {
        case answered
        /// In the body of a request; `closed` where fields that are not described are refused.
        case sent(closed: Bool)
        /// In the path or the query.
        case inAddress
    }

    /// The JSON reader's rule for any text, and the gate's for addresses (`RequestTarget`).
    private static let textPattern = #"^[^\u0000-\u0008\u000B-\u001F\u007F]*$"#
    private static let addressPattern = #"^[^\u0000-\u001F\u007F]*$"#

    private(set) var components: [String: JSONValue] = [:]
    /// The names that answers give to schemas: what is sent under one of them has another shape, and a name of its own.
    private let answeredNames: Set<String>

    /// - Parameter answered: A rendering of all the answers.
    init(after answered: SchemaRendering? = nil) { answeredNames = Set(answered?.components.keys ?? [:].keys) }

    mutating func render(_ schema: Schema, _ use: Use) -> JSONValue {
        guard let plain = schema.name else { return definition(of: schema, use) }
        var name = plain
        if case .sent = use, schema.isStructured, answeredNames.contains(plain) { name += "Sent" }
        if components[name] == nil {
            // Filed before its parts, so that a schema that holds itself would end too.
            components[name] = .null
            components[name] = definition(of: schema, use)
        }
        return ["$ref": .string("#/components/schemas/\(name)")]
    }

    private mutating func definition(of schema: Schema, _ use: Use) -> JSONValue {
        var object = JSONObject([])
        for keyword in schema.keywords {
            switch keyword {
            case .value(let name, let value): object[name] = value
            case .schema(let name, let part): object[name] = render(part, use)
            case .list(let name, let parts): object[name] = .array(parts.map { render($0, use) })
            case .schemas(let name, let properties):
                var members = JSONObject([])
                for property in properties { members[property.name] = render(property.schema, use) }
                object[name] = .object(members)
                if case .sent(closed: true) = use { object["additionalProperties"] = false }
            }
        }
        // A schema with a name is the same for both ways, so what it refuses is in it.
        if schema.name == nil, schema.isFreeText {
            switch use {
            case .answered: break
            case .sent: object["pattern"] = .string(Self.textPattern)
            case .inAddress: object["pattern"] = .string(Self.addressPattern)
            }
        }
        return .object(object)
    }
}

extension Schema {
    /// Whether it has parts, which are described otherwise when they are sent.
    fileprivate var isStructured: Bool {
        keywords.contains { keyword in
            if case .value = keyword { false } else { true }
        }
    }

    /// Whether any text fits it but for its length.
    fileprivate var isFreeText: Bool {
        var names: Set<String> = []
        var isText = false
        for case .value(let name, let value) in keywords {
            names.insert(name)
            if name == "type", value == "string" { isText = true }
        }
        return isText && names.isDisjoint(with: ["pattern", "format", "enum", "const"])
    }
}
