import Foundation
import StrictJSON
import TestPostgres
import Testing

/// A command that is killed in the middle leaves nothing half, and the same command again does the whole.
@Suite struct `A killed command` {
    /// The folder with the first migrations only, as an older program knew them.
    private func olderMigrations(in practice: Practice, count: Int) throws -> String {
        let folder = practice.folder.appending(component: "migrations-\(count)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = try FileManager.default.contentsOfDirectory(
            at: TestCluster.migrationsDirectory, includingPropertiesForKeys: nil)
        for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }).prefix(count) {
            try FileManager.default.copyItem(at: file, to: folder.appending(component: file.lastPathComponent))
        }
        return folder.path
    }

    private func migrating(_ practice: Practice, with folder: String? = nil) throws -> ChildProcess {
        var configuration = try practice.ownersConfiguration()
        if let folder { configuration["SOLEUS_MIGRATIONS"] = folder }
        return try ChildProcess(
            BuiltProgram.soleusd.path, ["migrate"], environment: configuration, in: practice.folder)
    }

    /// The schema that migrations make which nobody kills.
    private func wholeSchema() async throws -> [String] {
        try await Practice.with { practice in try await practice.schema() }
    }

    @Test func `of a migration leaves a schema that the next run completes`() async throws {
        try await Practice.withoutSchema { practice in
            let older = try olderMigrations(in: practice, count: 3)
            #expect(await (try migrating(practice, with: older)).ended() == .exited(0))
            let before = try await practice.schema()
            // The next migration refers to members, so it stands still in its middle.
            try await practice.locking("member") {
                let migration = try migrating(practice)
                try await practice.somebodyWaits()
                await migration.crash()
            }
            #expect(try await practice.schema() == before)
            try await practice.soleusd("migrate")
            #expect(try await practice.schema() == wholeSchema())
        }
    }

    @Test func `of a migration may come at any moment`() async throws {
        try await Practice.withoutSchema { practice in
            for _ in 1...4 {
                let migration = try migrating(practice)
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...150)))
                await migration.crash()
            }
            try await practice.soleusd("migrate")
            #expect(try await practice.schema() == wholeSchema())
        }
    }

    @Test func `of a roster load leaves no half roster`() async throws {
        try await Practice.prepared { practice in
            let service = try await practice.start()
            try await practice.open()
            let roster = RosterFile.of(count: 2_000)
            let arguments = [
                "roster", "load", "--sponsor", Practice.sponsor, try practice.write("roster.csv", roster.text),
                "--json",
            ]
            try await practice.locking("coverage") {
                async let sent = practice.run(arguments, profile: "acme")
                try await practice.somebodyWaits()
                await service.crash()
                #expect(try await sent.ending == .exited(5))
            }
            #expect(try await practice.count("SELECT count(*) FROM covered_person") == 0)

            // And at moments that nobody chose.
            for _ in 1...3 {
                let service = try await practice.start()
                async let sent = practice.run(arguments, profile: "acme")
                try await Task.sleep(for: .milliseconds(Int.random(in: 50...400)))
                await service.crash()
                #expect([.exited(5), .exited(0)].contains(try await sent.ending))
                let stored = try await practice.count("SELECT count(*) FROM covered_person")
                #expect([0, 2_000].contains(stored))
            }
            try await practice.start()
            let report = try await practice.run(arguments, profile: "acme").exiting(0).json
            #expect(report["state"] == "applied")
            #expect(report["counts"]?["rows"] == 2_000)
            #expect(report["counts"]?["added"] == 2_000)
            #expect(report["counts"]?["faulty"] == 0)
            #expect(try await practice.count("SELECT count(*) FROM covered_person") == 2_000)
            #expect(try await practice.count("SELECT count(*) FROM coverage") == 2_000)
        }
    }
}
