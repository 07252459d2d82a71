import Foundation

/// The real processes: the service, and PostgreSQL with everything that it has started.
struct Processes: Sendable {
    var service: Int32
    /// The process that has started all others of the server.
    let postmaster: Int32

    /// How many ticks of /proc a second has, on every Linux that Swift knows.
    private static let ticksPerSecond = 100.0
    private static let pageBytes = 4_096

    /// `backend` is any process of the server.
    init(service: Int32, backend: Int32) throws {
        self.service = service
        postmaster = try Self.times(of: backend).parent
        _ = try Self.times(of: service)
    }

    /// CPU time that the service has used, in seconds.
    func serviceSeconds() throws -> Double { try Self.times(of: service).ownSeconds }

    /// CPU time that all processes of PostgreSQL have used, those that have ended included, in seconds.
    func postgresSeconds() throws -> Double {
        let postmaster = try Self.times(of: self.postmaster)
        return postmaster.ownSeconds + postmaster.childrenSeconds
            + Self.children(of: self.postmaster).reduce(0) { $0 + $1.ownSeconds }
    }

    /// Memory of the service that is in RAM, in MiB.
    func serviceMebibytes() throws -> Double {
        let fields = try String(contentsOfFile: "/proc/\(service)/statm", encoding: .utf8).split(separator: " ")
        return Double((Int(fields[1]) ?? 0) * Self.pageBytes) / 1_048_576
    }

    /// Open files of the service.
    func serviceDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(service)/fd").count
    }

    private struct Times {
        var parent: Int32
        var ownSeconds: Double
        /// Of the children that have ended.
        var childrenSeconds: Double
    }

    private static func times(of pid: Int32) throws -> Times {
        guard let times = readTimes(of: pid) else { throw BenchProblem.processGone(pid) }
        return times
    }

    private static func readTimes(of pid: Int32) -> Times? {
        // A process may end while it is looked at; then it is not there.
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        // From the third field on; the name before it may hold spaces.
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 14, let parent = Int32(fields[1]) else { return nil }
        let ticks = fields[11...14].map { Double($0) ?? 0 }
        return Times(
            parent: parent, ownSeconds: (ticks[0] + ticks[1]) / ticksPerSecond,
            childrenSeconds: (ticks[2] + ticks[3]) / ticksPerSecond)
    }

    private static func children(of parent: Int32) -> [Times] {
        // A folder that cannot be read has nobody in it.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap { readTimes(of: $0) }.filter { $0.parent == parent }
    }
}
