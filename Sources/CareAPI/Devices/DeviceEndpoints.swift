import Care
import CareMessages
import CareServices
import HTTPMessages

/// The devices of whoever asks, and the codes by which others of theirs come in.
struct DeviceEndpoints {
    let devices: DeviceService
    let enrolment: EnrolmentService
    private let perPerson: RateLimiter

    init(devices: DeviceService, enrolment: EnrolmentService, limits: APILimits) {
        self.devices = devices
        self.enrolment = enrolment
        perPerson = RateLimiter(limits.invitationsPerMember)
    }

    var put: Endpoint {
        Endpoint(
            Operation(
                "putDevice",
                "Makes the device of this session one on which a practitioner keeps copies of charts; one that was copied "
                    + "goes on under a new id.",
                for: .roles([.practitioner]), takes: .json(.deviceEntry),
                gives: [.ok(.device, "The device; the session is bound to it.")], problems: [.taken, .tooManyDevices])
        ) { [devices] call in
            let device = try call.path("device") { DeviceID($0) }
            return try .json(await devices.put(device, call.json(), actor: call.actor))
        }
    }

    var list: Endpoint {
        Endpoint(
            Operation(
                "listDevices", "Lists one's own devices.", for: .roles([.practitioner, .member]),
                gives: [.ok(.deviceListing, "Oldest first, those that were revoked among them.")])
        ) { [devices] call in
            try .json(await devices.list(actor: call.actor))
        }
    }

    var revoke: Endpoint {
        Endpoint(
            Operation(
                "revokeOwnDevice", "Ends a practitioner's device, as after a theft.", for: .roles([.practitioner]),
                gives: [.noContent("Every session on the device has ended.")])
        ) { [devices] call in
            try await devices.revoke(call.path("device") { DeviceID($0) }, actor: call.actor)
            return .noContent
        }
    }

    var invite: Endpoint {
        Endpoint(
            Operation(
                "inviteDevice", "Makes a code by which the member brings another device of theirs in.",
                for: .roles([.member]), gives: [.created(.deviceInvitation, "The code, shown once.")],
                problems: [.tooManyRequests])
        ) { [enrolment, perPerson] call in
            let actor = try call.actor
            try perPerson.admit(actor.member?.description)
            return try .json(await enrolment.invite(actor: actor), status: .created)
        }
    }

    var inviteMember: Endpoint {
        Endpoint(
            Operation(
                "inviteMember", "Makes such a code for a member who has no device left.", for: .roles([.operator]),
                gives: [.created(.deviceInvitation, "The code, shown once.")], problems: [.tooManyRequests])
        ) { [enrolment, perPerson] call in
            let member = try call.path("member") { MemberID($0) }
            try perPerson.admit(member.description)
            return try .json(await enrolment.invite(member, actor: call.actor), status: .created)
        }
    }
}
