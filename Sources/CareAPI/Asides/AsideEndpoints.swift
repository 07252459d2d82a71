import Care
import CareServices
import ChartSync
import HTTPMessages

/// What was set aside of a chart, and the decision about it.
struct AsideEndpoints {
    let asides: AsideService

    var list: Endpoint {
        Endpoint(
            Operation(
                "listAsides", "Lists what was sent to a chart and could not be applied.",
                for: .roles([.practitioner, .member]),
                query: [.init("settled", .boolean, "`true` to list what has been decided as well")],
                gives: [.ok(.asides, "Newest first.")], reads: .chart)
        ) { [asides] call in
            let includingSettled = try call.query("settled") { Bool($0) } ?? false
            return try .json(
                await asides.asides(
                    of: call.path("member") { MemberID($0) }, includingSettled: includingSettled, actor: call.actor))
        }
    }

    var settle: Endpoint {
        Endpoint(
            Operation(
                "settleAside", "Makes what was set aside part of the chart after all, or says that it stays aside.",
                for: .roles([.practitioner]), takes: .json(.asideRuling),
                gives: [.ok(.asideEntry, "With the decision; the same one again changes nothing.")], reads: .chart,
                problems: [.stillAside, .alreadySettled])
        ) { [asides] call in
            let id = try call.path("aside") { RowID($0) }
            return try .json(
                await asides.settle(
                    id, of: call.path("member") { MemberID($0) }, by: call.json(), actor: call.actor))
        }
    }
}
