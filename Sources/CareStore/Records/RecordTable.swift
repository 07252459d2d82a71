package import Care
package import ChartSync
package import Postgres

/// A kind of which a chart has few rows, each in one row of one table: said once, and read, written and deleted alike.
///
/// The table has the kind's name, and after `member_id`, `id` and `version` the columns that are listed. A kind of which
/// there are many rows (reports, sessions, runs) has statements of its own, which write a batch at once.
package struct RecordTable: Sendable {
    package let kind: RowKind
    /// All of the table's statements, for the check against the schema.
    package let statements: [any AnyStatement]
    /// The rows with some ids.
    package let named: @Sendable (MemberID, [RowID]) -> Call<[ChartRowState]>
    /// Every row, oldest change first.
    package let everyRow: @Sendable (MemberID) -> Call<[ChartRowState]>
    let insert: @Sendable (MemberID, ChartRowState, inout Pipeline) -> Void
    /// Nil for a kind that is recorded once.
    let update: (@Sendable (MemberID, ChartRowState, inout Pipeline) -> Void)?
    /// Nil for a kind that is not withdrawn.
    let delete: (@Sendable (MemberID, [RowID]) -> Call<Int>)?

    /// - Parameters:
    ///   - columns: The table's own columns.
    ///   - unwrap: The content of a row of this kind; nil for another kind's.
    ///   - read: The content that the columns hold, read in their order.
    init<Content: Sendable>(
        _ kind: RowKind, _ columns: [RecordColumn<Content>], unwrap: @escaping @Sendable (RowContent) -> Content?,
        read: @escaping @Sendable (inout RowReader) throws -> RowContent
    ) {
        self.kind = kind
        let rules = ConflictRules.rules(for: kind)
        let table = kind.rawValue
        let isUpdated = !rules.groups.isEmpty
        let names = columns.map(\.name).joined(separator: ", ")
        // The names of our own tables and columns, not from input, here and below.
        let select = """
            SELECT id, version, \(isUpdated ? "group_versions" : "'{}'::bigint[]"), \(names)
            FROM \(table) WHERE member_id = $1
            """
        let types = [RowID.postgresType, Int64.postgresType, [Int64].postgresType] + columns.map(\.type)
        let row: @Sendable (inout RowReader) throws -> ChartRowState = { reader in
            let (id, version): (RowID, Int64) = (try reader.next(), try reader.next())
            let groupVersions: [Int64] = try reader.next()
            return ChartRowState(id: id, version: version, content: try read(&reader), groupVersions: groupVersions)
        }
        let named = Statement(
            select + " AND id = ANY ($2)", takes: Types(MemberID.self, [RowID].self), gives: types, reading: row)
        let every = Statement(
            select + " ORDER BY version", takes: Types(MemberID.self), gives: types, reading: row)
        var statements: [any AnyStatement] = [named, every]
        self.named = { named.all($0, $1) }
        everyRow = { every.all($0) }
        if isUpdated {
            let keys = Types(MemberID.self, RowID.self, Int64.self, [Int64].self)
            let values = columns.indices.map { "$\($0 + 5)" }.joined(separator: ", ")
            // Of our own tables and columns, not from input.
            let insert = RecordStatement(
                "INSERT INTO \(table) (member_id, id, version, group_versions, \(names)) VALUES ($1, $2, $3, $4, \(values))",
                takes: keys, then: columns)
            let assignments = columns.enumerated().map { "\($1.name) = $\($0 + 5)" }.joined(separator: ", ")
            let update = RecordStatement(
                // Of our own tables and columns, not from input.
                "UPDATE \(table) SET version = $3, group_versions = $4, \(assignments) WHERE member_id = $1 AND id = $2",
                takes: keys, then: columns)
            statements += [insert, update]
            self.insert = { member, row, pipeline in
                guard let content = unwrap(row.content) else { return }
                pipeline.add(insert.run(member, row.id, row.version, row.groupVersions, record: content))
            }
            self.update = { member, row, pipeline in
                guard let content = unwrap(row.content) else { return }
                pipeline.add(update.run(member, row.id, row.version, row.groupVersions, record: content))
            }
        } else {
            let values = columns.indices.map { "$\($0 + 4)" }.joined(separator: ", ")
            // Of our own tables and columns, not from input.
            let insert = RecordStatement(
                "INSERT INTO \(table) (member_id, id, version, \(names)) VALUES ($1, $2, $3, \(values))",
                takes: Types(MemberID.self, RowID.self, Int64.self), then: columns)
            statements.append(insert)
            self.insert = { member, row, pipeline in
                guard let content = unwrap(row.content) else { return }
                pipeline.add(insert.run(member, row.id, row.version, record: content))
            }
            update = nil
        }
        if rules.deletedBy.isEmpty {
            delete = nil
        } else {
            let delete = Statement(
                // The name of our own table, not from input.
                "DELETE FROM \(table) WHERE member_id = $1 AND id = ANY ($2)",
                takes: Types(MemberID.self, [RowID].self))
            statements.append(delete)
            self.delete = { delete.run($0, $1) }
        }
        self.statements = statements
    }
}

extension LocalMoment {
    /// The columns `at`, `time_zone` and `day`.
    init(_ row: inout RowReader) throws {
        let (at, timeZone): (Instant, TimeZoneName) = (try row.next(), try row.next())
        self.init(at: at, timeZone: timeZone, day: try row.next())
    }

    /// Those columns, of a record that holds a moment.
    static func columns<Record>(_ moment: @escaping @Sendable (Record) -> LocalMoment) -> [RecordColumn<Record>] {
        [
            RecordColumn("at") { moment($0).at }, RecordColumn("time_zone") { moment($0).timeZone },
            RecordColumn("day") { moment($0).day },
        ]
    }
}
