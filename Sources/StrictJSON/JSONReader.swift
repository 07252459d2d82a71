/// Reads JSON strictly: a text that is accepted here means the same to every other reader.
///
/// Beyond the grammar of RFC 8259 it refuses what readers are known to disagree on or what our store cannot hold:
/// repeated keys, byte order marks (before the value or in a key) and UTF-16, lone surrogates, U+0000 and the other C0 controls except tab and
/// newline (escaped, as the grammar asks), exponents, minus zero, whole numbers beyond ±2^53, and anything over
/// ``JSONLimits``.
package enum JSONReader {
    /// Reads one value that fills the whole text.
    package static func read(
        _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONProblem) -> JSONValue {
        guard bytes.count <= limits.bodyBytes else {
            throw JSONProblem(
                .bodyLength, at: limits.bodyBytes, "The body must be at most \(limits.bodyBytes) bytes long.")
        }
        try refuseOtherEncodings(bytes)
        var parser = JSONParser(bytes: bytes, limits: limits)
        return try parser.wholeText()
    }

    private static func refuseOtherEncodings(_ bytes: [UInt8]) throws(JSONProblem) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw JSONProblem(.byteOrderMark, at: 0, "Send the body without a byte order mark.")
        }
        // JSON text begins with two ASCII characters, so a zero among them is UTF-16 or UTF-32.
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(2).contains(0) {
            throw JSONProblem(.encoding, at: 0, "Send the body as UTF-8.")
        }
    }
}
