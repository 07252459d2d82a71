package import Postgres

/// Strangers beside a population: everybody in it copied, so many times, with ids of their own.
///
/// They fill tables and indexes to the size of a large practice at the speed of the server, which is many times that of living
/// their lives. Their charts are like those that they were copied from; their ledgers are not ledgers, since the hashes are of
/// the others' ids. So one measures with the people of the population, among the strangers.
package enum Crowd {
    /// What is unique about a table's rows beside their ids.
    private static let names: [String: Set<String>] = [
        "sponsor": ["slug"], "account": ["login"], "token": ["digest", "replaces"], "eligibility_load": ["sha256"],
    ]

    private static let tables = Statement(
        """
        SELECT relname::text FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND relname NOT IN ('schema_migration', 'incarnation', 'catalog') AND relname NOT LIKE 'content%'
        ORDER BY relpages, relname
        """,
        gives: Types(String.self))

    private static let columns = Statement(
        """
        SELECT column_name::text, udt_name::text FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position
        """,
        takes: Types(String.self), gives: Types(String.self, String.self))

    /// Another id for each copy, next to the one that it is made from: its beginning, which is a time, stays.
    private static let other = """
        CREATE FUNCTION pg_temp.other(id uuid, copy integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
            SELECT encode(set_byte(uuid_send(id), 12, (get_byte(uuid_send(id), 12) + copy * 17) % 256), 'hex')::uuid
        $$
        """

    private static let options = TransactionOptions(
        settings: ["session_replication_role": "replica", "synchronous_commit": "off"], timeout: .seconds(7_200))

    /// Copies everybody; `report` is told of each table that is done.
    ///
    /// - Parameters:
    ///   - copies: At most 15: an id has room for so many beside it.
    ///   - database: As a superuser, with a population in it and nobody else.
    package static func gather(
        _ copies: Int, in database: Database, report: @escaping @Sendable (_ table: String, _ rows: Int) -> Void
    ) async throws {
        guard copies > 0 else { return }
        let copies = min(copies, 15)
        try await database.transaction(options) { transaction in
            try transaction.runScript(other)
            for table in try transaction.all(tables) {
                let columns = try transaction.all(columns, table)
                let names = names[table] ?? []
                let list = columns.map { "\"\($0.0)\"" }.joined(separator: ", ")
                let copied = columns.map { copy(of: $0, type: $1, isName: names.contains($0)) }
                // The names of our own tables and columns, as the server tells them, and a number: not from input.
                let rows = try transaction.run(
                    Statement(
                        "INSERT INTO \(table) (\(list)) SELECT \(copied.joined(separator: ", ")) FROM \(table), generate_series(1, \(copies)) AS copy"
                    ))
                report(table, rows)
            }
        }
    }

    private static func copy(of column: String, type: String, isName: Bool) -> String {
        switch type {
        case "uuid": "pg_temp.other(\"\(column)\", copy)"
        case "bytea" where isName: "sha256(\"\(column)\" || copy::text::bytea)"
        case "text" where isName: "\"\(column)\" || '-' || copy"
        default: "\"\(column)\""
        }
    }
}
