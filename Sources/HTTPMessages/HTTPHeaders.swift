/// Header fields in the order they came; names compare without regard to ASCII case.
package struct HTTPHeaders: Hashable, Sendable {
    /// One header field as it travels.
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package private(set) var fields: [Field]

    package init(_ fields: [Field] = []) { self.fields = fields }

    /// The value of the first field of that name; setting replaces every field of that name, nil removes them.
    package subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            fields.removeAll { Self.same($0.name, name) }
            if let newValue { fields.append(Field(name, newValue)) }
        }
    }

    /// Every value of that name, in order: two fields of one name stay two values.
    package func values(_ name: String) -> [String] {
        fields.filter { Self.same($0.name, name) }.map(\.value)
    }

    /// Adds a field behind those that are there, and keeps earlier fields of the same name.
    package mutating func append(_ name: String, _ value: String) { fields.append(Field(name, value)) }

    /// Sets a field unless one of that name is there: how a default gives way to a handler's choice.
    package mutating func setIfAbsent(_ name: String, _ value: String) {
        if self[name] == nil { append(name, value) }
    }

    /// The comma-separated elements of every field of that name, trimmed, empty ones left out.
    package func list(_ name: String) -> [String] {
        values(name).flatMap { value in
            value.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
        }
    }

    private static func same(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { asciiLower($0) == asciiLower($1) }
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Field($0.0, $0.1) })
    }
}

/// An ASCII capital as its small letter, any other byte as it is.
func asciiLower(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

/// The text without spaces and tabs at either end.
private func trimmed(_ text: Substring) -> String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    var rest = text.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return String(rest)
}
