import Foundation
import Postgres
import TestPostgres

/// A PostgreSQL of one test, which can come back as a standby and be promoted, as at a fail-over.
struct PromotableCluster: Sendable {
    private let folder: URL

    /// Runs the body with a new cluster, and stops it.
    static func with<R>(_ body: (PromotableCluster) async throws -> R) async throws -> R {
        // A path that is short enough for a socket in it.
        let scratch = URL(filePath: "/tmp/soleus-life-\(UUID().uuidString.prefix(8).lowercased())")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: false)
        let cluster = PromotableCluster(folder: scratch.appending(component: "pg", directoryHint: .isDirectory))
        let outcome: Result<R, any Error>
        do {
            try await cluster.tell("start")
            outcome = .success(try await body(cluster))
        } catch {
            outcome = .failure(error)
        }
        try await cluster.tell("stop")
        try FileManager.default.removeItem(at: scratch)
        return try outcome.get()
    }

    /// A pool on its only database, as its owner; whoever opens it closes it.
    func open() async throws -> Database {
        var configuration = DatabaseConfiguration(conninfo: try await tell("conninfo"), maximumSessions: 2)
        // Many suites run at once on few cores: a slow machine is not what they test.
        configuration.acquireTimeout = .seconds(60)
        return try Database(configuration, logger: TestCluster.logger)
    }

    /// Ends it as a crash would, has it come back as the standby that has its log, and promotes that.
    func failOver() async throws {
        try await tell("kill")
        let signal = folder.appending(components: "data", "standby.signal")
        try Data().write(to: signal)
        try await tell("start")
        try await tell("psql", "--no-psqlrc", "--quiet", "--command", "SELECT pg_promote(true, 60)")
    }

    /// Has the script do something with the cluster, and gives what it prints.
    @discardableResult
    private func tell(_ command: String, _ arguments: String...) async throws -> String {
        let script = Process()
        script.executableURL = TestCluster.packageDirectory.appending(components: "deploy", "postgres")
        script.arguments = [command, folder.path] + arguments
        let output = Pipe()
        script.standardInput = FileHandle.nullDevice
        script.standardOutput = output
        script.standardError = FileHandle.nullDevice
        let (ended, hasEnded) = AsyncStream.makeStream(of: Void.self)
        script.terminationHandler = { _ in hasEnded.finish() }
        try script.run()
        for await _ in ended {}
        guard script.terminationStatus == 0 else { throw Mistake("deploy/postgres \(command) failed") }
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
