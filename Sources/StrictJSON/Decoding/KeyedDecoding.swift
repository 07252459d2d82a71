/// The members of an object, each noted once it is asked for.
struct KeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let node: DecodingNode
    let object: JSONObject

    var codingPath: [any CodingKey] { node.codingPath }

    var allKeys: [Key] { object.members.compactMap { Key(stringValue: $0.key) } }

    func contains(_ key: Key) -> Bool { node.ask(key.stringValue, in: object) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try value(key).isNull }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try read(key) { value throws(JSONProblem) in try value.exactBool() }
    }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try read(key) { value throws(JSONProblem) in try value.exactString() }
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try read(key) { value throws(JSONProblem) in try value.nearestNumber(type) }
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        try read(key) { value throws(JSONProblem) in try value.nearestNumber(type) }
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        try read(key) { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 {
        try read(key) { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
        try read(key) { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
        try read(key) { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
        try read(key) { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt {
        try read(key) { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
        try read(key) { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
        try read(key) { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
        try read(key) { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
        try read(key) { value throws(JSONProblem) in try value.exactInteger(type) }
    }

    func decode<Wanted: Decodable>(_ type: Wanted.Type, forKey key: Key) throws -> Wanted {
        try node.child(value(key), CodingStep(key)).make(type)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try node.nestedChild(value(key), CodingStep(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try node.nestedChild(value(key), CodingStep(key)).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try parent(CodingStep.parent) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try parent(CodingStep(key)) }

    private func parent(_ step: CodingStep) throws(JSONProblem) -> DecodingNode {
        node.nestedChild(node.ask(step.stringValue, in: object) ?? .null, step)
    }

    private func value(_ key: Key) throws(JSONProblem) -> JSONValue {
        guard let value = node.ask(key.stringValue, in: object) else {
            throw JSONProblem.missing(key.stringValue).inside(codingPath)
        }
        return value
    }

    private func read<Wanted>(
        _ key: Key, _ reading: (JSONValue) throws(JSONProblem) -> Wanted
    ) throws(JSONProblem) -> Wanted {
        let value = try value(key)
        do throws(JSONProblem) {
            return try reading(value)
        } catch {
            throw node.problem(error.code, error.message, under: CodingStep(key))
        }
    }
}
