/// The value itself, for types that are one string, one number or a wrapper.
struct SingleDecoding: SingleValueDecodingContainer {
    let node: DecodingNode

    var codingPath: [any CodingKey] { node.codingPath }

    func decodeNil() -> Bool { node.value.isNull }

    func decode(_ type: Bool.Type) throws -> Bool { try read { value throws(JSONProblem) in try value.exactBool() } }
    func decode(_ type: String.Type) throws -> String {
        try read { value throws(JSONProblem) in try value.exactString() }
    }
    func decode(_ type: Double.Type) throws -> Double {
        try read { value throws(JSONProblem) in try value.nearestNumber(type) }
    }
    func decode(_ type: Float.Type) throws -> Float {
        try read { value throws(JSONProblem) in try value.nearestNumber(type) }
    }
    func decode(_ type: Int.Type) throws -> Int {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: Int8.Type) throws -> Int8 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: Int16.Type) throws -> Int16 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: Int32.Type) throws -> Int32 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: Int64.Type) throws -> Int64 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: UInt.Type) throws -> UInt {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: UInt8.Type) throws -> UInt8 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: UInt16.Type) throws -> UInt16 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: UInt32.Type) throws -> UInt32 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }
    func decode(_ type: UInt64.Type) throws -> UInt64 {
        try read { value throws(JSONProblem) in try value.exactInteger(type) }
    }

    /// A wrapper and what it wraps share one node, so each may ask for some of the members.
    func decode<Wanted: Decodable>(_ type: Wanted.Type) throws -> Wanted { try node.makeUnchecked(type) }

    private func read<Wanted>(
        _ reading: (JSONValue) throws(JSONProblem) -> Wanted
    ) throws(JSONProblem) -> Wanted {
        do throws(JSONProblem) {
            return try reading(node.value)
        } catch {
            throw node.problem(error.code, error.message)
        }
    }
}
