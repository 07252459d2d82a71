package import StrictJSON

/// A value whose JSON is an object, with its fields declared once for both directions.
///
/// ```swift
/// extension Tombstone: JSONObjectForm {
///     package init(_ field: inout JSONFields<Tombstone>) throws(JSONProblem) {
///         self.init(
///             kind: try field("kind", \.kind), id: try field("id", \.id), version: try field("version", \.version))
///     }
/// }
/// ```
///
/// It is `Codable` by the same declaration, for messages and functions that know no more of it.
package protocol JSONObjectForm: JSONForm, Codable {
    /// Makes the value field by field, in the order in which they are written: out of what is read, or anew out of the value
    /// that is being written.
    init(_ field: inout JSONFields<Self>) throws(JSONProblem)
}

extension JSONObjectForm {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        guard case .object(let object) = json else { throw JSONProblem.wrongKind(json, wanted: "an object") }
        var fields = JSONFields<Self>(of: nil, FieldMembers(object, unknownFields: unknownFields))
        self = try Self(&fields)
        try fields.members.refuseUnknown()
    }

    package var json: JSONValue {
        get throws(JSONProblem) {
            var fields = JSONFields<Self>(of: self, FieldMembers(JSONObject(), unknownFields: .refuse))
            _ = try Self(&fields)
            return .object(fields.members.object)
        }
    }

    package func write(to output: inout JSONOutput) throws(JSONProblem) {
        // The output is handed over and back, and never copied.
        var taken = JSONOutput(.canonical, reserving: 0)
        swap(&taken, &output)
        var fields = JSONFields<Self>(of: self, to: consume taken)
        _ = try Self(&fields)
        if let written = fields.output.take() { output = written.finish() }
    }

    package init(from decoder: any Decoder) throws {
        let json = try JSONValue(from: decoder)
        do throws(JSONProblem) {
            try self.init(json: json, unknownFields: decoder.unknownFields)
        } catch {
            throw error.inside(decoder.codingPath)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        let json: JSONValue
        do throws(JSONProblem) {
            json = try self.json
        } catch {
            throw error.inside(encoder.codingPath)
        }
        try json.encode(to: encoder)
    }
}

extension JSONValue {
    /// Makes a value that reads itself, as exactly as any other.
    package func decode<Wanted: JSONObjectForm>(
        _ type: Wanted.Type = Wanted.self, unknownFields: UnknownFields = .refuse
    ) throws(JSONProblem) -> Wanted {
        try Wanted(json: self, unknownFields: unknownFields)
    }

    /// The JSON of a value that writes itself.
    package static func encoding(_ value: some JSONObjectForm) throws(JSONProblem) -> JSONValue { try value.json }
}
