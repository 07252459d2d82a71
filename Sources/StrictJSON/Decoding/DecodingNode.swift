/// A place in the value that is being decoded, and a note of which of its members the type has asked for.
final class DecodingNode: Decoder {
    let value: JSONValue
    let refusesUnknown: Bool
    private let parent: DecodingNode?
    private let step: CodingStep?
    private var asked: [Bool]
    private var isTakenWhole = false
    /// Nested containers: their members are checked with ours, once the type is made.
    private var nested: [DecodingNode] = []

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    var codingPath: [any CodingKey] {
        var path: [any CodingKey] = []
        var node: DecodingNode? = self
        while let here = node {
            if let step = here.step { path.append(step) }
            node = here.parent
        }
        return path.reversed()
    }

    init(_ value: JSONValue, refusesUnknown: Bool) {
        self.value = value
        self.refusesUnknown = refusesUnknown
        parent = nil
        step = nil
        asked = Array(repeating: false, count: value.objectValue?.count ?? 0)
    }

    private init(_ value: JSONValue, parent: DecodingNode, step: CodingStep) {
        self.value = value
        self.parent = parent
        self.step = step
        refusesUnknown = parent.refusesUnknown
        asked = Array(repeating: false, count: value.objectValue?.count ?? 0)
    }

    func child(_ value: JSONValue, _ step: CodingStep) -> DecodingNode {
        DecodingNode(value, parent: self, step: step)
    }

    /// A child whose members are checked with this node's, because no type of its own is made from it.
    func nestedChild(_ value: JSONValue, _ step: CodingStep) -> DecodingNode {
        let node = child(value, step)
        nested.append(node)
        return node
    }

    /// Makes the type from this place and then looks for members that it did not ask for.
    func make<Wanted: Decodable>(_ type: Wanted.Type) throws(JSONProblem) -> Wanted {
        let made = try makeUnchecked(type)
        if refusesUnknown { try refuseUnknown() }
        return made
    }

    /// Makes the type from this place and leaves the check to whoever made this node.
    func makeUnchecked<Wanted: Decodable>(_ type: Wanted.Type) throws(JSONProblem) -> Wanted {
        do {
            return try type.init(from: self)
        } catch {
            throw plain(JSONProblem(error, path: codingPath), type)
        }
    }

    func takeWhole() -> JSONValue {
        isTakenWhole = true
        return value
    }

    func ask(_ key: String, in object: JSONObject) -> JSONValue? {
        guard let position = object.position(of: key) else { return nil }
        asked[position] = true
        return object.members[position].value
    }

    func problem(_ code: JSONProblem.Code, _ message: String, under step: CodingStep? = nil) -> JSONProblem {
        let path = codingPath + (step.map { [$0] } ?? [])
        return JSONProblem(code, pointer: JSONProblem.pointer(path), message)
    }

    private func refuseUnknown() throws(JSONProblem) {
        if case .object(let object) = value, !isTakenWhole {
            for (member, isAsked) in zip(object.members, asked) where !isAsked {
                throw JSONProblem.unknown(member.key).inside(codingPath)
            }
        }
        // They hold this node: taken out of it, both are given back.
        let containers = nested
        nested = []
        for node in containers { try node.refuseUnknown() }
    }

    /// The standard library's message for an unknown enumeration case quotes the value; ours does not.
    private func plain(_ problem: JSONProblem, _ type: any Decodable.Type) -> JSONProblem {
        guard type is any RawRepresentable.Type, problem.message.hasPrefix("Cannot initialize \(type) from invalid")
        else { return problem }
        return JSONProblem(problem.code, pointer: problem.pointer, JSONProblem.unknownCase.message)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = value else {
            throw JSONProblem.wrongKind(value, wanted: "an object").inside(codingPath)
        }
        return KeyedDecodingContainer(KeyedDecoding(node: self, object: object))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else {
            throw JSONProblem.wrongKind(value, wanted: "an array").inside(codingPath)
        }
        return UnkeyedDecoding(node: self, elements: elements)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        SingleDecoding(node: self)
    }
}
