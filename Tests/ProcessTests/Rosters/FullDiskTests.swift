import Foundation
import StrictJSON
import Testing

/// A disk that is full where large files wait: a small file system in memory, which only root can mount.
@Suite(.enabled(if: geteuid() == 0, "only root can mount a small file system"))
struct `A full disk` {
    private func mount(_ arguments: String..., in folder: URL) async throws -> Finished {
        try await Finished.running(
            URL(filePath: "/bin/sh"), ["-c", "exec \(arguments.joined(separator: " "))"], in: folder)
    }

    @Test func `under the spool refuses the file in clear words, and harms no cover`() async throws {
        try await Practice.with { practice in
            let spool = practice.folder.appending(component: "spool")
            try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
            _ = try await mount(
                "mount -t tmpfs -o size=64k,mode=0700 tmpfs '\(spool.path)'", in: practice.folder
            ).exiting(0)
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await run(in: practice, spool.path)) } catch { outcome = .failure(error) }
            _ = try await mount("umount -l '\(spool.path)'", in: practice.folder).exiting(0)
            try outcome.get()
        }
    }

    private func run(in practice: Practice, _ spool: String) async throws {
        try await practice.prepare()
        var configuration = try practice.configuration()
        configuration["SOLEUS_SPOOL_FOLDER"] = spool
        let service = try practice.launch(configuration)
        try await eventually("soleusd is ready") { await practice.health("/readyz") == 200 }
        try await practice.open()
        #expect(try await practice.load(RosterFile.of(count: 40)).json["state"] == "applied")
        let before = try await practice.coverInForce()

        let large = try practice.write("large.csv", RosterFile.of(count: 4_000).text)
        let refused = try await practice.send(large)
        #expect(refused.ending == .exited(5), "\(refused)")
        #expect((refused.errors + refused.output).contains("no room"), "\(refused)")
        #expect(try await practice.coverInForce() == before)
        #expect(try await practice.count("SELECT count(*) FROM eligibility_load") == 1)
        // What it had written is gone, and a small file finds room again.
        #expect(service.ending == nil)
        let small = try practice.write("small.csv", RosterFile.of(count: 41).text)
        #expect(try await practice.send(small).exiting(0).json["counts"]?["added"] == 1)
    }
}
