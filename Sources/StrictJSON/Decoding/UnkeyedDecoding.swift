/// The elements of an array, one after another.
struct UnkeyedDecoding: UnkeyedDecodingContainer {
    let node: DecodingNode
    let elements: [JSONValue]
    private(set) var currentIndex = 0

    init(node: DecodingNode, elements: [JSONValue]) {
        self.node = node
        self.elements = elements
    }

    var codingPath: [any CodingKey] { node.codingPath }

    var count: Int? { elements.count }

    var isAtEnd: Bool { currentIndex >= elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try element().isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool {
        try read { value throws(JSONProblem) in try value.exactBool() }
    }
    mutating func decode(_ type: String.Type) throws -> String {
        try read { value throws(JSONProblem) in try value.exactString() }
    }
    mutating func decode(_ type: Double.Type) throws -> Double {
        try read { value throws(JSONProblem) in try value.nearestNumber(type) }
    }
    mutating func decode(_ type: Float.Type) throws -> Float {
        try read { value throws(JSONProblem) in try value.nearestNumber(type) }
    }
    mutating func decode(_ type: Int.Type) throws -> Int {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    mutating func decode(_ type: Int8.Type) throws -> Int8 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    mutating func decode(_ type: Int16.Type) throws -> Int16 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    mutating func decode(_ type: Int32.Type) throws -> Int32 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    mutating func decode(_ type: Int64.Type) throws -> Int64 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    mutating func decode(_ type: UInt.Type) throws -> UInt {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }

    mutating func decode<Wanted: Decodable>(_ type: Wanted.Type) throws -> Wanted {
        let made = try node.child(element(), step).make(type)
        currentIndex += 1
        return made
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try nestedChild().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try nestedChild().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { try nestedChild() }

    private var step: CodingStep { CodingStep(index: currentIndex) }

    private func element() throws(JSONProblem) -> JSONValue {
        guard !isAtEnd else { throw node.problem(.fieldMissing, "This element is required.", under: step) }
        return elements[currentIndex]
    }

    private mutating func nestedChild() throws(JSONProblem) -> DecodingNode {
        let child = node.nestedChild(try element(), step)
        currentIndex += 1
        return child
    }

    private mutating func read<Wanted>(
        _ reading: (JSONValue) throws(JSONProblem) -> Wanted
    ) throws(JSONProblem) -> Wanted {
        let value = try element()
        do throws(JSONProblem) {
            let made = try reading(value)
            currentIndex += 1
            return made
        } catch {
            throw node.problem(error.code, error.message, under: step)
        }
    }
}
