import Foundation

/// Many connections at once, held open by a test.
struct Crowd {
    let wires: [Wire]

    /// Foundation starts processes by descriptors below 1,024 only, so a crowd keeps out of its way.
    private static let lowestDescriptor: Int32 = 2_048

    /// Connects so many times; each says what `greeting` gives for it.
    init(of count: Int, to endpoint: Endpoint, saying greeting: (Int) -> [UInt8]) throws {
        try Self.prepare(for: count)
        wires = try (0..<count).map { index in
            let low = try Wire.connected(to: endpoint)
            let descriptor = fcntl(low.descriptor, F_DUPFD_CLOEXEC, Self.lowestDescriptor)
            guard descriptor >= 0 else { throw NotAsExpected("no descriptor for connection \(index): errno \(errno)") }
            let wire = Wire(descriptor: descriptor)
            wire.send(greeting(index))
            return wire
        }
    }

    /// Breaks all the connections.
    func leave() { for wire in wires { wire.cut() } }

    /// Sees to it that this process may hold so many connections.
    static func prepare(for count: Int) throws {
        try allowDescriptors(Int(lowestDescriptor) + count + 64)
    }

    private static func allowDescriptors(_ count: Int) throws {
        var limit = rlimit()
        // The pointers are to a local value and live for the calls only.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw NotAsExpected("the limit of descriptors cannot be read: errno \(errno)")
        }
        guard limit.rlim_cur < rlim_t(count) else { return }
        guard limit.rlim_max >= rlim_t(count) else {
            throw NotAsExpected("this test needs \(count) descriptors; `ulimit -Hn` allows \(limit.rlim_max)")
        }
        limit.rlim_cur = limit.rlim_max
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw NotAsExpected("the limit of descriptors cannot be raised: errno \(errno)")
        }
    }
}

extension ChildProcess {
    /// The memory that it holds now, in MiB, as the system counts it.
    var residentMebibytes: Int { get throws { try residentKibibytes / 1_024 } }

    var residentKibibytes: Int {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
            guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
                let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
            else { throw NotAsExpected("no VmRSS of process \(processID)") }
            return kibibytes
        }
    }
}
