/// A walk over one text, from the first byte to the last, that never looks back.
struct JSONParser {
    let bytes: [UInt8]
    let limits: JSONLimits
    var position = 0

    init(bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func wholeText() throws(JSONProblem) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw problem(.empty, "The body is empty: send a JSON value.") }
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else {
            throw problem(.trailingBytes, "Something follows the value: send one value only.")
        }
        return value
    }

    private mutating func value(depth: Int) throws(JSONProblem) -> JSONValue {
        guard position < bytes.count else { throw incomplete() }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "-"), 0x30...0x39: return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw problem(.syntax, "A value must begin here.")
        }
    }

    private mutating func array(depth: Int) throws(JSONProblem) -> [JSONValue] {
        try enter(depth)
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return elements }
        repeat {
            guard elements.count < limits.elementCount else {
                throw problem(.elementCount, "An array may have at most \(limits.elementCount) elements.")
            }
            skipSpace()
            do throws(JSONProblem) {
                elements.append(try value(depth: depth))
            } catch {
                throw error.inside(elements.count)
            }
            skipSpace()
        } while take(UInt8(ascii: ","))
        try close(UInt8(ascii: "]"), "A comma or the end of the array must stand here.")
        return elements
    }

    private mutating func object(depth: Int) throws(JSONProblem) -> JSONObject {
        try enter(depth)
        var object = JSONObject()
        if take(UInt8(ascii: "}")) { return object }
        repeat {
            guard object.count < limits.memberCount else {
                throw problem(.memberCount, "An object may have at most \(limits.memberCount) members.")
            }
            skipSpace()
            let start = position
            let key = try key()
            do throws(JSONProblem) {
                skipSpace()
                try close(UInt8(ascii: ":"), "A colon must stand between a key and its value.")
                skipSpace()
                let member = JSONObject.Member(key: key, value: try value(depth: depth))
                guard object.add(member) else {
                    throw JSONProblem(.duplicateKey, at: start, "A key may stand only once in an object.")
                }
            } catch {
                throw error.inside(key)
            }
            skipSpace()
        } while take(UInt8(ascii: ","))
        try close(UInt8(ascii: "}"), "A comma or the end of the object must stand here.")
        return object
    }

    private mutating func enter(_ depth: Int) throws(JSONProblem) {
        guard depth <= limits.depth else {
            throw problem(.depth, "Arrays and objects may be nested at most \(limits.depth) deep.")
        }
        position += 1
        skipSpace()
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
        for byte in word.description.utf8 {
            guard position < bytes.count else { throw incomplete() }
            guard bytes[position] == byte else { throw problem(.syntax, "A value must begin here.") }
            position += 1
        }
        return value
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func close(_ byte: UInt8, _ message: String) throws(JSONProblem) {
        guard position < bytes.count else { throw incomplete() }
        guard take(byte) else { throw problem(.syntax, message) }
    }

    func problem(_ code: JSONProblem.Code, _ message: String) -> JSONProblem {
        JSONProblem(code, at: position, message)
    }

    func incomplete() -> JSONProblem {
        problem(.incomplete, "The body ends before its value does.")
    }
}
