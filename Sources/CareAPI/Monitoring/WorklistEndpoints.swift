import Care
import CareMessages
import CareServices
import HTTPMessages

/// Who needs a PT today, and one member on one screen.
struct WorklistEndpoints {
    let worklist: WorklistService

    var today: Endpoint {
        Endpoint(
            Operation(
                "worklist", "Lists the members who need a human, with why.", for: .roles([.practitioner]),
                gives: [.ok(.worklist, "The most urgent first.")], reads: .panel)
        ) { [worklist] call in
            try .json(await worklist.worklist(actor: call.actor))
        }
    }

    var unreadMessages: Endpoint {
        Endpoint(
            Operation(
                "unreadMessages", "Lists what members of the panel wrote and nobody of their care team has read.",
                for: .roles([.practitioner]), gives: [.ok(.unreadMessages, "The oldest first.")], reads: .panel)
        ) { [worklist] call in
            try .json(await worklist.unreadMessages(actor: call.actor))
        }
    }

    var plannedVisits: Endpoint {
        Endpoint(
            Operation(
                "plannedVisits", "Lists the visits that are planned with members of the panel.",
                for: .roles([.practitioner]),
                gives: [.ok(.plannedVisits, "The earliest first; one whose time has passed, until it is closed.")],
                reads: .panel)
        ) { [worklist] call in
            try .json(await worklist.plannedVisits(actor: call.actor))
        }
    }

    var overview: Endpoint {
        Endpoint(
            Operation(
                "memberOverview", "Shows what to know of a member before speaking with them.",
                for: .roles([.practitioner]), gives: [.ok(.memberOverview, "On one screen.")], reads: .chart)
        ) { [worklist] call in
            try .json(await worklist.overview(of: call.path("member") { MemberID($0) }, actor: call.actor))
        }
    }

    var rtm: Endpoint {
        Endpoint(
            Operation(
                "rtm", "Shows the two clocks of remote therapeutic monitoring.", for: .roles([.practitioner]),
                gives: [.ok(.rtmClocks, "The latest first.")], reads: .chart)
        ) { [worklist] call in
            try .json(await worklist.rtm(of: call.path("member") { MemberID($0) }, actor: call.actor))
        }
    }
}

extension Schema {
    static let worklist = object(
        .required(
            "entries",
            array(
                object(
                    .required("member", uuid), .required("name", string),
                    .required(
                        "reasons",
                        array(
                            object(
                                .required("kind", choice(WorklistEntry.Reason.Kind.self)), .required("words", string)
                            ).named("WorklistReason")))
                ).named("WorklistEntry")))
    ).named("Worklist")
    static let rtmDataDays = object(
        .required("window", dayWindow),
        .required("days", integer(from: 0).explained("Without those on which the plan was paused.")),
        .required("pausedDays", integer(from: 0)), .required("daysLeft", integer(from: 0))
    ).named("RTMDataDays")
    static let rtmClocks = object(
        .required("windows", array(rtmDataDays)),
        .required(
            "months",
            array(
                object(
                    .required("year", integer(from: 1)), .required("month", integer(1...12)),
                    .required("minutes", integer(from: 0))
                ).named("RTMMinutes")))
    ).named("RTMClocks")
    static let memberOverview = object(
        .required("summary", memberSummary),
        .optional("pause", object(.required("since", day), .required("words", string))),
        .required("emergencies", array(emergencyLook).explained("Of the last 30 days.")),
        .required("alerts", array(alertEntry)), .required("suggestions", integer(from: 0)),
        .required(
            "outcomes",
            array(
                object(
                    .required("instrument", choice(OutcomeInstrument.self)), .required("day", day),
                    .optional("score", string),
                    .optional(
                        "change",
                        object(
                            .required("from", string), .required("isImportantGain", boolean),
                            .required("isImportantLoss", boolean), .required("isBeyondNoise", boolean)))
                ).named("OutcomeLine"))),
        .optional(
            "run",
            object(
                .required("day", day), .required("distanceMeters", integer(from: 1)),
                .optional("ceilingMeters", integer(from: 1)), .required("verdict", choice(RunGuard.Verdict.self)),
                .required("words", string))),
        .required(
            "shoes",
            array(
                object(
                    .required("id", uuid), .required("label", string), .required("miles", integer(from: 0)),
                    .required("state", choice(ShoeWear.State.self))))),
        .optional("planUntil", day), .optional("rtm", rtmDataDays),
        .required("unacknowledged", array(string.explained("As slug@version.")))
    ).named("MemberOverview")
}
