package import StrictJSON

/// A value that reads and writes its own JSON, without a walk through the containers of `Codable`.
///
/// For what travels with every push and pull, where those containers cost more than the work itself. Everything else is
/// plain `Codable`, and both mean the same JSON.
package protocol JSONForm {
    /// Reads the value; a problem points from it on, and whoever holds it adds the way there.
    init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem)

    /// The value as JSON.
    ///
    /// Fails, as encoding does, on what JSON of ours cannot hold.
    var json: JSONValue { get throws(JSONProblem) }

    /// Writes the same without making it first: what travels and what is hashed is mostly made for its bytes alone.
    func write(to output: inout JSONOutput) throws(JSONProblem)
}

extension JSONForm {
    /// The canonical form, whose bytes are hashed.
    package func canonicalBytes() throws(JSONProblem) -> [UInt8] {
        var output = JSONOutput(.canonical)
        try write(to: &output)
        return output.bytes
    }

    /// The form that travels, with the members of objects in the order of their declaration.
    package func bytes() throws(JSONProblem) -> [UInt8] {
        var output = JSONOutput(.keepingOrder)
        try write(to: &output)
        return output.bytes
    }
}

extension JSONValue: JSONForm {
    package init(json: JSONValue, unknownFields: UnknownFields) { self = json }

    package var json: JSONValue { self }

    package func write(to output: inout JSONOutput) { output.append(self) }
}

extension Bool: JSONForm {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        self = try json.exactBool()
    }

    package var json: JSONValue { .bool(self) }

    package func write(to output: inout JSONOutput) { output.append(self) }
}

extension String: JSONForm {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        self = try json.exactString()
    }

    package var json: JSONValue { .string(self) }

    package func write(to output: inout JSONOutput) { output.append(self) }
}

extension JSONForm where Self: FixedWidthInteger {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        self = try json.exactInteger(Self.self)
    }

    package var json: JSONValue { get throws(JSONProblem) { try .exact(self) } }

    package func write(to output: inout JSONOutput) throws(JSONProblem) {
        output.append(try JSONValue.exact(self))
    }
}

extension Int: JSONForm {}
extension Int64: JSONForm {}

/// The names of an enumeration's cases, as they are written.
extension JSONForm where Self: RawRepresentable, RawValue == String {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        guard let value = Self(rawValue: try json.exactString()) else { throw .unknownCase }
        self = value
    }

    package var json: JSONValue { .string(rawValue) }

    package func write(to output: inout JSONOutput) { output.append(rawValue) }
}

extension Array: JSONForm where Element: JSONForm {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        guard case .array(let values) = json else { throw .wrongKind(json, wanted: "an array") }
        self = []
        reserveCapacity(values.count)
        for value in values {
            do throws(JSONProblem) {
                append(try Element(json: value, unknownFields: unknownFields))
            } catch {
                throw error.inside(count)
            }
        }
    }

    package var json: JSONValue {
        get throws(JSONProblem) {
            var values: [JSONValue] = []
            values.reserveCapacity(count)
            for element in self {
                do throws(JSONProblem) {
                    values.append(try element.json)
                } catch {
                    throw error.inside(values.count)
                }
            }
            return .array(values)
        }
    }

    package func write(to output: inout JSONOutput) throws(JSONProblem) {
        output.beginArray()
        for (index, element) in enumerated() {
            if index > 0 { output.nextElement() }
            do throws(JSONProblem) {
                try element.write(to: &output)
            } catch {
                throw error.inside(index)
            }
        }
        output.endArray()
    }
}
