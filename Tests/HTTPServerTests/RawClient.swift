import Glibc

/// A client that sends exactly the bytes it is told to, and waits at most ten seconds for anything.
final class RawClient {
    /// A response as it came.
    struct Answer {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        subscript(name: String) -> String? { headers.first { $0.name == name.lowercased() }?.value }
    }

    enum Failure: Error {
        case cannotConnect(CInt)
        case cannotSend(CInt)
        case timedOut
        case reset
        /// The server closed before the response was complete.
        case closed(received: String)
        case unreadable(String)
    }

    let descriptor: CInt
    private var buffer: [UInt8] = []

    init(port: Int) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        try connect(to: address)
    }

    init(path: String) throws {
        descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        try connect(to: address)
    }

    deinit { _ = Glibc.close(descriptor) }

    private func connect<Address>(to address: Address) throws {
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        var address = address
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe UnsafeMutableRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) {
                (generic: UnsafeMutablePointer<sockaddr>) -> CInt in
                unsafe Glibc.connect(descriptor, generic, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard result == 0 else { throw Failure.cannotConnect(errno) }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw Failure.cannotSend(errno) }
            rest = rest.dropFirst(sent)
        }
    }

    /// Sends until the server takes no more, in pieces that travel alone.
    func sendWhatIsTaken(_ bytes: [UInt8], pieceBytes: Int = .max) {
        var yes: CInt = 1
        _ = unsafe setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(pieceBytes))
            guard (try? send(piece)) != nil else { return }  // Refused before the end: the answer is there to be read.
            rest = rest.dropFirst(piece.count)
        }
    }

    /// Sends one request with a Host, and a Content-Length if there is a body.
    func request(_ method: String, _ target: String, _ fields: [String] = [], body: [UInt8] = []) throws {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: soleus.test"] + fields
        if !body.isEmpty { lines.append("Content-Length: \(body.count)") }
        try send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    func get(_ target: String, _ fields: [String] = []) throws -> Answer {
        try request("GET", target, fields)
        return try answer()
    }

    func post(_ target: String, _ body: [UInt8], _ fields: [String] = []) throws -> Answer {
        try request("POST", target, fields, body: body)
        return try answer()
    }

    /// Reads the next response; interim ones count.
    func answer(toHead: Bool = false) throws -> Answer {
        var end: Int?
        while end == nil {
            end = buffer.indices.first { buffer[$0...].starts(with: [13, 10, 13, 10]) }
            if end == nil, try !more() { throw Failure.closed(received: String(decoding: buffer, as: UTF8.self)) }
        }
        guard let end else { throw Failure.closed(received: "") }
        let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n")
        buffer.removeFirst(end + 4)
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure.unreadable(lines.joined(separator: "|"))
        }
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (name: parts[0].lowercased(), value: String(parts[1].drop { $0 == " " }))
        }
        let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
        let expected = toHead || status == 204 || status == 304 || status < 200 ? 0 : length
        while buffer.count < expected {
            if try !more() { throw Failure.closed(received: "\(buffer.count) of \(expected) bytes") }
        }
        defer { buffer.removeFirst(expected) }
        return Answer(status: status, headers: headers, body: Array(buffer[..<expected]))
    }

    /// The next chunk of a body that comes in chunks; nil at its end.
    func chunk() throws -> String? {
        while true {
            if let end = buffer.firstRange(of: [13, 10])?.lowerBound {
                let digits = String(decoding: buffer[..<end], as: UTF8.self)
                guard let size = Int(digits, radix: 16) else { throw Failure.unreadable(digits) }
                if buffer.count >= end + 2 + size + 2 {
                    let bytes = buffer[(end + 2)..<(end + 2 + size)]
                    defer { buffer.removeFirst(end + 2 + size + 2) }
                    return size == 0 ? nil : String(decoding: bytes, as: UTF8.self)
                }
            }
            if try !more() { throw Failure.closed(received: "\(buffer.count) bytes of a chunk") }
        }
    }

    /// Every complete response until the server closes, resets, or has nothing more to say.
    func answersUntilClosed() -> [Answer] {
        var answers: [Answer] = []
        while let answer = try? answer() { answers.append(answer) }  // The failure is the end that is waited for.
        return answers
    }

    /// Everything until the server closes; a reset ends it as well.
    func untilClosed() throws -> String {
        do {
            while try more() {}
        } catch Failure.reset {
            // The server closed with bytes of ours unread.
        }
        return String(decoding: buffer, as: UTF8.self)
    }

    /// Sends the same byte again and again, slowly, until the server closes; how many bytes went out.
    ///
    /// It gives up after ten thousand, which nobody takes for progress.
    func trickle(_ byte: UInt8) -> Int {
        for sent in 0..<10_000 {
            var polled = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            // Whatever comes is the end: an answer to an unfinished request, or the close.
            if unsafe poll(&polled, 1, 2) > 0 { return sent }
            guard (try? send([byte])) != nil else { return sent }  // Closed: that is what was waited for.
        }
        return 10_000
    }

    /// Sends the same byte again and again, slowly, though the server has said that it is done; whether it then cuts.
    func trickleUntilCut(_ byte: UInt8) -> Bool {
        for _ in 0..<10_000 {
            guard (try? send([byte])) != nil else { return true }  // Cut: that is what was waited for.
            _ = poll(nil, 0, 2)
        }
        return false
    }

    /// Says that nothing more will be sent, or asked for.
    func close(_ how: Int = SHUT_RDWR) { _ = shutdown(descriptor, CInt(how)) }

    private func more() throws -> Bool {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(descriptor, &piece, piece.count, 0)
        if count > 0 { buffer += piece[..<count] }
        if count < 0 { throw errno == EAGAIN ? Failure.timedOut : Failure.reset }
        return count > 0
    }
}
