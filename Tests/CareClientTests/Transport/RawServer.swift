import Foundation
import Synchronization

/// A server on loopback that answers each connection with the bytes it was given, right or wrong, and keeps what it read.
final class RawServer: Sendable {
    private let descriptor: Int32
    let port: UInt16
    private let received: Received

    private final class Received: Sendable {
        let texts = Mutex<[String]>([])
    }

    struct Failure: Error {
        var call: String
    }

    /// Serves one connection for each of `answers`, in their order; nil keeps the connection open without a word.
    init(_ answers: [String?]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // The pointers live for the calls only; `sockaddr_in` is what the family says the `sockaddr` is.
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard isListening else { throw Failure(call: "listen") }
        port = UInt16(bigEndian: address.sin_port)
        let received = Received()
        self.descriptor = descriptor
        self.received = received
        // It must not keep the server alive: closing the socket is what ends it.
        Thread { Self.serve(answers, descriptor, received) }.start()
    }

    deinit { close(descriptor) }

    /// The requests that came, whole.
    var requests: [String] { received.texts.withLock { $0 } }

    var url: URL? { URL(string: "http://127.0.0.1:\(port)/") }

    private static func serve(_ answers: [String?], _ descriptor: Int32, _ received: Received) {
        var silent: [FileHandle] = []
        for answer in answers {
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else { return }
            let handle = FileHandle(fileDescriptor: connection, closeOnDealloc: true)
            let request = readRequest(handle)
            received.texts.withLock { $0.append(request) }
            if let answer {
                handle.write(Data(answer.utf8))
                // A failure to close shows as one of the client's, which is what the test looks at.
                try? handle.close()
            } else {
                silent.append(handle)
            }
        }
        // Until whoever was left without an answer has gone.
        for handle in silent { _ = handle.availableData }
    }

    static func readRequest(_ handle: FileHandle) -> String {
        var bytes = Data()
        while true {
            let more = handle.availableData
            bytes += more
            let text = String(decoding: bytes, as: UTF8.self)
            guard !more.isEmpty else { return text }
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let length = text.lowercased().split(separator: "\r\n")
                .first { $0.hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst(15).drop(while: \.isWhitespace)) }
            if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
        }
    }
}
