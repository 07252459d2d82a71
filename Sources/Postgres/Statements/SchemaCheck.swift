import CLibPQ

/// Compares what statements declare with what a migrated schema says of them.
package enum SchemaCheck {
    /// One line for each statement that does not fit; none when all fit.
    ///
    /// A parameter must have the very type that the server would infer for it, where it can infer one: a `bigint`
    /// compared with an `integer` column works, yet hides a mistake.
    package static func mismatches(
        of statements: [any AnyStatement], on database: Database
    ) async throws -> [String] {
        try await database.session { session in
            try statements.flatMap { statement in try mismatches(of: statement, on: session) }
        }
    }

    private static func mismatches(of statement: any AnyStatement, on session: borrowing Session) throws -> [String] {
        let declaredParameters = statement.parameterTypes.map(\.oid)
        let described: Session.Description
        do throws(PostgresError) {
            described = try session.describe(statement.text, parameterTypes: declaredParameters)
        } catch {
            // The words of a refusal to prepare name tables and columns, since no row was involved.
            guard case .server(let refusal) = error else { throw error }
            return ["\(refusal.sqlState) \(refusal.unredactedMessage): \(statement.text)"]
        }
        var found: [String] = []
        if !fit(statement.columnTypes, described.columnTypes) {
            found.append(
                "columns are \(described.columnTypes), declared as \(describe(statement.columnTypes)): "
                    + statement.text)
        }
        if described.parameterTypes.count != declaredParameters.count {
            found.append(
                "\(described.parameterTypes.count) parameters, declared are \(declaredParameters.count): "
                    + statement.text)
        } else if let inferred = try inferredParameters(of: statement, on: session),
            !fit(statement.parameterTypes, inferred)
        {
            found.append(
                "parameters are \(inferred), declared as \(describe(statement.parameterTypes)): " + statement.text)
        }
        return found
    }

    /// The parameters' types as the server infers them; nil where it cannot without a declaration.
    private static func inferredParameters(
        of statement: any AnyStatement, on session: borrowing Session
    ) throws -> [UInt32]? {
        do throws(PostgresError) {
            return try session.describe(statement.text, parameterTypes: []).parameterTypes
        } catch {
            guard case .server = error else { throw error }
            return nil
        }
    }

    private static func fit(_ declared: [PostgresType], _ actual: [UInt32]) -> Bool {
        declared.count == actual.count && zip(declared, actual).allSatisfy { $0.isInterchangeable(with: $1) }
    }

    private static func describe(_ types: [PostgresType]) -> String {
        "[" + types.map { "\($0.oid) (\($0.name))" }.joined(separator: ", ") + "]"
    }
}

extension Session {
    /// What the server says of a statement that it has prepared.
    struct Description {
        let parameterTypes: [UInt32]
        let columnTypes: [UInt32]
    }

    /// Prepares a statement without a name, and asks for its types; parameters of type 0 are inferred.
    func describe(_ text: String, parameterTypes: [UInt32]) throws(PostgresError) -> Description {
        if let breakage { throw breakage }
        let wait = Waiting(deadline: deadline, heedsInterruption: true)
        try breaking { () throws(PostgresError) in
            try connection.sendPrepare(name: "", text: text, parameterTypes: parameterTypes)
            try connection.sendDescribe(name: "")
            try connection.sendSync()
        }
        try flush(wait)
        var refusal: PostgresError?
        var description: Description?
        try receiveCommand(wait, &refusal) { _ in }
        try receiveCommand(wait, &refusal) { result in
            description = Description(parameterTypes: result.parameterTypes, columnTypes: result.columnTypes)
        }
        guard let sync = try nextResult(wait), sync.status == PGRES_PIPELINE_SYNC else {
            throw abandon(.protocolViolation("a pipeline did not end with its sync"))
        }
        if let refusal { throw refusal }
        guard let description else { throw abandon(.protocolViolation("a description did not come")) }
        return description
    }
}
