package import Care
package import StrictJSON

// How the values of care stand in rows and messages; CareStore has the same for columns.

extension JSONForm where Self: TextValue {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        guard let value = Self(try String(json: json, unknownFields: unknownFields)) else {
            throw JSONProblem(.fieldValue, Self.rule)
        }
        self = value
    }

    package var json: JSONValue { .string(description) }

    package func write(to output: inout JSONOutput) { output.append(description) }
}

extension JSONForm where Self: BoundedInteger {
    package init(json: JSONValue, unknownFields: JSONValue.UnknownFields) throws(JSONProblem) {
        guard let value = Self(try Int(json: json, unknownFields: unknownFields)) else {
            throw JSONProblem(.fieldValue, Self.rule)
        }
        self = value
    }

    package var json: JSONValue { .integer(Int64(rawValue)) }

    package func write(to output: inout JSONOutput) { output.append(Int64(rawValue)) }
}

extension Identifier: JSONForm {}
extension Instant: JSONForm {}
extension LocalDay: JSONForm {}
extension TimeZoneName: JSONForm {}
extension Label: JSONForm {}
extension Note: JSONForm {}
extension Slug: JSONForm {}

extension PainScore: JSONForm {}
extension StiffnessScore: JSONForm {}
extension EffortScore: JSONForm {}
extension Difficulty: JSONForm {}

extension Role: JSONForm {}
extension LoggedItem.AbandonedReason: JSONForm {}
extension CheckIn.Moment: JSONForm {}
extension CheckIn.Aspect: JSONForm {}
extension RedFlag: JSONForm {}
extension RunLog.Surface: JSONForm {}
extension RunLog.Terrain: JSONForm {}
extension Shoe.Firmness: JSONForm {}

extension LocalMoment: JSONObjectForm {
    package init(_ field: inout JSONFields<LocalMoment>) throws(JSONProblem) {
        self.init(
            at: try field("at", \.at), timeZone: try field("timeZone", \.timeZone), day: try field("day", \.day))
    }
}

extension FieldViolation: JSONObjectForm {
    package init(_ field: inout JSONFields<FieldViolation>) throws(JSONProblem) {
        self.init(pointer: try field("pointer", \.pointer), message: try field("message", \.message))
    }
}
