/// A type of the server, by the number that its catalog gives it.
package struct PostgresType: Hashable, Sendable {
    /// The type's OID; these are fixed for built-in types.
    package let oid: UInt32
    /// Its name, for messages.
    package let name: String

    static let bool = PostgresType(oid: 16, name: "boolean")
    static let bytea = PostgresType(oid: 17, name: "bytea")
    static let char = PostgresType(oid: 18, name: "\"char\"")
    static let int8 = PostgresType(oid: 20, name: "bigint")
    static let int2 = PostgresType(oid: 21, name: "smallint")
    static let int4 = PostgresType(oid: 23, name: "integer")
    static let text = PostgresType(oid: 25, name: "text")
    static let float8 = PostgresType(oid: 701, name: "double precision")
    static let date = PostgresType(oid: 1_082, name: "date")
    static let timestamptz = PostgresType(oid: 1_184, name: "timestamp with time zone")
    static let uuid = PostgresType(oid: 2_950, name: "uuid")
    static let jsonb = PostgresType(oid: 3_802, name: "jsonb")
    static let daterange = PostgresType(oid: 3_912, name: "daterange")

    /// A type that no value has: arrays of arrays come to it, and the server refuses it.
    static let unsupported = PostgresType(oid: 0, name: "unsupported")

    private static let arrayNumbers: [UInt32: UInt32] = [
        16: 1_000, 17: 1_001, 18: 1_002, 20: 1_016, 21: 1_005, 23: 1_007, 25: 1_009, 701: 1_022, 1_082: 1_182,
        1_184: 1_185, 2_950: 2_951, 3_802: 3_807, 3_912: 3_913,
    ]

    /// The type of an array of this one.
    var array: PostgresType {
        guard let number = Self.arrayNumbers[oid] else { return .unsupported }
        return PostgresType(oid: number, name: name + "[]")
    }

    /// Whether values of the other type have the same bytes: the string types differ in their rules only.
    func isInterchangeable(with other: UInt32) -> Bool {
        if oid == other { return true }
        // text, varchar, char(n); and their arrays.
        let texts: Set<UInt32> = [25, 1_043, 1_042]
        let textArrays: Set<UInt32> = [1_009, 1_015, 1_014]
        return (texts.contains(oid) && texts.contains(other))
            || (textArrays.contains(oid) && textArrays.contains(other))
    }
}
