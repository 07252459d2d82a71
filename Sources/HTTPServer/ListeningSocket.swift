import Glibc

/// A socket that accepts connections; closed when the value is destroyed.
struct ListeningSocket: ~Copyable {
    let descriptor: CInt
    /// The port really bound; 0 for a unix socket.
    let port: Int

    /// Waiting connections that the system keeps for us: a burst of reconnecting devices fits.
    private static let backlog: CInt = 1024

    init(_ address: HTTPServerConfiguration.Address) throws(HTTPServerError) {
        switch address {
        case .tcp(let host, let port): try self.init(host: host, port: port)
        case .unixSocket(let path): try self.init(path: path)
        }
    }

    private init(descriptor: CInt, port: Int) {
        self.descriptor = descriptor
        self.port = port
    }

    deinit { _ = Glibc.close(descriptor) }  // Nothing was written to it that could be lost.

    /// Another descriptor of the same socket, so that each loop closes its own.
    borrowing func duplicate() throws(HTTPServerError) -> ListeningSocket {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .cannotStart(reason: systemError()) }
        return ListeningSocket(descriptor: copy, port: port)
    }

    private init(host: String, port: Int) throws(HTTPServerError) {
        let shown = "\(host):\(port)"
        guard let portNumber = UInt16(exactly: port) else { throw .badAddress(shown) }
        var v4 = sockaddr_in()
        var v6 = sockaddr_in6()
        if unsafe inet_pton(AF_INET, host, &v4.sin_addr) == 1 {
            v4.sin_family = sa_family_t(AF_INET)
            v4.sin_port = portNumber.bigEndian
            let (descriptor, bound) = try Self.listen(AF_INET, at: v4, shown)
            self.init(descriptor: descriptor, port: Int(UInt16(bigEndian: bound.sin_port)))
        } else if unsafe inet_pton(AF_INET6, host, &v6.sin6_addr) == 1 {
            v6.sin6_family = sa_family_t(AF_INET6)
            v6.sin6_port = portNumber.bigEndian
            let (descriptor, bound) = try Self.listen(AF_INET6, at: v6, shown)
            self.init(descriptor: descriptor, port: Int(UInt16(bigEndian: bound.sin6_port)))
        } else {
            throw .badAddress(shown)
        }
    }

    private init(path: String) throws(HTTPServerError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0) else {
            throw .badAddress(path)
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        // Only a socket is removed: a stale one is left over from a crash, anything else is somebody's file.
        var status = stat()
        if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK { _ = unsafe unlink(path) }
        self.init(descriptor: try Self.listen(AF_UNIX, at: address, path).descriptor, port: 0)
    }

    /// Binds and listens, and returns the address that the system settled on.
    private static func listen<Address>(
        _ family: CInt, at address: Address, _ shown: String
    ) throws(HTTPServerError) -> (descriptor: CInt, bound: Address) {
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw .cannotListen(address: shown, reason: systemError()) }
        var yes: CInt = 1
        // A restart must not wait for connections of the run before to time out.
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        var bound = address
        var size = socklen_t(MemoryLayout<Address>.size)
        let result = unsafe withUnsafeMutablePointer(to: &bound) { pointer in
            unsafe UnsafeMutableRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) {
                (generic: UnsafeMutablePointer<sockaddr>) -> CInt in
                guard unsafe bind(descriptor, generic, size) == 0, Glibc.listen(descriptor, backlog) == 0 else {
                    return -1
                }
                return unsafe getsockname(descriptor, generic, &size)
            }
        }
        guard result == 0 else {
            let reason = systemError()
            _ = Glibc.close(descriptor)
            throw .cannotListen(address: shown, reason: reason)
        }
        return (descriptor, bound)
    }
}

/// What the last failed system call says, in words.
func systemError() -> String { unsafe String(cString: strerror(errno)) }
