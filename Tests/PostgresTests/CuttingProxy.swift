import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Stands between a session and a real server, and cuts the connection around a COMMIT when it is told to.
///
/// It serves connections from loopback, each on a thread of its own, until it is destroyed.
final class CuttingProxy: Sendable {
    enum Cut: Sendable {
        /// Everything passes.
        case nothing
        /// The COMMIT never reaches the server.
        case beforeCommit
        /// The COMMIT reaches the server, and its answer is lost.
        case afterCommit
    }

    private final class Orders: Sendable {
        let cut = Mutex(Cut.nothing)
    }

    struct SocketFailed: Error {
        let call: String
    }

    let port: UInt16
    private let listener: Int32
    private let socketPath: String
    private let orders = Orders()

    /// Listens on a free port and passes everything to the server's unix socket.
    init(to socketPath: String) throws {
        self.socketPath = socketPath
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw SocketFailed(call: "socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(listener, pointer, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard bound else { throw SocketFailed(call: "bind") }
        port = UInt16(bigEndian: address.sin_port)
        self.listener = listener
        let orders = orders
        Thread.detachNewThread {
            // accept fails when the listener is shut down, and that ends the loop.
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { break }
                Thread.detachNewThread {
                    Self.serve(client, socketPath: socketPath) { orders.cut.withLock { $0 } }
                }
            }
            close(listener)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    func set(_ cut: Cut) { orders.cut.withLock { $0 = cut } }

    private static func serve(_ client: Int32, socketPath: String, _ cut: () -> Cut) {
        defer { close(client) }
        guard let server = connectUnix(socketPath) else { return }
        defer { close(server) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            var descriptors = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard unsafe poll(&descriptors, 2, -1) >= 0 else { return }
            if descriptors[0].revents != 0 {
                let count = unsafe read(client, &buffer, buffer.count)
                guard count > 0 else { return }
                let bytes = Array(buffer.prefix(count))
                // The text travels when a session prepares it, which is at its first COMMIT.
                let isCommit = bytes.contains(Array("COMMIT\0".utf8))
                let cut = isCommit ? cut() : .nothing
                if cut == .beforeCommit { return }
                guard unsafe write(server, bytes, count) == count else { return }
                if cut == .afterCommit {
                    // The server has committed when it answers.
                    _ = unsafe read(server, &buffer, buffer.count)
                    return
                }
            }
            if descriptors[1].revents != 0 {
                let count = unsafe read(server, &buffer, buffer.count)
                guard count > 0, unsafe write(client, buffer, count) == count else { return }
            }
        }
    }

    private static func connectUnix(_ path: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let connected = unsafe withUnsafeMutableBytes(of: &address.sun_path) { field -> Bool in
            guard path.utf8.count < field.count else { return false }
            unsafe field.copyBytes(from: path.utf8)
            return true
        }
        guard connected else { return nil }
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
