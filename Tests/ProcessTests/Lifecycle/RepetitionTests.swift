import Foundation
import TestPostgres
import Testing

@Suite struct `An operator's command` {
    @Test func `migrates twice without a change`() async throws {
        try await Practice.withoutSchema { practice in
            let first = try await practice.soleusd("migrate")
            #expect(first.output.contains("0001_"))
            let before = try await practice.schema()
            let second = try await practice.soleusd("migrate")
            #expect(!second.output.contains("0001_"))
            #expect(try await practice.schema() == before)
        }
    }

    @Test func `loads the catalog twice without a change`() async throws {
        let content = TestCluster.packageDirectory.appending(components: "db", "content").path
        let versions = "SELECT count(*) FROM content_version"
        try await Practice.with { practice in
            try await practice.soleusd("content", "check", content)
            try await practice.soleusd("content", "load", content)
            let count = try await practice.count(versions)
            #expect(count > 0)
            let second = try await practice.soleusd("content", "load", content)
            #expect(second.output.contains("0 of"))
            #expect(try await practice.count(versions) == count)
        }
    }

    @Test func `does not make the same operator twice`() async throws {
        try await Practice.with { practice in
            let first = try await practice.soleusd("operator", "add", "--login", "olga")
            // The password that was made up is shown once, and works.
            let password = try #require(first.output.split(whereSeparator: \.isWhitespace).last)
            let second = try await practice.soleusd("operator", "add", "--login", "olga", status: 1)
            #expect(second.errors.contains("olga"))
            #expect(try await practice.count("SELECT count(*) FROM account") == 1)
            try await practice.start()
            let file = try practice.write("password", String(password))
            try await practice.soleus("login", "--login", "olga", "--password-file", file)
        }
    }

    @Test func `checks an installation, and names what is wrong with it`() async throws {
        try await Practice.with { practice in
            var configuration = try practice.configuration()
            func check() async throws -> Finished {
                try await Finished.running(
                    BuiltProgram.soleusd.path, ["check"], environment: configuration, in: practice.folder)
            }
            _ = try await check().exiting(0)
            // Neither is set up in the tests' cluster, and devices would keep for ever what they sent.
            for (place, remedy) in [("standby", "GRANT pg_read_all_stats TO soleus_care"), ("archive", "archive_mode")]
            {
                configuration["SOLEUS_SECOND_PLACE"] = place
                let lacking = try await check()
                #expect(lacking.ending != .exited(0))
                #expect(lacking.output.contains(remedy))
            }
            configuration["SOLEUS_SECOND_PLACE"] = nil
            configuration["SOLEUS_DATABASE"] = configuration["SOLEUS_ELIGIBILITY_DATABASE"]
            let wrong = try await check()
            #expect(wrong.ending != .exited(0))
            #expect(wrong.output.contains("soleus_care"))
        }
    }
}
