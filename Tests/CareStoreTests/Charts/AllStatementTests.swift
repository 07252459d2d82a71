import CareStore
import Postgres
import TestPostgres
import Testing

@Suite struct `Every statement of the service` {
    @Test func `fits the migrated schema`() async throws {
        try await withDatabase { database in
            #expect(!AllStatements.list.isEmpty)
            let mismatches = try await SchemaCheck.mismatches(of: AllStatements.list, on: database)
            #expect(mismatches == [])
        }
    }
}
