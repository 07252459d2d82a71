import Foundation

/// One message of HTTP/1.1 as it came, request or answer.
struct HTTPMessage: Sendable {
    var startLine: String
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Of an answer; 0 of what is none.
    var status: Int { startLine.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }

    /// With the length that the body has now.
    var bytes: [UInt8] {
        var lines = [startLine]
        for field in fields where field.name.lowercased() != "content-length" {
            lines.append("\(field.name): \(field.value)")
        }
        if !body.isEmpty || self["Content-Length"] != nil { lines.append("Content-Length: \(body.count)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    /// A request with a body of JSON, or none.
    static func request(
        _ method: String, _ path: String, token: String?, body: [UInt8]? = nil,
        fields: [(name: String, value: String)] = []
    ) -> HTTPMessage {
        var all: [(name: String, value: String)] = [("Host", "127.0.0.1")] + fields
        if let token { all.append(("Authorization", "Bearer \(token)")) }
        if body != nil {
            all.append(("Content-Type", "application/json"))
            all.append(("Content-Length", "0"))
        }
        return HTTPMessage(startLine: "\(method) \(path) HTTP/1.1", fields: all, body: body ?? [])
    }
}

/// Takes messages off a connection, one after another.
struct HTTPReader {
    private let wire: Wire
    private var buffer: [UInt8] = []

    init(_ wire: Wire) { self.wire = wire }

    /// The next whole message; nil when the connection ends before there is one.
    mutating func next() -> HTTPMessage? {
        var searched = 0
        var end: Int?
        while end == nil {
            end = Self.endOfHead(in: buffer, from: searched)
            guard end == nil else { break }
            searched = max(0, buffer.count - 3)
            guard let more = wire.receive() else { return nil }
            buffer += more
        }
        guard let end else { return nil }
        let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n")
        buffer.removeFirst(end + 4)
        guard let startLine = lines.first else { return nil }
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (name: String(parts[0]), value: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
        var message = HTTPMessage(startLine: String(startLine), fields: fields, body: [])
        guard let length = message["Content-Length"].flatMap({ Int($0) }) else { return message }
        while buffer.count < length {
            guard let more = wire.receive() else { return nil }
            buffer += more
        }
        message.body = Array(buffer[..<length])
        buffer.removeFirst(length)
        return message
    }

    private static func endOfHead(in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in start...(bytes.count - 4)
        where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13 && bytes[index + 3] == 10 {
            return index
        }
        return nil
    }
}

/// A client of the service that keeps its connection, and learns nothing more than what arrives on it.
final class HTTPConversation {
    private let endpoint: Endpoint
    private var open: (wire: Wire, reader: HTTPReader)?

    init(with endpoint: Endpoint) { self.endpoint = endpoint }

    /// The whole answer; nil when none came, and then nobody knows what the request did.
    func answer(to request: HTTPMessage) -> HTTPMessage? {
        do {
            var connection: (wire: Wire, reader: HTTPReader)
            if let open {
                connection = open
            } else {
                let wire = try Wire.connected(to: endpoint)
                connection = (wire, HTTPReader(wire))
            }
            open = nil
            guard connection.wire.send(request.bytes), let answer = connection.reader.next() else { return nil }
            if answer["Connection"]?.lowercased() != "close" { open = connection }
            return answer
        } catch {
            return nil
        }
    }
}
