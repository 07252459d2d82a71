/// A list of types, by which a statement says what it takes and what it gives.
package struct Types<each Value>: Sendable {
    /// Takes types in order, such as `Types(UUID.self, String?.self)`.
    package init(_ types: repeat (each Value).Type) {}
}

/// What the check of all statements against a schema needs to know of one.
package protocol AnyStatement: Sendable {
    /// The SQL, with parameters numbered from `$1`.
    var text: String { get }
    /// The types of the parameters.
    var parameterTypes: [PostgresType] { get }
    /// The types of the columns.
    var columnTypes: [PostgresType] { get }
}

/// One SQL statement: its text, and the types of its parameters and columns.
///
/// A statement is a constant, made once: each session prepares it at its first use and keeps it. The text never
/// contains a value.
package struct Statement<Parameters: Sendable, Row>: AnyStatement {
    /// The SQL, with parameters numbered from `$1`.
    package var text: String { prepared.sql }
    /// The types of the parameters.
    package let parameterTypes: [PostgresType]
    /// The types of the columns.
    package let columnTypes: [PostgresType]

    let prepared: StatementText
    let decodeRow: @Sendable (inout RowReader) throws -> Row

    /// Takes the text, what its parameters are, and what its columns are.
    package init<each Parameter: PostgresEncodable, each Column: PostgresDecodable>(
        _ text: String, takes: Types<repeat each Parameter>, gives: Types<repeat each Column>
    ) where Parameters == Types<repeat each Parameter>, Row == (repeat each Column) {
        var parameterTypes: [PostgresType] = []
        repeat parameterTypes.append((each Parameter).postgresType)
        var columnTypes: [PostgresType] = []
        repeat columnTypes.append((each Column).postgresType)
        prepared = StatementText(text, parameterTypes: parameterTypes.map(\.oid))
        self.parameterTypes = parameterTypes
        self.columnTypes = columnTypes
        decodeRow = { reader in (repeat try reader.next(as: (each Column).self)) }
    }

    /// Takes the text, what its parameters are, the types of its columns and what to make of a row: for code that treats
    /// many tables alike.
    package init<each Parameter: PostgresEncodable>(
        _ text: String, takes: Types<repeat each Parameter>, gives columnTypes: [PostgresType],
        reading decodeRow: @escaping @Sendable (inout RowReader) throws -> Row
    ) where Parameters == Types<repeat each Parameter> {
        var parameterTypes: [PostgresType] = []
        repeat parameterTypes.append((each Parameter).postgresType)
        self.init(
            prepared: StatementText(text, parameterTypes: parameterTypes.map(\.oid)), parameterTypes: parameterTypes,
            columnTypes: columnTypes, decodeRow: decodeRow)
    }

    /// The same with its columns' types as a list: for rows of which many are read, whose reading is plain code.
    package init<each Parameter: PostgresEncodable, each Column: PostgresDecodable>(
        _ text: String, takes: Types<repeat each Parameter>, gives: Types<repeat each Column>,
        reading decodeRow: @escaping @Sendable (inout RowReader) throws -> Row
    ) where Parameters == Types<repeat each Parameter> {
        var columnTypes: [PostgresType] = []
        repeat columnTypes.append((each Column).postgresType)
        self.init(text, takes: takes, gives: columnTypes, reading: decodeRow)
    }

    private init(
        prepared: StatementText, parameterTypes: [PostgresType], columnTypes: [PostgresType],
        decodeRow: @escaping @Sendable (inout RowReader) throws -> Row
    ) {
        self.prepared = prepared
        self.parameterTypes = parameterTypes
        self.columnTypes = columnTypes
        self.decodeRow = decodeRow
    }

    /// The same statement with its rows turned into something else.
    package func map<NewRow>(
        _ transform: @escaping @Sendable (Row) throws -> NewRow
    ) -> Statement<Parameters, NewRow> {
        let decodeRow = decodeRow
        return Statement<Parameters, NewRow>(
            prepared: prepared, parameterTypes: parameterTypes, columnTypes: columnTypes,
            decodeRow: { reader in try transform(decodeRow(&reader)) })
    }
}

extension Statement {
    /// A statement without parameters and columns.
    package init(_ text: String) where Parameters == Types<>, Row == () {
        self.init(text, takes: Types(), gives: Types())
    }

    /// A statement without columns.
    package init<each Parameter: PostgresEncodable>(
        _ text: String, takes: Types<repeat each Parameter>
    ) where Parameters == Types<repeat each Parameter>, Row == () {
        self.init(text, takes: takes, gives: Types())
    }

    /// A statement without parameters.
    package init<each Column: PostgresDecodable>(
        _ text: String, gives: Types<repeat each Column>
    ) where Parameters == Types<>, Row == (repeat each Column) {
        self.init(text, takes: Types(), gives: gives)
    }
}
