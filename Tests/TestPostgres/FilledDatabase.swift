import Postgres

/// Runs the body with a copy of a filled database, and with what filling it gave; drops the copy.
@discardableResult
package func withTestDatabase<Product, R>(
    from filled: FilledDatabase<Product>, _ body: (TestDatabase, Product) async throws -> R
) async throws -> R {
    let (name, product) = try await filled.finished()
    return try await withClone(of: name) { test in try await body(test, product) }
}

/// A database with rows in it that several tests begin with, filled once in each process and copied for each test.
///
/// It stays until its cluster goes: rows are made by code, which no digest tells from tomorrow's.
package actor FilledDatabase<Product: Sendable> {
    private let fill: @Sendable (TestDatabase) async throws -> Product
    private var filling: Task<(name: String, product: Product), any Error>?

    /// - Parameter fill: makes the rows, and leaves no session behind.
    package init(_ fill: @escaping @Sendable (TestDatabase) async throws -> Product) { self.fill = fill }

    func finished() async throws -> (name: String, product: Product) {
        if let filling { return try await filling.value }
        let task = Task { [fill] in
            let test = try await makeClone(of: try await TemplateDatabase.shared.name())
            let product = try await withClosing(test.database) { try await fill(test) }
            try await TemplateDatabase.withAdministration { session in
                // A template with a session in it cannot be copied.
                _ = try session.perform(AdministrationStatements.endSessions.all(test.name))
            }
            return (name: test.name, product: product)
        }
        filling = task
        return try await task.value
    }
}
