import Care
import CareMessages
import CareServices
import HTTPMessages

/// Who looks after whom, and which devices may act for a member.
struct CareTeamEndpoints {
    let careTeam: CareTeamService
    let emergency: EmergencyService
    let reads: ReadService

    var searchMembers: Endpoint {
        Endpoint(
            Operation(
                "searchMembers", "Finds members by part of a name, by id or by sponsor number.",
                for: .roles([.operator]),
                query: [.init("search", .text(200), isRequired: true, "2 characters or more to look for")],
                gives: [.ok(.memberListings, "At most 50.")])
        ) { [careTeam] call in
            let text = try call.query("search") { $0 } ?? ""
            return try .json(MemberListings(members: await careTeam.searchMembers(text, actor: call.actor)))
        }
    }

    var putPlace: Endpoint {
        Endpoint(
            Operation(
                "putCareTeamPlace", "Puts a practitioner on a member's care team.", for: .roles([.operator]),
                takes: .json(.careTeamPlace), gives: [.ok(.careTeamPlace, "The place as it is kept.")],
                problems: [.notLicensed])
        ) { [careTeam] call in
            let member = try call.path("member") { MemberID($0) }
            let practitioner = try call.path("practitioner") { PractitionerID($0) }
            return try .json(
                await careTeam.putPlace(call.json(), of: practitioner, for: member, actor: call.actor))
        }
    }

    var endPlace: Endpoint {
        Endpoint(
            Operation(
                "endCareTeamPlace", "Takes a practitioner off a member's care team.", for: .roles([.operator]),
                gives: [.noContent("The practitioner sees the chart no more.")])
        ) { [careTeam] call in
            try await careTeam.endPlace(
                of: call.path("practitioner") { PractitionerID($0) }, for: call.path("member") { MemberID($0) },
                actor: call.actor)
            return .noContent
        }
    }

    var handOver: Endpoint {
        Endpoint(
            Operation(
                "handOver", "Has another PT cover for the lead PT, for a period.", for: .roles([.practitioner]),
                takes: .json(.handOver), gives: [.ok(.careTeamPlace, "The place as it is kept.")],
                problems: [.notLicensed])
        ) { [careTeam] call in
            let member = try call.path("member") { MemberID($0) }
            return try .json(await careTeam.handOver(call.json(), of: member, actor: call.actor))
        }
    }

    var openInEmergency: Endpoint {
        Endpoint(
            Operation(
                "openInEmergency",
                "Opens a chart to somebody outside of its care team, for an hour; the chart says so.",
                for: .roles([.practitioner]), takes: .json(.emergencyRequest),
                gives: [.ok(.emergencyAccess, "Until when.")], problems: [.notLicensed, .taken])
        ) { [emergency] call in
            let member = try call.path("member") { MemberID($0) }
            return try .json(await emergency.open(call.json(), of: member, actor: call.actor))
        }
    }

    var listReads: Endpoint {
        Endpoint(
            Operation(
                "listReads", "Lists who was shown something of a chart.", for: .roles([.practitioner, .member]),
                gives: [.ok(.chartReads, "The latest first.")], reads: .chart)
        ) { [reads] call in
            try .json(await reads.reads(of: call.path("member") { MemberID($0) }, actor: call.actor))
        }
    }

    var revokeDevice: Endpoint {
        Endpoint(
            Operation(
                "revokeDevice", "Ends a device's credential, as after a theft.", for: .roles([.operator, .member]),
                gives: [.noContent("The device's tokens are refused from now on.")])
        ) { [careTeam] call in
            try await careTeam.revokeDevice(
                call.path("device") { DeviceID($0) }, of: call.path("member") { MemberID($0) }, actor: call.actor)
            return .noContent
        }
    }
}
