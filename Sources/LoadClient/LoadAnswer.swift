/// Takes answers of HTTP/1.1 with a `Content-Length` apart, as they arrive on one connection.
struct AnswerReader {
    private(set) var status = 0
    private(set) var asksForPatience = false
    private(set) var closes = false
    private var buffer: [UInt8] = []
    private var bodyStart: Int?
    private var length = 0

    /// Adds what has arrived; whether an answer is whole now.
    mutating func take(_ bytes: ArraySlice<UInt8>) -> Bool {
        let searched = max(0, buffer.count - 3)
        buffer += bytes
        if bodyStart == nil, let end = endOfHead(from: searched) { readHead(until: end) }
        guard let bodyStart else { return false }
        return buffer.count >= bodyStart + length
    }

    /// The body of the whole answer; what follows belongs to the next.
    var body: ArraySlice<UInt8> {
        guard let bodyStart else { return [] }
        return buffer[bodyStart..<bodyStart + length]
    }

    /// Forgets the answer.
    mutating func next() {
        buffer.removeAll(keepingCapacity: true)
        bodyStart = nil
        length = 0
        status = 0
        asksForPatience = false
        closes = false
    }

    private func endOfHead(from start: Int) -> Int? {
        var index = start
        while index + 3 < buffer.count {
            if buffer[index] == 13, buffer[index + 1] == 10, buffer[index + 2] == 13, buffer[index + 3] == 10 {
                return index
            }
            index += 1
        }
        return nil
    }

    private mutating func readHead(until end: Int) {
        bodyStart = end + 4
        // "HTTP/1.1 200 OK"
        status = buffer[9..<12].reduce(0) { $0 * 10 + Int($1) - 48 }
        var lineStart = 0
        for index in 0...end where buffer[index] == 13 {
            let line = buffer[lineStart..<index]
            lineStart = index + 2
            if let value = Self.value(of: "content-length:", in: line) {
                length = value.reduce(0) { (48...57).contains($1) ? $0 * 10 + Int($1) - 48 : $0 }
            } else if Self.value(of: "retry-after:", in: line) != nil {
                asksForPatience = true
            } else if let value = Self.value(of: "connection:", in: line) {
                closes = value.contains(UInt8(ascii: "l")) && value.contains(UInt8(ascii: "s"))
            }
        }
    }

    private static func value(of name: StaticString, in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let name = Array(String(describing: name).utf8)
        guard line.count >= name.count, let first = line.first, first | 0x20 == name[0] else { return nil }
        for (byte, wanted) in zip(line, name) where byte | 0x20 != wanted | 0x20 { return nil }
        return line.dropFirst(name.count)
    }
}
