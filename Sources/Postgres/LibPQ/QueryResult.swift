import CLibPQ

/// One result of libpq.
///
/// It owns the `PGresult`, which is freed once, when the value is destroyed. Values are copied out; no pointer leaves.
@safe struct QueryResult: ~Copyable {
    private let result: OpaquePointer

    init(owning result: OpaquePointer) { unsafe self.result = result }

    deinit { unsafe PQclear(result) }

    var status: ExecStatusType { unsafe PQresultStatus(result) }

    var rowCount: Int { Int(unsafe PQntuples(result)) }

    var columnTypes: [UInt32] {
        let count = unsafe PQnfields(result)
        return (0..<count).map { unsafe PQftype(result, $0) }
    }

    /// Whether the columns are of these types, or of such as travel alike.
    func hasColumns(_ types: [PostgresType]) -> Bool {
        guard Int(unsafe PQnfields(result)) == types.count else { return false }
        return types.indices.allSatisfy { types[$0].isInterchangeable(with: unsafe PQftype(result, Int32($0))) }
    }

    /// The parameters' types, in the description of a prepared statement.
    var parameterTypes: [UInt32] {
        let count = unsafe PQnparams(result)
        return (0..<count).map { unsafe PQparamtype(result, $0) }
    }

    /// What the server says it did, such as `COMMIT` or `INSERT 0 3`.
    var commandTag: String { unsafe String(cString: PQcmdStatus(result)) }

    /// The number of rows that the command changed or found; 0 for commands that have none.
    var affectedRowCount: Int { unsafe Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// The server's refusal; nil when libpq itself made this result, which it does when the connection is gone.
    var serverError: ServerError? {
        guard let code = field("C") else { return nil }
        return ServerError(
            sqlState: SQLState(code), severity: field("V") ?? "ERROR", table: field("t"), column: field("c"),
            constraint: field("n"), unredactedMessage: field("M") ?? "", position: field("P").flatMap { Int($0) })
    }

    /// Calls the body with a reader of each row's columns, in order.
    func forEachRow(_ body: (inout RowReader) throws -> Void) rethrows {
        for row in 0..<Int32(rowCount) {
            var reader = unsafe RowReader(result: result, row: row)
            try body(&reader)
        }
    }

    // PG_DIAG_… are character macros, which Swift does not import.
    private func field(_ code: Unicode.Scalar) -> String? {
        guard let text = unsafe PQresultErrorField(result, Int32(code.value)) else { return nil }
        return unsafe String(cString: text)
    }
}

/// The columns of one row, from first to last.
///
/// It borrows a result, and must not outlive it: only `QueryResult.forEachRow` makes one.
@safe package struct RowReader: ~Copyable {
    private let result: OpaquePointer
    private let row: Int32
    private var column: Int32 = 0

    fileprivate init(result: OpaquePointer, row: Int32) {
        unsafe self.result = result
        self.row = row
    }

    /// The next column's value.
    package mutating func next<Value: PostgresDecodable>(
        as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard let field = unsafe try nextField() else {
            guard let null = Value.decodedNull else { throw nullRefusal }
            return null
        }
        return try unsafe Value.decode(field.bytes)
    }

    /// The bytes of the next column, which live as long as the result; nil for NULL.
    mutating func nextField() throws(PostgresError) -> UnsafeRawBufferPointer? {
        let column = column
        self.column += 1
        if unsafe PQgetisnull(result, row, column) == 1 { return nil }
        guard let start = unsafe PQgetvalue(result, row, column) else {
            throw .protocolViolation("a row has fewer columns than its result")
        }
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(unsafe PQgetlength(result, row, column)))
    }

    /// That the column that was just read may not be null.
    var nullRefusal: PostgresError { .unexpectedNull(column: Int(column)) }
}
