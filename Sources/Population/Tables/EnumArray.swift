import CareStore
import Postgres

/// Words of an enum type of the database, as COPY takes them: the type's number is the database's own.
struct EnumArray: PostgresEncodable {
    /// The number of the elements' type.
    let type: UInt32
    let words: [String]

    static var postgresType: PostgresType { [String].postgresType }

    func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        bytes.append(Int32(words.isEmpty ? 0 : 1))
        bytes.append(Int32(0))
        bytes.append(type)
        guard !words.isEmpty else { return }
        bytes.append(Int32(words.count))
        bytes.append(Int32(1))
        for word in words {
            bytes.append(Int32(word.utf8.count))
            bytes.append(contentsOf: word.utf8)
        }
    }
}

/// The numbers that the database has given to the ledger's enum types.
struct LedgerTypes: Sendable {
    let kind: UInt32
    let operation: UInt32
    let status: UInt32

    private static let find = Statement(
        "SELECT 'row_kind'::regtype::oid::bigint, 'row_operation'::regtype::oid::bigint, 'outcome_status'::regtype::oid::bigint",
        gives: Types(Int64.self, Int64.self, Int64.self))

    init(in transaction: borrowing Transaction) throws {
        let (kind, operation, status) = try transaction.only(Self.find)
        self.kind = UInt32(kind)
        self.operation = UInt32(operation)
        self.status = UInt32(status)
    }
}
