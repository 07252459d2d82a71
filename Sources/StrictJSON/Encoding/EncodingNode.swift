/// A place in the value that is being encoded.
final class EncodingNode: Encoder {
    enum Content {
        case nothing
        case value(JSONValue)
        case array([EncodingNode])
        case object([(key: String, node: EncodingNode)])
    }

    var content = Content.nothing
    private let parent: EncodingNode?
    private let step: CodingStep?

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    var codingPath: [any CodingKey] {
        var path: [any CodingKey] = []
        var node: EncodingNode? = self
        while let here = node {
            if let step = here.step { path.append(step) }
            node = here.parent
        }
        return path.reversed()
    }

    init(parent: EncodingNode?, key: CodingStep?) {
        self.parent = parent
        step = key
    }

    /// Lets the value fill this node and answers what it holds then.
    func make(_ value: some Encodable) throws(JSONProblem) -> JSONValue {
        do {
            try value.encode(to: self)
        } catch {
            _ = finished()
            throw JSONProblem(error, path: codingPath)
        }
        return finished()
    }

    /// Takes what the node holds; a value that encodes nothing is an object without members.
    ///
    /// A node and its parts hold each other, and would for ever if nothing were taken.
    private func finished() -> JSONValue {
        let taken = content
        content = .nothing
        return switch taken {
        case .nothing: .object([:])
        case .value(let value): value
        case .array(let nodes): .array(nodes.map { $0.finished() })
        case .object(let members): .object(JSONObject(members.lazy.map { ($0.key, $0.node.finished()) }))
        }
    }

    /// The node for a new member; a type that writes a key twice keeps the last.
    func member(_ step: CodingStep) -> EncodingNode {
        let node = EncodingNode(parent: self, key: step)
        if case .object(var members) = content {
            content = .nothing
            members.append((step.stringValue, node))
            content = .object(members)
        } else {
            content = .object([(step.stringValue, node)])
        }
        return node
    }

    /// The node for a new element.
    func element() -> EncodingNode {
        guard case .array(var nodes) = content else {
            let node = EncodingNode(parent: self, key: CodingStep(index: 0))
            content = .array([node])
            return node
        }
        let node = EncodingNode(parent: self, key: CodingStep(index: nodes.count))
        content = .nothing
        nodes.append(node)
        content = .array(nodes)
        return node
    }

    var elementCount: Int { if case .array(let nodes) = content { nodes.count } else { 0 } }

    func set(_ value: JSONValue) { content = .value(value) }

    func set(integer: some FixedWidthInteger) throws(JSONProblem) {
        do throws(JSONProblem) {
            content = .value(try .exact(integer))
        } catch {
            throw error.inside(codingPath)
        }
    }

    func set(number: Double) throws(JSONProblem) {
        guard let decimal = JSONDecimal(number) else {
            throw refused("This number is not finite, or takes more than \(JSONDecimal.digitCountLimit) digits.")
        }
        content = .value(.decimal(decimal))
    }

    /// Goes by the digits that a `Float` shows: 0.1 stays 0.1.
    func set(float: Float) throws(JSONProblem) {
        try set(number: Double(float.description) ?? Double(float))
    }

    private func refused(_ message: String) -> JSONProblem {
        JSONProblem(.fieldValue, pointer: JSONProblem.pointer(codingPath), message)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object = content {} else { content = .object([]) }
        return KeyedEncodingContainer(KeyedEncoding(node: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array = content {} else { content = .array([]) }
        return UnkeyedEncoding(node: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { SingleEncoding(node: self) }
}
