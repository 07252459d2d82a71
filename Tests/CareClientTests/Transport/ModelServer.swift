import Foundation
import Synchronization

@testable import CareClient

/// The model behind a socket on loopback, for devices that are processes of their own.
final class ModelServer: Sendable {
    private let descriptor: Int32
    let port: UInt16

    init(_ service: ModelService) throws {
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
        guard isListening else { throw RawServer.Failure(call: "listen") }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
        Thread { Self.serve(service, descriptor) }.start()
    }

    /// Ends the thread, which waits for connections.
    func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    deinit { Foundation.close(descriptor) }

    /// One request for each connection, as `Connection: close` says.
    private static func serve(_ service: ModelService, _ descriptor: Int32) {
        while true {
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else { return }
            let handle = FileHandle(fileDescriptor: connection, closeOnDealloc: true)
            let request = RawServer.readRequest(handle)
            let answered = DispatchSemaphore(value: 0)
            Task {
                let answer = await answer(to: request, service)
                // A device that was killed meanwhile reads nothing any more.
                try? handle.write(contentsOf: answer)
                try? handle.close()
                answered.signal()
            }
            answered.wait()
        }
    }

    private static func answer(to request: String, _ service: ModelService) async -> Data {
        let line = request.prefix { $0 != "\r\n" }.split(separator: " ")
        guard line.count >= 2, let end = request.range(of: "\r\n\r\n") else { return Data() }
        let token = request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("authorization: bearer ") }
            .map { String($0.dropFirst(22)) }
        do {
            let answer = try await service.receive(
                String(line[0]), String(line[1]), Array(request[end.upperBound...].utf8), token)
            let head =
                "HTTP/1.1 \(answer.status) Answer\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(answer.body.count)\r\nConnection: close\r\n\r\n"
            return Data(head.utf8) + Data(answer.body)
        } catch {
            return Data()
        }
    }
}
