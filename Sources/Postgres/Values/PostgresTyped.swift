/// A Swift type that stands for a type of the server.
package protocol PostgresTyped: Sendable {
    /// The type of a parameter or column that holds such a value.
    static var postgresType: PostgresType { get }
    /// The type of an array of such values.
    static var postgresArrayType: PostgresType { get }
}

extension PostgresTyped {
    /// The array type of the value's own type.
    package static var postgresArrayType: PostgresType { postgresType.array }
}

extension PostgresTyped where Self: RawRepresentable, RawValue: PostgresTyped {
    /// The type of the raw value.
    package static var postgresType: PostgresType { RawValue.postgresType }
}

extension Optional: PostgresTyped where Wrapped: PostgresTyped {
    /// The type of the value that may be missing.
    package static var postgresType: PostgresType { Wrapped.postgresType }
    /// The array type of the value that may be missing.
    package static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }
}
