import Glibc

/// Who is at the other end, as text and as the unit that limits count by.
struct PeerAddress: Hashable, Sendable {
    /// A numeric IP address, or `unix`.
    let text: String
    /// The address, or the first half of an IPv6 one: a single host is given all of that.
    let unit: String

    /// The peer of a unix socket, who has no address.
    static let unix = PeerAddress(text: "unix", unit: "unix")

    init(text: String, unit: String) {
        self.text = text
        self.unit = unit
    }

    /// Reads what `accept` filled in.
    init(_ storage: sockaddr_storage) {
        switch CInt(storage.ss_family) {
        case AF_INET:
            let text = Self.read(storage, as: sockaddr_in.self) { address in
                unsafe Self.text(AF_INET, &address.sin_addr)
            }
            self.init(text: text, unit: text)
        case AF_INET6:
            let (text, unit) = Self.read(storage, as: sockaddr_in6.self) { address in
                let text = unsafe Self.text(AF_INET6, &address.sin6_addr)
                unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
                    for index in 8..<16 { unsafe bytes[index] = 0 }
                }
                return (text, unsafe Self.text(AF_INET6, &address.sin6_addr))
            }
            self.init(text: text, unit: unit)
        default: self = .unix
        }
    }

    private static func read<Address, Value>(
        _ storage: sockaddr_storage, as type: Address.Type, _ body: (inout Address) -> Value
    ) -> Value {
        unsafe withUnsafeBytes(of: storage) { bytes in
            // sockaddr_storage is made to be as large and as aligned as any socket address.
            var address = unsafe bytes.loadUnaligned(as: Address.self)
            return body(&address)
        }
    }

    private static func text(_ family: CInt, _ address: UnsafeRawPointer) -> String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard unsafe inet_ntop(family, address, &buffer, socklen_t(buffer.count)) != nil else { return "unknown" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
