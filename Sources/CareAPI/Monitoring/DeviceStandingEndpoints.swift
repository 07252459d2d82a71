import Care
import CareMessages
import CareServices
import HTTPMessages

/// How far devices are with the charts that they keep copies of.
struct DeviceStandingEndpoints {
    let standings: DeviceStandingService

    var ofMember: Endpoint {
        Endpoint(
            Operation(
                "memberDevices", "Shows how far each device is with a member's chart.",
                for: .roles([.practitioner, .operator]),
                gives: [.ok(.deviceStandings, "The member's devices, then practitioners' that keep a copy.")],
                reads: .chart)
        ) { [standings] call in
            try .json(await standings.devices(of: call.path("member") { MemberID($0) }, actor: call.actor))
        }
    }

    var outstandingDrops: Endpoint {
        Endpoint(
            Operation(
                "outstandingDrops", "Lists the devices that still hold charts which they may no longer see.",
                for: .roles([.operator]), gives: [.ok(.outstandingDrops, "Longest unheard first.")])
        ) { [standings] call in
            try .json(await standings.outstandingDrops(actor: call.actor))
        }
    }
}

extension Schema {
    static let deviceStandings = object(
        .required(
            "devices",
            array(
                object(
                    .required("device", device), .required("holder", choice(Role.self)),
                    .required("holderName", string), .optional("revokedAt", instant),
                    .optional("lastHeardAt", instant), .optional("schema", integer(from: 1)),
                    .optional(
                        "clockOffsetMilliseconds", integer.explained("The device's clock less the service's.")),
                    .required("clockOff", boolean.explained("By more than five minutes.")),
                    .optional("pulledVersion", integer(from: 0)),
                    .optional("behindVersions", integer(from: 0).explained("Absent to whoever may see no chart.")),
                    .optional("behindSeconds", integer(from: 0)), .optional("planRevision", integer(from: 1)),
                    .optional("pending", integer(from: 0)), .optional("oldestPending", instant),
                    .optional("setAside", integer(from: 0)), .required("holdsCopy", boolean),
                    .optional("droppedAt", instant.explained("Since when it has been told to give the copy up."))
                ).named("DeviceStanding")))
    ).named("DeviceStandings")
    static let outstandingDrops = object(
        .required(
            "drops",
            array(
                object(
                    .required("device", device), .required("holder", choice(Role.self)),
                    .required("holderName", string), .required("member", uuid), .required("memberName", string),
                    .optional("endedAt", instant), .optional("toldAt", instant), .optional("lastHeardAt", instant)
                ).named("OutstandingDrop")))
    ).named("OutstandingDrops")
}
