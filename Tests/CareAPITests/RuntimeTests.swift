import CareServices
import Foundation
import FoundationNetworking
import HTTPServer
import Logging
import Postgres
import TestPostgres
import Testing

@testable import SoleusRuntime

@Suite struct `Settings` {
    private func service(_ environment: [String: String], file: String? = nil) async throws -> ServiceSettings {
        var reader = try await SettingsReader(file: file, environment: environment)
        return try reader.service()
    }

    @Test func `that are missing or wrong are reported together`() async throws {
        do {
            _ = try await service([
                "SOLEUS_LISTEN": "8080", "SOLEUS_HEALTH_LISTEN": "localhost:99999", "SOLEUS_LOG_LEVEL": "loud",
                "SOLEUS_POOL_CONNECTIONS": "1", "SOLEUS_TLS_KEY": "/key.pem", "SOLEUS_CURSOR_KEY_FILE": "/none",
            ])
            Issue.record("nothing was found")
        } catch let problems as SettingsProblems {
            let text = problems.description
            for name in [
                "SOLEUS_DATABASE", "SOLEUS_ELIGIBILITY_DATABASE", "SOLEUS_LISTEN", "SOLEUS_HEALTH_LISTEN",
                "SOLEUS_LOG_LEVEL", "SOLEUS_POOL_CONNECTIONS", "SOLEUS_TLS_CERTIFICATE", "SOLEUS_CURSOR_KEY_FILE",
            ] { #expect(text.contains("\(name) ")) }
            #expect(problems.problems.count == 8)
        }
    }

    @Test func `come from the environment first, then from the file, then from what is usual`() async throws {
        try await withFolder { folder in
            let key = folder.appending(path: "key")
            try String(repeating: "ab", count: 32).write(to: key, atomically: true, encoding: .utf8)
            let file = folder.appending(path: "soleusd.json")
            let json = """
                {"database": "host=a", "eligibilityDatabase": "host=b", "cursorKeyFile": "\(key.path)",
                 "listen": "[::1]:9000", "healthListen": "unix:/run/health"}
                """
            try json.write(to: file, atomically: true, encoding: .utf8)
            let settings = try await service(
                ["SOLEUS_DATABASE": "host=c", "SOLEUS_ELIGIBILITY_DATABASE": ""], file: file.path)
            #expect(settings.database.conninfo == "host=c")
            #expect(settings.database.plansForAnyValues && !settings.eligibilityDatabase.plansForAnyValues)
            #expect(settings.eligibilityDatabase.conninfo == "host=b")
            #expect(settings.listen == .tcp(host: "::1", port: 9000))
            #expect(settings.healthListen == .unixSocket(path: "/run/health"))
            #expect(settings.cursorKey == [UInt8](repeating: 0xAB, count: 32))
            #expect(settings.migrations == "db/migrations")
        }
    }

    @Test func `in a file that is no JSON object are refused`() async throws {
        await #expect(throws: SettingsProblems.self) { try await service([:], file: "/none") }
    }
}

@Suite struct `A log line` {
    @Test(arguments: [
        ("plain", "plain"), ("two words", #""two words""#), ("", #""""#), ("a=b", #""a=b""#),
        ("a\nlevel=error", #""a\nlevel=error""#), ("\u{1B}[31m", #""\u{1b}[31m""#), (#"say "hi""#, #""say \"hi\"""#),
        ("\u{85}\u{2028}", #""\u{85}\u{2028}""#),
    ])
    func `stays one line whatever is in it`(value: String, written: String) {
        #expect(LogLine.quoted(value) == written)
    }
}

@Suite struct `A service` {
    @Test func `is ready when it serves, and not before or after`() async throws {
        try await withTestDatabase { test in
            let application = try Soleus.build(try ServiceSettings(test), logger: TestCluster.logger)
            let ports = try await application.start()
            #expect(try await status("/livez", ports.health) == 200)
            // On a busy machine the database may be late once; whoever asks asks again.
            var ready = 0
            for _ in 1...30 where ready != 200 { ready = try await status("/readyz", ports.health) }
            #expect(ready == 200)
            #expect(try await status("/openapi.json", ports.service) == 200)
            #expect(try await status("/readyz", ports.service) == 404)
            #expect(await application.stop())
            await #expect(throws: URLError.self) { try await status("/livez", ports.health) }
        }
    }

    @Test func `does not start on a schema that it does not know`() async throws {
        try await withTestDatabase { test in
            try await test.database.transaction { transaction in
                try transaction.runScript(
                    "INSERT INTO schema_migration (number, name, sha256) SELECT max(number) + 1, 'later', '' FROM schema_migration"
                )
            }
            let application = try Soleus.build(try ServiceSettings(test), logger: TestCluster.logger)
            await #expect(throws: MigrationError.self) { try await application.start() }
            await application.stop()
        }
        try await withEmptyDatabase { test in
            let application = try Soleus.build(try ServiceSettings(test), logger: TestCluster.logger)
            await #expect(throws: MigrationError.self) { try await application.start() }
            await application.stop()
        }
    }

    @Test func `is checked part by part`() async throws {
        try await withTestDatabase { test in
            let well = await ServiceCheck.run(try ServiceSettings(test), logger: TestCluster.logger)
            #expect(well.count == 8)
            #expect(well.filter { $0.problem != nil } == [])
            // That acknowledged work is on one place only is no fault, and is said.
            let place = try #require(well.first { $0.subject == "second place" })
            #expect(place.description.hasPrefix("ok       second place: none; "))

            var wrong = try ServiceSettings(test)
            wrong.database.conninfo = try test.conninfo()
            wrong.eligibilityDatabase.conninfo = "host=/none dbname=x connect_timeout=1"
            wrong.eligibilityDatabase.acquireTimeout = .milliseconds(200)
            let findings = await ServiceCheck.run(wrong, logger: TestCluster.logger)
            #expect(
                findings.filter { $0.problem != nil }.map(\.subject) == [
                    "database: role", "eligibility database: reached",
                ])
        }
    }

    @Test func `that has lost the database looks whether it is the same when it is back`() async throws {
        try await withTestDatabase { test in
            let application = try Soleus.build(try ServiceSettings(test), logger: TestCluster.logger)
            _ = try await application.start()
            let lives = Statement("SELECT count(*) FROM incarnation", gives: Types(Int64.self))
            #expect(try await test.database.perform(.readOnly, lives.only()) == 1)
            // As a fail-over looks from here: every connection ends, and the next ones lead to another server.
            try await test.database.transaction { transaction in
                try transaction.runScript(
                    """
                    UPDATE incarnation SET timeline = timeline + 1;
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND usename = 'soleus_care';
                    """)
            }
            var count: Int64 = 1
            for _ in 1...600 where count == 1 {
                try await Task.sleep(for: .milliseconds(50))
                count = try await test.database.perform(.readOnly, lives.only())
            }
            #expect(count == 2)
            await application.stop()
        }
    }

    private func status(_ path: String, _ port: Int) async throws -> Int {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
        let (_, response) = try await URLSession(configuration: .ephemeral).data(from: url)
        return try #require(response as? HTTPURLResponse).statusCode
    }
}

@Suite struct `Commands of the owner` {
    @Test func `bring an empty database to a service's first operator, and can be repeated`() async throws {
        try await withEmptyDatabase { test in
            let commands = OwnerCommands(
                OwnerSettings(
                    database: DatabaseConfiguration(conninfo: try test.conninfo(), maximumSessions: 2),
                    migrations: TestCluster.migrationsDirectory.path), logger: TestCluster.logger)
            let content = TestCluster.packageDirectory.appending(components: "db", "content").path
            #expect(try await commands.migrate().first?.hasPrefix("applied 0001_") == true)
            #expect(try await commands.migrate().count == 1)
            #expect(try await commands.loadContent(from: content, dryRun: true).last?.hasSuffix("(dry run).") == true)
            let loaded = try await commands.loadContent(from: content, dryRun: false)
            #expect(loaded.count > 20)
            #expect(try await commands.loadContent(from: content, dryRun: false).count == 1)

            let password = try await commands.addOperator(login: "olga", name: "Olga", password: nil)
            #expect(password?.count == 24)
            await #expect(throws: CommandProblem.self) {
                try await commands.addOperator(login: "olga", name: "Olga", password: nil)
            }
            await #expect(throws: CommandProblem.self) {
                try await commands.addOperator(login: "oleg", name: "Oleg", password: "short")
            }
        }
    }
}

private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "soleus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(folder)) } catch { outcome = .failure(error) }
    try FileManager.default.removeItem(at: folder)
    try outcome.get()
}
