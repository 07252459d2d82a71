import LoadClient
import Postgres

/// Reads what a stretch of work has cost, from the processes that did it.
struct Meter: Sendable {
    /// What all of the processes and the WAL showed at a moment.
    struct Reading: Sendable {
        var at: UInt64
        var serviceSeconds: Double
        var postgresSeconds: Double
        var walBytes: Int64
    }

    private let installation: Installation

    init(_ installation: Installation) { self.installation = installation }

    private static let wal = Statement(
        "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint", gives: Types(Int64.self))
    private static let checkpoint = Statement("CHECKPOINT")

    func reading() async throws -> Reading {
        let wal = try await installation.database.perform(.readOnly, Self.wal.only())
        return Reading(
            at: LoadClock.now, serviceSeconds: try installation.processes.serviceSeconds(),
            postgresSeconds: try installation.processes.postgresSeconds(), walBytes: wal)
    }

    /// Writes out everything, so that what follows pays for its own page images, and for nobody else's.
    func settle() async throws { try await installation.database.perform(.readWrite, Self.checkpoint.run()) }

    /// What the body has cost.
    func measure<Value: Sendable>(_ body: () async throws -> Value) async throws -> (value: Value, cost: Cost) {
        let before = try await reading()
        let value = try await body()
        let after = try await reading()
        return (
            value,
            Cost(
                seconds: Double(after.at - before.at) / 1e9,
                serviceSeconds: after.serviceSeconds - before.serviceSeconds,
                postgresSeconds: after.postgresSeconds - before.postgresSeconds,
                walBytes: after.walBytes - before.walBytes)
        )
    }
}

/// What a stretch of work has cost.
struct Cost: Hashable, Sendable {
    var seconds: Double
    var serviceSeconds: Double
    var postgresSeconds: Double
    var walBytes: Int64
}
