import CareStore
import Postgres

extension LargePractice {
    /// How PostgreSQL treats the values of a prepared statement.
    enum Mode: String, CaseIterable {
        /// As it is planned for the first five uses.
        case custom = "force_custom_plan"
        /// As it may be planned from then on.
        case generic = "force_generic_plan"
    }

    /// The plan of a statement as the service's role gets it, row-level security and all.
    ///
    /// A statement belongs to the role that may run it: `soleus_care`, else `soleus_eligibility`, else the owner.
    func plan(_ statement: any AnyStatement, _ mode: Mode, before script: String = "") async throws -> QueryPlan {
        for database in [care, eligibility] {
            do {
                return try await plan(statement, mode, on: database, before: script)
            } catch let error as PostgresError where error.sqlState == .insufficientPrivilege { continue }
        }
        return try await plan(statement, mode, on: owner, before: script)
    }

    /// The same as the role of a database.
    func plan(
        _ statement: any AnyStatement, _ mode: Mode, on database: Database, before script: String = ""
    ) async throws -> QueryPlan {
        let settings = [
            "soleus.actor_role": "member", "soleus.actor": members[0], "soleus.chart": members[0],
            "plan_cache_mode": mode.rawValue,
        ]
        return try await database.transaction(TransactionOptions(settings: settings)) { transaction in
            // A statement that is refused when it is planned stays prepared, so each has a name of its own.
            let name = "asked_\(UInt64.random(in: 0...UInt64.max))"
            let types = statement.parameterTypes.map(\.name).joined(separator: ", ")
            let values = statement.parameterTypes.map { value($0, in: statement.text) }.joined(separator: ", ")
            try transaction.runScript(
                script + "PREPARE \(name)\(types.isEmpty ? "" : " (\(types))") AS \(statement.text)")
            let lines = try transaction.all(
                Statement(
                    "EXPLAIN EXECUTE \(name)\(values.isEmpty ? "" : " (\(values))")", gives: Types(String.self)))
            try transaction.runScript("DEALLOCATE \(name)")
            return QueryPlan(lines)
        }
    }

    /// A value that a parameter of a type might have.
    private func value(_ type: PostgresType, in statement: String) -> String {
        switch type.name {
        case "text" where statement.contains("::pg_lsn"): "'0/10'"
        case "uuid": "'\(members[0])'"
        case "uuid[]": "'{\(members.joined(separator: ","))}'"
        case "bigint", "integer", "smallint", "double precision": "10"
        // Also where a number is written as text.
        case "text": "'10'"
        case "text[]": "'{10,11,12}'"
        case "bigint[]", "integer[]", "smallint[]": "'{10,11,12}'"
        case "boolean": "true"
        case "bytea": "'\\x0a'"
        case "bytea[]": "'{}'"
        case "date": "date '2026-11-01'"
        case "timestamp with time zone": "timestamptz '2026-11-01'"
        case "jsonb": "'{}'"
        case "daterange": "daterange '[2026-11-01,2026-11-08)'"
        default: "NULL"
        }
    }
}
