/// Takes a stream of PostgreSQL's protocol apart ("Message Formats" in its documentation).
struct PostgresMessages {
    struct Message {
        /// The letter that says what it is; nil for the first of a client, which has none.
        var type: UInt8?
        /// The whole of it, as it came.
        var bytes: [UInt8]

        /// What follows the length.
        var payload: ArraySlice<UInt8> { bytes.dropFirst(type == nil ? 4 : 5) }

        /// The texts at the beginning, each ended by a zero byte.
        func texts(_ count: Int) -> [String] {
            payload.split(separator: 0, maxSplits: count, omittingEmptySubsequences: false).prefix(count)
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private var buffer: [UInt8] = []
    private var expectsStartup: Bool

    /// Of a client's stream, or of the server's.
    init(ofClient: Bool) { expectsStartup = ofClient }

    /// The messages that are whole with these bytes.
    mutating func take(_ bytes: [UInt8]) -> [Message] {
        buffer += bytes
        var messages: [Message] = []
        var start = 0
        while true {
            let lengthAt = start + (expectsStartup ? 0 : 1)
            guard buffer.count >= lengthAt + 4 else { break }
            let length = buffer[lengthAt..<lengthAt + 4].reduce(0) { $0 << 8 | Int($1) }
            let end = lengthAt + length
            guard length >= 4, buffer.count >= end else { break }
            messages.append(
                Message(type: expectsStartup ? nil : buffer[start], bytes: Array(buffer[start..<end])))
            expectsStartup = false
            start = end
        }
        buffer.removeFirst(start)
        return messages
    }
}

/// Follows a client's stream to the point where a transaction that writes is to be committed.
struct CommitWatch {
    /// The texts of the statements that were prepared, by name.
    private var prepared: [String: String] = [:]
    private var writes = false

    /// Whether the message asks for the commit of a transaction that may write.
    mutating func sees(_ message: PostgresMessages.Message) -> Bool {
        let text: String?
        switch message.type {
        case UInt8(ascii: "Q"): text = message.texts(1).first
        case UInt8(ascii: "P"):
            let texts = message.texts(2)
            if texts.count == 2 { prepared[texts[0]] = texts[1] }
            text = nil
        // A portal's name, then the statement's.
        case UInt8(ascii: "B"): text = message.texts(2).last.flatMap { prepared[$0] }
        default: text = nil
        }
        guard let text else { return false }
        if text.hasPrefix("BEGIN") { writes = text.hasSuffix("READ WRITE") }
        return writes && text == "COMMIT"
    }
}
