import Foundation
import TestPostgres

/// A PostgreSQL of one test, with a log of its own.
struct PrivateCluster: Sendable {
    let folder: URL
    private let conninfo: String

    /// Runs the body with a new cluster, and stops it.
    ///
    /// - Parameter isCrashSafe: whether it waits for the disk, as one must that is going to be crashed.
    static func with<Value>(
        isCrashSafe: Bool, _ body: (PrivateCluster) async throws -> Value
    ) async throws -> Value {
        try await ScratchFolder.with { scratch in
            let folder = scratch.appending(component: "pg", directoryHint: .isDirectory)
            let outcome: Result<Value, any Error>
            do {
                let conninfo = try await run("start", folder, isCrashSafe ? [] : ["--fast"], in: scratch).output
                let cluster = PrivateCluster(
                    folder: folder, conninfo: conninfo.trimmingCharacters(in: .whitespacesAndNewlines))
                outcome = .success(try await body(cluster))
            } catch {
                outcome = .failure(error)
            }
            _ = try await Finished.running(script, ["stop", folder.path], in: scratch)
            return try outcome.get()
        }
    }

    private static let script = TestCluster.packageDirectory.appending(components: "deploy", "postgres")

    @discardableResult
    private static func run(
        _ command: String, _ folder: URL, _ more: [String] = [], in scratch: URL
    ) async throws -> Finished {
        try await Finished.running(script, [command, folder.path] + more, in: scratch).exiting(0)
    }

    private var scratch: URL { folder.deletingLastPathComponent() }

    /// Ends it as a crash would, and starts it again, which recovers from its log.
    func crashAndRestart() async throws {
        try await Self.run("kill", folder, in: scratch)
        try await Self.run("start", folder, in: scratch)
    }

    func createDatabase(_ name: String) async throws { try await Self.run("createdb", folder, [name], in: scratch) }

    /// How to connect to a database, as a role.
    func conninfo(database: String, user: String) -> String {
        let kept = conninfo.split(separator: " ").filter { !$0.hasPrefix("dbname=") && !$0.hasPrefix("user=") }
        return (kept + ["dbname=\(database)"[...], "user=\(user)"[...]]).joined(separator: " ")
    }

    /// The socket on which it listens.
    var endpoint: Endpoint {
        let settings = Dictionary(
            conninfo.split(separator: " ").map { setting in
                let parts = setting.split(separator: "=", maxSplits: 1)
                return (String(parts[0]), String(parts.last ?? ""))
            }
        ) { first, _ in first }
        return .unix(path: "\(settings["host"] ?? "")/.s.PGSQL.\(settings["port"] ?? "")")
    }

    /// What the server has written to its log.
    var log: String {
        let file = folder.appending(component: "postgres.log")
        return String(decoding: FileManager.default.contents(atPath: file.path) ?? Data(), as: UTF8.self)
    }
}
