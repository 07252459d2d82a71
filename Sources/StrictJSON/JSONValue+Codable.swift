/// Values of JSON pass through our own decoder and encoder untouched, and through no other.
extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        guard let node = decoder as? DecodingNode else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "Decode JSON with JSONReader."))
        }
        self = node.takeWhole()
    }

    package func encode(to encoder: any Encoder) throws {
        guard let node = encoder as? EncodingNode else {
            throw EncodingError.invalidValue(
                self, .init(codingPath: encoder.codingPath, debugDescription: "Encode JSON with JSONWriter."))
        }
        node.content = .value(self)
    }
}

extension Decoder {
    /// What becomes of members that a type never asks for, where the decoder is ours.
    package var unknownFields: JSONValue.UnknownFields {
        (self as? DecodingNode)?.refusesUnknown == false ? .ignore : .refuse
    }
}

/// A number with a decimal point passes through our own decoder and encoder digit for digit.
extension JSONDecimal: Codable {
    package init(from decoder: any Decoder) throws {
        switch try JSONValue(from: decoder) {
        case .decimal(let value): self = value
        case .integer(let value): self.init(checked: "\(value).0")
        case let other:
            throw JSONProblem.wrongKind(other, wanted: "a number").inside(decoder.codingPath)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        try JSONValue.decimal(self).encode(to: encoder)
    }
}

extension JSONValue {
    /// What becomes of members that the type never asks for.
    package enum UnknownFields: Sendable {
        /// They are a problem: on the way into the server, a misspelt field must not be lost in silence.
        case refuse
        /// They are passed over: on the way to a client, which may be older than the server.
        case ignore
    }

    /// Makes a value of a `Decodable` type, exactly: `1.0` is no whole number, and nothing is rounded or wrapped.
    ///
    /// Problems have a `field.` code and point at the place. What a type's own `init(from:)` reports as
    /// `DecodingError.dataCorrupted` becomes `field.value` with its message, so that message must not quote the value.
    package func decode<Wanted: Decodable>(
        _ type: Wanted.Type = Wanted.self, unknownFields: UnknownFields = .refuse
    ) throws(JSONProblem) -> Wanted {
        try DecodingNode(self, refusesUnknown: unknownFields == .refuse).make(type)
    }

    /// The JSON form of an `Encodable` value; optional properties that are nil are left out.
    ///
    /// Fails with `field.value` on what JSON of ours cannot hold: whole numbers beyond ±2^53, numbers that are not
    /// finite or take more than 32 digits.
    package static func encoding(_ value: some Encodable) throws(JSONProblem) -> JSONValue {
        try EncodingNode(parent: nil, key: nil).make(value)
    }
}
