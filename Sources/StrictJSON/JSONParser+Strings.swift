extension JSONParser {
    /// Reads a key at the current byte.
    mutating func key() throws(JSONProblem) -> String {
        guard position < bytes.count else { throw incomplete() }
        guard bytes[position] == UInt8(ascii: "\"") else {
            throw problem(.syntax, "A key in quotation marks must stand here.")
        }
        let start = position
        let key = try text(limit: limits.keyBytes, .keyLength, "A key")
        // Foundation's JSONSerialization drops the mark, so two keys for us would be one for it.
        guard !(key.utf8.contains(0xEF) && key.unicodeScalars.contains("\u{FEFF}")) else {
            throw JSONProblem(.byteOrderMark, at: start, "A key must not hold U+FEFF, the byte order mark.")
        }
        return key
    }

    /// Reads a string whose opening quotation mark is the current byte.
    mutating func string() throws(JSONProblem) -> String {
        try text(limit: limits.stringBytes, .stringLength, "A string")
    }

    private mutating func text(
        limit: Int, _ code: JSONProblem.Code, _ what: StaticString
    ) throws(JSONProblem) -> String {
        let start = position + 1
        position = start
        func tooLong() -> JSONProblem {
            JSONProblem(code, at: start - 1, "\(what) may be at most \(limit) bytes long.")
        }
        // Most strings are ASCII without escapes: one walk finds the end and proves both.
        var seen: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let end = position
                guard end - start <= limit else { throw tooLong() }
                position += 1
                if seen < 0x80 { return String(decoding: bytes[start..<end], as: UTF8.self) }
                return try validated(bytes[start..<end])
            }
            if byte == UInt8(ascii: "\\") { break }
            guard byte >= 0x20 else { throw control() }
            seen |= byte
            position += 1
        }
        let unescaped = try unescaped(from: start)
        guard unescaped.utf8.count <= limit else { throw tooLong() }
        return unescaped
    }

    /// Reads the rest of a string that has an escape at the current byte, and undoes its escapes.
    private mutating func unescaped(from start: Int) throws(JSONProblem) -> String {
        var runStart = start
        var result = ""
        while position < bytes.count {
            let byte = bytes[position]
            guard byte >= 0x20 else { throw control() }
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                position += 1
                continue
            }
            // An escape never splits a character, so each run between escapes is valid on its own.
            result += try validated(bytes[runStart..<position])
            position += 1
            if byte == UInt8(ascii: "\"") { return result }
            result.unicodeScalars.append(try escape())
            runStart = position
        }
        throw incomplete()
    }

    private mutating func escape() throws(JSONProblem) -> Unicode.Scalar {
        guard position < bytes.count else { throw incomplete() }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "r"):
            position -= 2
            throw control()
        case UInt8(ascii: "u"): return try unicodeEscape()
        default:
            position -= 2
            throw problem(.escape, "JSON has no such escape.")
        }
    }

    /// Reads the digits of a `\u` escape, and the second half of a surrogate pair.
    private mutating func unicodeEscape() throws(JSONProblem) -> Unicode.Scalar {
        let start = position - 2
        let unit = try hexadecimal()
        if let scalar = Unicode.Scalar(unit) {
            guard unit >= 0x20 || scalar == "\t" || scalar == "\n" else {
                position = start
                throw control()
            }
            return scalar
        }
        let lone = JSONProblem(.loneSurrogate, at: start, "A surrogate must be half of a pair.")
        guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw lone }
        position += 2
        let low = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else { throw lone }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONProblem) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count else { throw incomplete() }
            let byte = bytes[position]
            switch byte {
            case 0x30...0x39: unit = unit << 4 | UInt16(byte - 0x30)
            case 0x41...0x46: unit = unit << 4 | UInt16(byte - 0x41 + 10)
            case 0x61...0x66: unit = unit << 4 | UInt16(byte - 0x61 + 10)
            default: throw problem(.escape, "Four hexadecimal digits must follow \\u.")
            }
            position += 1
        }
        return unit
    }

    private func validated(_ text: ArraySlice<UInt8>) throws(JSONProblem) -> String {
        if let string = String(validating: text, as: UTF8.self) { return string }
        throw JSONProblem(.invalidUTF8, at: Self.firstInvalidByte(of: text), "The body must be valid UTF-8.")
    }

    private static func firstInvalidByte(of text: ArraySlice<UInt8>) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = text.makeIterator()
        var offset = text.startIndex
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
        return offset
    }

    private func control() -> JSONProblem {
        problem(
            .controlCharacter, "Control characters are refused, except tab and newline, which must be escaped.")
    }
}
