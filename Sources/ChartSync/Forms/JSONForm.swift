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
}

extension JSONValue: JSONForm {
    package init(json: JSONValue, unknownFields: UnknownFields) { self = json }

    package var json: JSONValue { self }
}

extension Bool: JSONForm {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        self = try json.exactBool()
    }

    package var json: JSONValue { .bool(self) }
}

extension String: JSONForm {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        self = try json.exactString()
    }

    package var json: JSONValue { .string(self) }
}

extension JSONForm where Self: FixedWidthInteger {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        self = try json.exactInteger(Self.self)
    }

    package var json: JSONValue { get throws(JSONProblem) { try .exact(self) } }
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
}
