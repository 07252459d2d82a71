package import StrictJSON

/// A walk over the fields of an object: reading, it finds them; writing, it takes them from the value that is there.
///
/// It stands in the module in which all forms are declared: there the compiler makes plain code of each declaration, and
/// nothing has to find out at run time of which types the fields are.
package struct JSONFields<Whole> {
    /// The value that is being written; nil while one is read.
    let whole: Whole?
    var members: FieldMembers
    /// Where the fields are written to at once; nil while they are gathered in `members`.
    var output: FieldOutput?

    init(of whole: Whole?, _ members: FieldMembers) {
        self.whole = whole
        self.members = members
    }

    /// Writes the value's fields, as the members of an object that begins here.
    init(of whole: Whole, to output: consuming JSONOutput) {
        self.whole = whole
        members = FieldMembers(JSONObject(), unknownFields: .refuse)
        self.output = FieldOutput(output)
    }

    private mutating func write(_ key: String, _ value: some JSONForm) throws(JSONProblem) {
        if output != nil { try output?.write(key, value) } else { try members.write(key, value) }
    }

    /// A field that must be there.
    package mutating func callAsFunction<Part: JSONForm>(
        _ key: String, _ part: (Whole) -> Part
    ) throws(JSONProblem) -> Part {
        guard let whole else { return try members.read(key) }
        let value = part(whole)
        try write(key, value)
        return value
    }

    /// A field that is left out when it is nil, and that may be `null`.
    package mutating func callAsFunction<Part: JSONForm>(
        _ key: String, _ part: (Whole) -> Part?
    ) throws(JSONProblem) -> Part? {
        guard let whole else { return try members.readIfPresent(key) }
        guard let value = part(whole) else { return nil }
        try write(key, value)
        return value
    }
}

/// The members of an object while they are written one after the other.
struct FieldOutput {
    private(set) var output: JSONOutput
    private var object: JSONOutput.OpenObject

    init(_ output: consuming JSONOutput) {
        object = output.beginObject()
        self.output = output
    }

    mutating func write(_ key: String, _ value: some JSONForm) throws(JSONProblem) {
        output.key(key, in: &object)
        do throws(JSONProblem) {
            try value.write(to: &output)
        } catch {
            throw error.inside(key)
        }
    }

    /// The output, with the object at its end.
    consuming func finish() -> JSONOutput {
        output.endObject(object)
        return output
    }
}

/// The members of the object that is read, with a note of which were asked for; or of the one that is being written.
struct FieldMembers {
    var object: JSONObject
    let unknownFields: JSONValue.UnknownFields
    /// A bit for each member that was asked for.
    ///
    /// No type of ours has 64 fields: of the first 64 members of a larger object, one is unknown.
    private var asked: UInt64 = 0
    /// Where the next field most likely stands, since whoever writes goes by the order of the declaration too.
    private var expected = 0

    init(_ object: JSONObject, unknownFields: JSONValue.UnknownFields) {
        self.object = object
        self.unknownFields = unknownFields
    }

    mutating func read<Part: JSONForm>(_ key: String) throws(JSONProblem) -> Part {
        guard let value = take(key) else { throw JSONProblem.missing(key) }
        return try make(value, key)
    }

    mutating func readIfPresent<Part: JSONForm>(_ key: String) throws(JSONProblem) -> Part? {
        guard let value = take(key), !value.isNull else { return nil }
        return try make(value, key)
    }

    func make<Part: JSONForm>(_ value: JSONValue, _ key: String) throws(JSONProblem) -> Part {
        do throws(JSONProblem) {
            return try Part(json: value, unknownFields: unknownFields)
        } catch {
            throw error.inside(key)
        }
    }

    mutating func write(_ key: String, _ value: some JSONForm) throws(JSONProblem) {
        do throws(JSONProblem) {
            object.append(key, try value.json)
        } catch {
            throw error.inside(key)
        }
    }

    mutating func take(_ key: String) -> JSONValue? {
        let isExpected = expected < object.members.count && object.members[expected].key == key
        guard let position = isExpected ? expected : object.position(of: key) else { return nil }
        expected = position + 1
        if position < UInt64.bitWidth { asked |= 1 << UInt64(position) }
        return object.members[position].value
    }

    /// Refuses members that nobody asked for, the first of them by name.
    func refuseUnknown() throws(JSONProblem) {
        guard unknownFields == .refuse, asked.nonzeroBitCount < object.count else { return }
        let position = (~asked).trailingZeroBitCount
        throw JSONProblem.unknown(object.members[position].key)
    }
}
