import Care
import CareServices
import ChartSync
import HTTPMessages

/// The rows of a chart by kind, and those that practitioners add.
struct RecordEndpoints {
    let records: RecordService

    var list: Endpoint {
        Endpoint(
            Operation(
                "listRecords", "Lists the rows of one kind.", for: .roles([.practitioner, .member]),
                query: [.init("kind", .recordKind(Records.kinds), isRequired: true, "a kind that is listed so")],
                gives: [.ok(.records, "The latest change last.")])
        ) { [records] call in
            let kind = try call.query("kind") { name in
                RowKind(rawValue: name).flatMap { Records.kinds.contains($0) ? $0 : nil }
            }
            guard let kind else { throw Refusal.invalidQuery("kind", "must be given") }
            return try .json(
                await records.records(kind, of: call.path("member") { MemberID($0) }, actor: call.actor))
        }
    }

    var add: Endpoint {
        Endpoint(
            Operation(
                "addRecord", "Adds to a chart what a practitioner records.", for: .roles([.practitioner]),
                takes: .json(.newRecord),
                gives: [
                    .created(.wireRow, "The row that it became."),
                    .ok(.wireRow, "It was there before, or this was a dry run: nothing was done."),
                ], problems: [.notLicensed, .taken])
        ) { [records] call in
            let member = try call.path("member") { MemberID($0) }
            let record: NewRecord = try call.json()
            let (row, isNew) = try await records.record(record, for: member, actor: call.actor)
            return try .json(row, status: isNew && record.dryRun != true ? .created : .ok)
        }
    }
}

extension Schema {
    static func recordKind(_ kinds: [RowKind]) -> Schema { choice(kinds.map(\.rawValue)) }
    static let records = object(.required("rows", array(wireRow))).named("Records")
    static let newRecord = object(
        .required("id", uuid), .required("kind", recordKind(NewRecord.kinds)),
        .required("body", any.explained("As the kind has it in the messages of sync.")), .optional("dryRun", boolean)
    ).named("NewRecord")
}
