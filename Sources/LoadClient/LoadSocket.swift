#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A connection to a service on this machine that never blocks; closed when the value is destroyed.
struct LoadSocket: ~Copyable {
    let descriptor: CInt

    deinit { _ = close(descriptor) }  // Nothing was written to it that could be lost.

    /// Connects; the machine's own address answers at once.
    init(port: Int) throws(LoadError) { descriptor = try Self.connected(to: port) }

    private static func connected(to port: Int) throws(LoadError) -> CInt {
        #if canImport(Glibc)
        let kind = CInt(SOCK_STREAM.rawValue)
        #else
        let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw .noSocket(errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(clamping: port).bigEndian
        _ = unsafe inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe UnsafeRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let code = errno
            _ = close(descriptor)  // It was never open to anybody.
            throw .notConnected(port: port, code)
        }
        var yes: CInt = 1
        _ = unsafe setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        return descriptor
    }

    /// What became of bytes that were sent or asked for.
    enum Transfer {
        case bytes(Int)
        /// Not now.
        case later
        case ended
    }

    /// Sends what the system takes of some bytes, from a place on.
    borrowing func send(_ bytes: [UInt8], from start: Int) -> Transfer {
        #if canImport(Glibc)
        let flags = CInt(MSG_NOSIGNAL)
        #else
        let flags: CInt = 0
        #endif
        let count = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Self.send(descriptor, UnsafeRawBufferPointer(rebasing: buffer[start...]), flags)
        }
        return transfer(count)
    }

    private static func send(_ descriptor: CInt, _ buffer: UnsafeRawBufferPointer, _ flags: CInt) -> Int {
        #if canImport(Glibc)
        unsafe Glibc.send(descriptor, buffer.baseAddress, buffer.count, flags)
        #else
        unsafe Darwin.send(descriptor, buffer.baseAddress, buffer.count, flags)
        #endif
    }

    /// Puts what has arrived at the beginning of `scratch`.
    borrowing func receive(into scratch: inout [UInt8]) -> Transfer {
        let room = scratch.count
        let count = unsafe recv(descriptor, &scratch, room, 0)
        return count == 0 ? .ended : transfer(count)
    }

    private func transfer(_ count: Int) -> Transfer {
        if count >= 0 { return .bytes(count) }
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? .later : .ended
    }
}

/// Why load could not be made.
package enum LoadError: Error, Hashable, Sendable, CustomStringConvertible {
    case noSocket(CInt)
    case notConnected(port: Int, CInt)
    /// The connection ended, or was silent for too long, before there was an answer.
    case noAnswer

    package var description: String {
        switch self {
        case .noSocket(let code): "no socket (errno \(code)): raise the limit of open files (ulimit -n)"
        case .notConnected(let port, let code): "nothing listens on port \(port) (errno \(code))"
        case .noAnswer: "the service ended a connection without an answer"
        }
    }
}

/// Waits until one of some sockets has something to say.
struct Readiness {
    private var entries: [pollfd] = []

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    mutating func watch(_ descriptor: CInt, isSending: Bool) {
        entries.append(pollfd(fd: descriptor, events: Int16(isSending ? POLLIN | POLLOUT : POLLIN), revents: 0))
    }

    mutating func change(_ position: Int, to descriptor: CInt, isSending: Bool) {
        entries[position] = pollfd(
            fd: descriptor, events: Int16(isSending ? POLLIN | POLLOUT : POLLIN), revents: 0)
    }

    /// The positions of those that are ready; none when the time has passed.
    mutating func wait(milliseconds: Int) -> [Int] {
        let count = nfds_t(entries.count)
        guard unsafe poll(&entries, count, CInt(clamping: milliseconds)) > 0 else { return [] }
        return entries.indices.filter { entries[$0].revents != 0 }
    }
}
