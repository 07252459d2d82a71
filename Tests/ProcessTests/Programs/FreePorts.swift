import Foundation
import Synchronization

/// Ports of loopback on which nobody listens.
enum FreePorts {
    private static let range = 10_000..<16_000
    /// The halves of the even ports that were given out: a test holds its ports before its service listens there, and
    /// while that is down.
    private static let given = Mutex<Set<Int>>([])

    /// Two that no other test of this process has, below those that the system gives to outgoing connections, so that a
    /// restart finds them free again.
    static func pair() throws -> (Int, Int) {
        try given.withLock { given in
            for half in range.shuffled() where !given.contains(half) {
                let port = half * 2
                guard isFree(port), isFree(port + 1) else { continue }
                given.insert(half)
                return (port, port + 1)
            }
            throw NotAsExpected("no two free ports on this machine")
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        guard let number = UInt16(exactly: port) else { return false }
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = number.bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        // The pointer is to a local value and lives for the call only.
        return unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(socket, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
