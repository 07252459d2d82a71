/// A type of the server, by the number that its catalog gives it.
package struct PostgresType: Hashable, Sendable {
    /// The type's OID; these are fixed for built-in types.
    package let oid: UInt32
    /// Its name, for messages.
    package let name: String
    /// The OID of the type of arrays of this one; 0 where there is none.
    let arrayOID: UInt32

    init(oid: UInt32, name: String, arrayOID: UInt32 = 0) {
        self.oid = oid
        self.name = name
        self.arrayOID = arrayOID
    }

    static let bool = PostgresType(oid: 16, name: "boolean", arrayOID: 1_000)
    static let bytea = PostgresType(oid: 17, name: "bytea", arrayOID: 1_001)
    static let char = PostgresType(oid: 18, name: "\"char\"", arrayOID: 1_002)
    static let int8 = PostgresType(oid: 20, name: "bigint", arrayOID: 1_016)
    static let int2 = PostgresType(oid: 21, name: "smallint", arrayOID: 1_005)
    static let int4 = PostgresType(oid: 23, name: "integer", arrayOID: 1_007)
    static let text = PostgresType(oid: 25, name: "text", arrayOID: 1_009)
    static let float8 = PostgresType(oid: 701, name: "double precision", arrayOID: 1_022)
    static let date = PostgresType(oid: 1_082, name: "date", arrayOID: 1_182)
    static let timestamptz = PostgresType(oid: 1_184, name: "timestamp with time zone", arrayOID: 1_185)
    static let uuid = PostgresType(oid: 2_950, name: "uuid", arrayOID: 2_951)
    static let jsonb = PostgresType(oid: 3_802, name: "jsonb", arrayOID: 3_807)
    static let daterange = PostgresType(oid: 3_912, name: "daterange", arrayOID: 3_913)

    /// A type that no value has: arrays of arrays come to it, and the server refuses it.
    static let unsupported = PostgresType(oid: 0, name: "unsupported")

    /// The type of an array of this one.
    var array: PostgresType {
        arrayOID == 0 ? .unsupported : PostgresType(oid: arrayOID, name: name + "[]")
    }

    /// Whether values of the other type have the same bytes: the string types differ in their rules only.
    func isInterchangeable(with other: UInt32) -> Bool {
        if oid == other { return true }
        return (Self.isText(oid) && Self.isText(other)) || (Self.isTextArray(oid) && Self.isTextArray(other))
    }

    /// text, varchar, char(n).
    private static func isText(_ oid: UInt32) -> Bool { oid == 25 || oid == 1_043 || oid == 1_042 }

    private static func isTextArray(_ oid: UInt32) -> Bool { oid == 1_009 || oid == 1_015 || oid == 1_014 }
}
