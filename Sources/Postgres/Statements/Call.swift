/// A statement with its parameters, and what to make of the answer.
///
/// Making a call sends nothing. A parameter that cannot be sent (a text with U+0000) is reported when the call is made
/// to a session.
package struct Call<Answer>: Sendable {
    let statement: StatementText
    let parameters: Result<EncodedParameters, PostgresError>
    let decode: @Sendable (borrowing QueryResult) throws -> Answer

    /// The same call with its answer turned into something else.
    package func map<NewAnswer>(_ transform: @escaping @Sendable (Answer) throws -> NewAnswer) -> Call<NewAnswer> {
        let decode = decode
        return Call<NewAnswer>(
            statement: statement, parameters: parameters,
            decode: { result in try transform(decode(result)) })
    }
}

extension Statement {
    /// Expects any number of rows.
    package func all<each Parameter: PostgresEncodable>(_ parameters: repeat each Parameter) -> Call<[Row]>
    where Parameters == Types<repeat each Parameter> {
        call(Self.encode(repeat each parameters)) { [self] result in try rows(of: result) }
    }

    /// Expects a row or none; of several it takes the first, so the statement says `LIMIT 1` or looks up a key.
    package func first<each Parameter: PostgresEncodable>(_ parameters: repeat each Parameter) -> Call<Row?>
    where Parameters == Types<repeat each Parameter> {
        call(Self.encode(repeat each parameters)) { [self] result in try rows(of: result).first }
    }

    /// Expects exactly one row.
    package func only<each Parameter: PostgresEncodable>(_ parameters: repeat each Parameter) -> Call<Row>
    where Parameters == Types<repeat each Parameter> {
        call(Self.encode(repeat each parameters)) { [self] result in
            let rows = try rows(of: result)
            guard let row = rows.first else { throw PostgresError.noRow(statement: text) }
            guard rows.count == 1 else { throw PostgresError.tooManyRows(statement: text, count: rows.count) }
            return row
        }
    }

    /// Ignores rows and gives the number of them that the statement changed or found.
    package func run<each Parameter: PostgresEncodable>(_ parameters: repeat each Parameter) -> Call<Int>
    where Parameters == Types<repeat each Parameter> {
        call(Self.encode(repeat each parameters)) { result in result.affectedRowCount }
    }

    private func call<Answer>(
        _ parameters: Result<EncodedParameters, PostgresError>,
        decode: @escaping @Sendable (borrowing QueryResult) throws -> Answer
    ) -> Call<Answer> {
        Call(statement: prepared, parameters: parameters, decode: decode)
    }

    private static func encode<each Parameter: PostgresEncodable>(
        _ parameters: repeat each Parameter
    ) -> Result<EncodedParameters, PostgresError> {
        var encoded = EncodedParameters()
        do throws(PostgresError) {
            repeat try encoded.append(each parameters)
            return .success(encoded)
        } catch {
            return .failure(error)
        }
    }

    private func rows(of result: borrowing QueryResult) throws -> [Row] {
        guard result.hasColumns(columnTypes) else {
            let received = result.columnTypes
            throw PostgresError.columnMismatch(statement: text, declared: columnTypes.map(\.oid), received: received)
        }
        var rows: [Row] = []
        rows.reserveCapacity(result.rowCount)
        try result.forEachRow { reader in rows.append(try decodeRow(&reader)) }
        return rows
    }
}
