import Care
import ChartSync
import GRDB
import StrictJSON

/// The steps by which something is recorded, each inside the caller's transaction.
///
/// Whatever is recorded comes to `append`, which refuses it on a device that is signed out: nobody would send it.
enum Recording {
    static func insert(
        _ contents: [RowContent], in chart: MemberID?, at now: Instant, _ database: Database
    ) throws -> [Recorded] {
        let owner = try DeviceTable.owner(database)
        let chart = try DeviceTable.chart(chart, database)
        for content in contents {
            guard ConflictRules.rules(for: content.kind).insertedBy.contains(owner.holder.role) else {
                throw StoreError.notAllowed(kind: content.kind.rawValue)
            }
            let violations = content.violations
            guard violations.isEmpty else { throw StoreError.invalid(violations) }
        }
        return try contents.map { content in
            try append(
                content.kind, .insert, RowID.make(at: now), body: try content.body(), to: chart, at: now, database)
        }
    }

    static func insertOne(
        _ content: RowContent, in chart: MemberID?, at now: Instant, _ database: Database
    ) throws -> Recorded {
        guard let recorded = try insert([content], in: chart, at: now, database).first else {
            throw StoreError.damaged("nothing was recorded")
        }
        return recorded
    }

    static func dismiss(
        _ row: RowID, note: Note?, in chart: MemberID?, at now: Instant, _ database: Database
    ) throws -> Recorded {
        let chart = try DeviceTable.chart(chart, database)
        let shown = try ShownRow.current(row, .setAside, of: chart, database)
        let setAside: SetAside = try shown.body.decode(unknownFields: .ignore)
        let role = try DeviceTable.owner(database).holder.role
        guard SetAsideAction.open(for: setAside, row: row, role: role).contains(.dismiss) else {
            throw StoreError.notOpen(row)
        }
        var body: JSONObject = ["decision": .string(SetAside.Resolution.Decision.dismissed.rawValue)]
        if let note { body["note"] = .string(note.description) }
        return try append(
            .setAside, .update, row, base: shown.version, body: .object(body), to: chart, at: now, database)
    }

    static func append(
        _ kind: RowKind, _ op: RowOperation, _ row: RowID, base: Int64? = nil, body: JSONValue? = nil,
        to chart: MemberID, at now: Instant, _ database: Database
    ) throws -> Recorded {
        guard try DeviceTable.state(database) != .leaving else { throw StoreError.leaving }
        let mutation = Mutation(
            seq: try ChartTable.takeSeq(chart, database), kind: kind.rawValue, op: op.rawValue, row: row, base: base,
            body: body)
        try OutboxTable.append(mutation, to: chart, recordedAt: now, database)
        return Recorded(row: row, seq: mutation.seq)
    }
}
