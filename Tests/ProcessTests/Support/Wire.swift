import Foundation
import Synchronization

/// Where a connection goes to, or is awaited.
enum Endpoint: Hashable, Sendable {
    /// A port of loopback; 0 lets the system choose.
    case tcp(port: Int)
    case unix(path: String)
}

/// One connected stream socket, for threads that may stand still.
final class Wire: Sendable {
    let descriptor: Int32

    /// Takes the descriptor over, and closes it in the end.
    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Connects; nothing is waited for longer than so many seconds afterwards.
    static func connected(to endpoint: Endpoint, patienceSeconds: Int = 60) throws -> Wire {
        let wire = Wire(descriptor: try endpoint.makeSocket())
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        // The pointers are to a local value and live for the calls only.
        unsafe setsockopt(wire.descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        unsafe setsockopt(wire.descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        let result = unsafe try endpoint.withAddress { unsafe connect(wire.descriptor, $0, $1) }
        guard result == 0 else { throw NotAsExpected("cannot connect to \(endpoint): errno \(errno)") }
        wire.sendAtOnce()
        return wire
    }

    /// Requests are short, and nobody gains from the system's waiting for more.
    func sendAtOnce() {
        var on: Int32 = 1
        // On a unix socket this fails, and is not needed.
        _ = unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Whether all of it was taken; false once the other side has gone, or does not read.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { bytes in
                unsafe Foundation.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// The next bytes, however few; nil at the end, after a cut, and when the patience is over.
    func receive() -> [UInt8]? {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = unsafe max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// Breaks the connection as a network would: both sides notice, whatever they were doing.
    func cut() {
        var abortively = linger(l_onoff: 1, l_linger: 0)
        // The pointer is to a local value and lives for the call only.
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abortively, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}

extension Endpoint {
    fileprivate func makeSocket() throws -> Int32 {
        let family =
            switch self {
            case .tcp: AF_INET
            case .unix: AF_UNIX
            }
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw NotAsExpected("no socket: errno \(errno)") }
        return descriptor
    }

    fileprivate func withAddress<Value>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) throws -> Value {
        switch self {
        case .tcp(let port):
            guard let number = UInt16(exactly: port) else { throw NotAsExpected("\(port) is no port") }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = number.bigEndian
            address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
            return unsafe Self.withGeneric(address, body)
        case .unix(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            guard path.utf8.count < 100 else { throw NotAsExpected("too long for a socket: \(path)") }
            unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
            return unsafe Self.withGeneric(address, body)
        }
    }

    private static func withGeneric<Address, Value>(
        _ address: Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        // The pointer is to a local value and lives for the call only.
        unsafe withUnsafePointer(to: address) { pointer in
            unsafe UnsafeRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) {
                (generic: UnsafePointer<sockaddr>) -> Value in
                unsafe body(generic, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}

/// Accepts connections, and gives each a thread of its own.
final class Listener: Sendable {
    /// With the port that the system chose.
    let endpoint: Endpoint
    private let wire: Wire

    init(at wanted: Endpoint) throws {
        wire = Wire(descriptor: try wanted.makeSocket())
        let descriptor = wire.descriptor
        let bound = unsafe try wanted.withAddress { unsafe bind(descriptor, $0, $1) }
        guard bound == 0, listen(descriptor, 512) == 0 else {
            throw NotAsExpected("cannot listen at \(wanted): errno \(errno)")
        }
        guard case .tcp = wanted else {
            endpoint = wanted
            return
        }
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // The pointers are to local values and live for the calls only.
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            _ = unsafe UnsafeMutableRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) {
                (generic: UnsafeMutablePointer<sockaddr>) -> Int32 in
                unsafe getsockname(descriptor, generic, &size)
            }
        }
        endpoint = .tcp(port: Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Calls `body` with each connection, on that connection's thread, until `stop`.
    func serve(_ body: @escaping @Sendable (Wire) -> Void) {
        Thread.detachNewThread { [wire] in
            while true {
                let descriptor = accept(wire.descriptor, nil, nil)
                guard descriptor >= 0 else {
                    // Only a listener that was stopped ends; one client that gave up is no reason to.
                    if errno == ECONNABORTED || errno == EINTR { continue }
                    return
                }
                // accept4, which would do both at once, is not in every C library's default set.
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                let accepted = Wire(descriptor: descriptor)
                accepted.sendAtOnce()
                Thread.detachNewThread { body(accepted) }
            }
        }
    }

    func stop() { shutdown(wire.descriptor, Int32(SHUT_RDWR)) }
}

/// Runs what may stand still on a thread of its own, which no task needs.
func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
