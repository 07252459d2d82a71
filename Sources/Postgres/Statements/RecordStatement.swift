/// One column of a table that is described once: its name, and what of a record lies in it.
package struct RecordColumn<Record: Sendable>: Sendable {
    package let name: String
    package let type: PostgresType
    let append: @Sendable (Record, inout EncodedParameters) throws(PostgresError) -> Void

    package init<Value: PostgresEncodable>(_ name: String, _ value: @escaping @Sendable (Record) -> Value) {
        self.name = name
        type = Value.postgresType
        append = { record, parameters throws(PostgresError) in try parameters.append(value(record)) }
    }
}

/// A statement that writes a record into the columns of its table, after some keys.
package struct RecordStatement<Record: Sendable, Keys: Sendable>: AnyStatement {
    package var text: String { prepared.sql }
    package let parameterTypes: [PostgresType]
    package var columnTypes: [PostgresType] { [] }
    private let prepared: StatementText
    private let columns: [RecordColumn<Record>]

    /// Takes the text, with the keys as its first parameters and the columns after them.
    package init<each Key: PostgresEncodable>(
        _ text: String, takes: Types<repeat each Key>, then columns: [RecordColumn<Record>]
    ) where Keys == Types<repeat each Key> {
        var parameterTypes: [PostgresType] = []
        repeat parameterTypes.append((each Key).postgresType)
        self.parameterTypes = parameterTypes + columns.map(\.type)
        prepared = StatementText(text, parameterTypes: self.parameterTypes.map(\.oid))
        self.columns = columns
    }

    /// Writes the record, and gives the number of rows that were changed.
    package func run<each Key: PostgresEncodable>(_ keys: repeat each Key, record: Record) -> Call<Int>
    where Keys == Types<repeat each Key> {
        var encoded = EncodedParameters()
        let parameters: Result<EncodedParameters, PostgresError>
        do throws(PostgresError) {
            repeat try encoded.append(each keys)
            for column in columns { try column.append(record, &encoded) }
            parameters = .success(encoded)
        } catch {
            parameters = .failure(error)
        }
        return Call(
            statement: prepared, parameters: parameters,
            decode: { result in result.affectedRowCount })
    }
}
