import Foundation
import Postgres
import Synchronization
import TestPostgres

/// A whole installation of one test: a database, `soleusd` on ports of its own, and a home for `soleus`.
final class Practice: Sendable {
    let folder: URL
    private let ports: (service: Int, health: Int)
    private let conninfo: @Sendable (_ user: String) throws -> String
    private let services = Mutex<[ChildProcess]>([])

    private init(folder: URL, conninfo: @escaping @Sendable (_ user: String) throws -> String) throws {
        self.folder = folder
        self.conninfo = conninfo
        ports = try FreePorts.pair()
        try FileManager.default.createDirectory(
            at: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try write("cursor-key", String(repeating: "5a", count: 32))
    }

    /// Runs the body with an installation on a migrated database of the tests' own cluster.
    static func with<Value>(_ body: (Practice) async throws -> Value) async throws -> Value {
        try await withTestDatabase { test in
            try await with(conninfo: { user in try test.conninfo(user: user) }, body: body)
        }
    }

    /// Runs the body with an installation that has its catalog and its first operator.
    static func prepared<Value>(_ body: (Practice) async throws -> Value) async throws -> Value {
        try await withTestDatabase(from: preparedDatabase) { test, _ in
            try await with(conninfo: { user in try test.conninfo(user: user) }) { practice in
                try practice.writeOperatorPassword()
                return try await body(practice)
            }
        }
    }

    private static let preparedDatabase = FilledDatabase { test in
        try await with(conninfo: { user in try test.conninfo(user: user) }) { practice in
            try await practice.prepare()
        }
    }

    /// Runs the body with an installation on a database of the tests' own cluster in which there is nothing.
    static func withoutSchema<Value>(_ body: (Practice) async throws -> Value) async throws -> Value {
        try await withEmptyDatabase { test in
            try await with(conninfo: { user in try test.conninfo(user: user) }, body: body)
        }
    }

    /// Runs the body with an installation on the database that `conninfo` leads to.
    ///
    /// Whatever it has started is gone afterwards, also when the body fails.
    static func with<Value>(
        conninfo: @escaping @Sendable (_ user: String) throws -> String, body: (Practice) async throws -> Value
    ) async throws -> Value {
        try await ScratchFolder.with { folder in
            let practice = try Practice(folder: folder, conninfo: conninfo)
            let outcome: Result<Value, any Error>
            do {
                outcome = .success(try await body(practice))
            } catch {
                let logs = practice.serviceLog.suffix(4_000)
                outcome = .failure(NotAsExpected("\(error)\n--- the service's log\n\(logs)"))
            }
            for service in practice.services.withLock(\.self) { await service.crash() }
            return try outcome.get()
        }
    }

    var home: URL { folder.appending(component: "home", directoryHint: .isDirectory) }

    /// A file of this practice; the path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = folder.appending(component: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// The file in which a device of `soleus` keeps its store.
    func store(of device: String) -> String {
        home.appending(components: "devices", "\(device).sqlite").path
    }

    // MARK: The service

    /// The address of the service, whether it runs or not.
    var address: String { "http://127.0.0.1:\(ports.service)" }
    /// Where it listens.
    var endpoint: Endpoint { .tcp(port: ports.service) }
    /// The address of its health listener.
    var healthAddress: String { "http://127.0.0.1:\(ports.health)" }

    /// The whole configuration of `soleusd`; without the owner's database, which serving does not need.
    func configuration() throws -> [String: String] {
        [
            "SOLEUS_DATABASE": try conninfo("soleus_care"),
            "SOLEUS_ELIGIBILITY_DATABASE": try conninfo("soleus_eligibility"),
            "SOLEUS_CURSOR_KEY_FILE": folder.appending(component: "cursor-key").path,
            "SOLEUS_LISTEN": "127.0.0.1:\(ports.service)",
            "SOLEUS_HEALTH_LISTEN": "127.0.0.1:\(ports.health)",
            "SOLEUS_MIGRATIONS": TestCluster.migrationsDirectory.path,
            "SOLEUS_LOG_LEVEL": "debug",
            // Long enough for a machine with other things to do; a test that needs it to be short would say so.
            "SOLEUS_DRAIN_SECONDS": "60",
        ]
    }

    /// The configuration of commands that change the schema, the catalog or the operators.
    func ownersConfiguration() throws -> [String: String] {
        [
            "SOLEUS_OWNER_DATABASE": try conninfo("soleus_owner"),
            "SOLEUS_MIGRATIONS": TestCluster.migrationsDirectory.path,
        ]
    }

    /// Runs `soleusd` as the owner, to its end.
    @discardableResult
    func soleusd(_ arguments: String..., status: Int32 = 0) async throws -> Finished {
        try await Finished.running(
            BuiltProgram.soleusd.path, arguments, environment: try ownersConfiguration(), in: folder
        ).exiting(status)
    }

    /// Starts the service, and returns at once.
    func launch(_ configuration: [String: String]? = nil) throws -> ChildProcess {
        let service = try ChildProcess(
            BuiltProgram.soleusd.path, ["serve"], environment: try configuration ?? self.configuration(), in: folder)
        services.withLock { $0.append(service) }
        return service
    }

    /// Starts the service, and waits until it says that it is ready.
    @discardableResult
    func start() async throws -> ChildProcess {
        let service = try launch()
        try await eventually("soleusd is ready") {
            if let ending = service.ending {
                throw NotAsExpected("soleusd ended (\(ending)) before it was ready:\n\(service.errorText)")
            }
            return await health("/readyz") == 200
        }
        return service
    }

    /// The status that the health listener answers; nil when nobody does.
    func health(_ path: String) async -> Int? {
        await Service(address: healthAddress).status(of: path)
    }

    /// Everything that every run of the service has written.
    var serviceLog: String {
        services.withLock(\.self).map { "\($0.outputText)\($0.errorText)" }.joined(separator: "\n")
    }

    // MARK: The command line

    /// Runs `soleus` with the credential of a profile, to its end.
    @discardableResult
    func soleus(
        _ arguments: String..., profile: String = "default", status: Int32 = 0, server: String? = nil,
        input: String? = nil
    ) async throws -> Finished {
        try await run(arguments, profile: profile, server: server, input: input).exiting(status)
    }

    /// The same, whatever its status.
    func run(
        _ arguments: [String], profile: String = "default", server: String? = nil, input: String? = nil,
        editor: String? = nil
    ) async throws -> Finished {
        var environment = environment(profile, server)
        if let editor { environment["EDITOR"] = editor }
        return try await Finished.running(
            BuiltProgram.soleus.path, arguments, environment: environment, in: folder, input: input)
    }

    /// Starts `soleus`, and does not wait for its end; the practice's own end is its end as well.
    func begin(_ arguments: [String], profile: String = "default") throws -> ChildProcess {
        let command = try ChildProcess(
            BuiltProgram.soleus.path, arguments, environment: environment(profile, nil), in: folder)
        services.withLock { $0.append(command) }
        return command
    }

    private func environment(_ profile: String, _ server: String?) -> [String: String] {
        [
            "SOLEUS_SERVER": server ?? address, "SOLEUS_HOME": home.path, "SOLEUS_PROFILE": profile,
            "NO_COLOR": "1",
        ]
    }

    // MARK: The database

    /// Runs the body with a pool on the practice's database, as its owner.
    func withDatabase<Value>(_ body: (Database) async throws -> Value) async throws -> Value {
        var configuration = DatabaseConfiguration(conninfo: try conninfo("soleus_owner"), maximumSessions: 4)
        configuration.acquireTimeout = .seconds(60)
        configuration.transactionTimeout = .seconds(300)
        let database = try Database(configuration, logger: TestCluster.logger)
        return try await withClosing(database) { try await body(database) }
    }
}
