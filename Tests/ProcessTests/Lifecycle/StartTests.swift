import Foundation
import TestPostgres
import Testing

@Suite struct `Starting the service` {
    /// What it says when it refuses to serve.
    private func refusal(_ practice: Practice, _ configuration: [String: String]? = nil) async throws -> String {
        let service = try practice.launch(configuration)
        let ending = await service.ended()
        guard case .exited(let status) = ending, status != 0 else {
            throw NotAsExpected("soleusd ended with \(ending):\n\(service.errorText)")
        }
        return service.errorText
    }

    @Test func `without configuration names everything that is missing at once`() async throws {
        try await Practice.with { practice in
            let text = try await refusal(practice, [:])
            for variable in ["SOLEUS_DATABASE", "SOLEUS_ELIGIBILITY_DATABASE", "SOLEUS_CURSOR_KEY_FILE"] {
                #expect(text.contains(variable))
            }
        }
    }

    @Test func `with settings that are wrong names each of them`() async throws {
        try await Practice.with { practice in
            var configuration = try practice.configuration()
            configuration["SOLEUS_LISTEN"] = "nowhere"
            configuration["SOLEUS_POOL_CONNECTIONS"] = "many"
            configuration["SOLEUS_CURSOR_KEY_FILE"] = try practice.write("short-key", "5a5a")
            let text = try await refusal(practice, configuration)
            for variable in ["SOLEUS_LISTEN", "SOLEUS_POOL_CONNECTIONS", "SOLEUS_CURSOR_KEY_FILE"] {
                #expect(text.contains(variable))
            }
        }
    }

    @Test func `refuses a database that it cannot reach`() async throws {
        try await Practice.with { practice in
            var configuration = try practice.configuration()
            configuration["SOLEUS_DATABASE"] = "host=/nonexistent dbname=soleus user=soleus_care"
            let text = try await refusal(practice, configuration)
            #expect(text.contains("connect"))
        }
    }

    @Test func `refuses an empty database, and says what to do`() async throws {
        try await Practice.withoutSchema { practice in
            let text = try await refusal(practice)
            #expect(text.contains("migrate"))
        }
    }

    @Test func `refuses a schema that lacks a migration`() async throws {
        try await Practice.with { practice in
            try await practice.execute("DELETE FROM schema_migration WHERE number >= 5")
            let text = try await refusal(practice)
            #expect(text.contains("0005_"))
        }
    }

    @Test func `refuses a schema that is newer than itself`() async throws {
        try await Practice.with { practice in
            try await practice.execute(
                """
                INSERT INTO schema_migration (number, name, sha256)
                SELECT max(number) + 1, 'things_to_come', '00' FROM schema_migration
                """)
            let text = try await refusal(practice)
            #expect(text.contains("things_to_come"))
        }
    }

    @Test func `refuses a schema that somebody has changed`() async throws {
        try await Practice.with { practice in
            try await practice.execute("UPDATE schema_migration SET sha256 = '00' WHERE number = 2")
            let text = try await refusal(practice)
            #expect(text.contains("0002_"))
        }
    }

    @Test func `refuses an address that is taken`() async throws {
        try await Practice.with { practice in
            try await practice.start()
            let text = try await refusal(practice)
            #expect(text.contains("127.0.0.1"))
            #expect(await practice.health("/readyz") == 200)
        }
    }
}
