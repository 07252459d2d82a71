import Care
import CareMessages
import CareServices
import HTTPMessages

/// Alerts, and what the care team says about them.
struct AlertEndpoints {
    let alerts: AlertService

    private static let snoozed = Operation.QueryParameter(
        "snoozed", .boolean, "`true` to list what is out of sight for now as well")

    var list: Endpoint {
        Endpoint(
            Operation(
                "listAlerts", "Lists what is open among the members whom the practitioner looks after.",
                for: .roles([.practitioner]), query: [Self.snoozed],
                gives: [.ok(.alertList, "What nobody has looked at first, by urgency.")], reads: .panel)
        ) { [alerts] call in
            try .json(
                await alerts.alerts(
                    includingSnoozed: call.query("snoozed") { Bool($0) } ?? false, actor: call.actor))
        }
    }

    var ofMember: Endpoint {
        Endpoint(
            Operation(
                "memberAlerts", "Lists what is open of one chart.", for: .roles([.practitioner, .member]),
                query: [Self.snoozed], gives: [.ok(.alertList, "What nobody has looked at first, by urgency.")],
                reads: .chart)
        ) { [alerts] call in
            let includingSnoozed = try call.query("snoozed") { Bool($0) } ?? false
            return try .json(
                await alerts.alerts(
                    of: call.path("member") { MemberID($0) }, includingSnoozed: includingSnoozed, actor: call.actor))
        }
    }

    var escalations: Endpoint {
        Endpoint(
            Operation(
                "listEscalations", "Lists the members of whom something waits for too long, and who looks after them.",
                for: .roles([.operator]), gives: [.ok(.escalations, "The most urgent first; nothing of a chart.")])
        ) { [alerts] call in
            try .json(await alerts.escalations(actor: call.actor))
        }
    }

    var acknowledge: Endpoint {
        Endpoint(
            Operation(
                "acknowledgeAlert", "Says that somebody has looked at an alert, and puts it out of sight for a while.",
                for: .roles([.practitioner]), takes: .json(.alertWord), gives: [.ok(.alertEntry, "With that.")],
                reads: .chart)
        ) { [alerts] call in
            let id = try call.path("alert") { RowID($0) }
            return try .json(
                await alerts.acknowledge(
                    id, of: call.path("member") { MemberID($0) }, with: call.json(), actor: call.actor))
        }
    }

    var clear: Endpoint {
        Endpoint(
            Operation(
                "clearMember", "Says that a member may exercise again after a red flag or a fall.",
                for: .roles([.practitioner]), takes: .json(.clearanceRequest),
                gives: [.ok(.alertList, "What is open of the chart after it.")], reads: .chart,
                problems: [.notLicensed, .taken])
        ) { [alerts] call in
            try .json(
                await alerts.clear(call.json(), of: call.path("member") { MemberID($0) }, actor: call.actor))
        }
    }
}

extension Schema {
    static let alertRecord = object(
        .required("finding", choice(AlertFinding.self)), .required("since", instant),
        .required("evidence", array(uuid)), .required("words", string.explained("For the care team.")),
        .optional("advice", string.explained("For the member.")), .required("openedAt", instant),
        .optional("acknowledgedAt", instant), .optional("snoozedUntil", instant), .optional("escalatedAt", instant),
        .optional("closedAt", instant)
    ).named("AlertRecord")
    static let alertEntry = object(
        .required("id", uuid), .required("member", uuid), .required("memberName", string),
        .required("rule", choice(AlertRule.self)), .required("level", choice(AlertLevel.self)),
        .required("alert", alertRecord)
    ).named("AlertEntry")
    static let alertList = object(.required("alerts", array(alertEntry))).named("AlertList")
    static let escalations = object(
        .required(
            "escalations",
            array(
                object(
                    .required("member", uuid), .required("memberName", string), .required("state", usState),
                    .required("level", choice(AlertLevel.self)), .required("openedAt", instant),
                    .required("escalatedAt", instant), .required("count", integer(from: 1)),
                    .required(
                        "careTeam",
                        array(object(.required("name", label), .required("role", careTeamRole)))
                            .explained("Empty where nobody looks after the member."))
                ).named("Escalation")))
    ).named("Escalations")
    static let alertWord = object(
        .required("evidence", array(uuid, atMost: 100).explained("What somebody had before them.")),
        .optional("snoozeHours", integer(1...336).explained("Critical alerts stay in sight.")), .optional("note", note),
        .optional("dryRun", boolean)
    ).named("AlertWord")
    static let clearanceRequest = object(
        .required("id", uuid), .required("seen", array(uuid, atMost: 100)), .required("note", note),
        .optional("dryRun", boolean)
    ).named("ClearanceRequest")
}
