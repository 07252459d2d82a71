import Care
import CareServices
import ChartSync
import HTTPMessages

/// How a device finds and replaces what differs in its copy.
struct RepairEndpoints {
    let repair: RepairService
    let reads: ReadService

    var checksums: Endpoint {
        Endpoint(
            Operation(
                "checksums", "Gives the checksums of a scope's slices, to find where a copy differs.",
                for: .roles([.member, .practitioner]), takes: .json(.checksumsRequest),
                gives: [.ok(.checksumsAnswer, "One for each slice that has rows.")],
                problems: [.schemaUnknown, .clientTooOld])
        ) { [repair] call in
            try .json(await repair.checksums(call.json(), actor: call.actor))
        }
    }

    var slice: Endpoint {
        Endpoint(
            Operation(
                "repair", "Gives the rows of one slice, to replace those of a copy that differs.",
                for: .roles([.member, .practitioner]), takes: .json(.repairRequest),
                gives: [.ok(.repairAnswer, "In the order of their ids, as many as an answer holds.")], reads: .itsOwn,
                problems: [.schemaUnknown, .clientTooOld])
        ) { [repair, reads] call in
            let answer = try await repair.repair(call.json(), actor: call.actor)
            if case .chart(let member) = answer.scope, !answer.rows.isEmpty {
                try await reads.note([member], by: call.operation.id, actor: call.actor)
            }
            return try .json(answer)
        }
    }
}

extension Schema {
    static let slice = text(pattern: "^[a-z0-9_-]{1,40}$")
        .explained("A month such as 2026-03, standing for what has no day, or a kind of row.").named("ChartSlice")
    static let checksumsRequest = object(
        .required("device", uuid), .required("schema", integer(from: 1)), .required("scope", scope)
    ).named("ChecksumsRequest")
    static let checksumsAnswer = object(
        .required("scope", scope), .required("epoch", uuid), .required("version", integer(from: 0)),
        .required("checksum", checksum),
        .required(
            "slices",
            array(
                object(
                    .required("slice", slice), .required("rows", integer(from: 1)), .required("checksum", checksum)
                ).named("SliceSum")))
    ).named("ChecksumsAnswer")
    static let repairRequest = object(
        .required("device", uuid), .required("schema", integer(from: 1)), .required("scope", scope),
        .required("slice", slice),
        .optional("after", string.explained("The last row id of the answer before; absent the first time."))
    ).named("RepairRequest")
    static let repairAnswer = object(
        .required("scope", scope), .required("epoch", uuid), .required("version", integer(from: 0)),
        .required("slice", slice), .required("rows", array(wireRow)),
        .optional("through", string.explained("The last row id when more follow."))
    ).named("RepairAnswer")
}
