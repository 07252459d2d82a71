import CareStore
import Postgres
import TestPostgres
import Testing

@Suite struct `The statements of eligibility and catalog` {
    @Test func `fit the schema`() async throws {
        try await withDatabase { database in
            let statements = EligibilityStatements.all + CatalogStatements.all
            let mismatches = try await SchemaCheck.mismatches(of: statements, on: database)
            #expect(mismatches == [])
        }
    }
}
