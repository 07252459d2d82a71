import Care
import CareMessages
import CareServices
import HTTPMessages

/// A member's own cover.
struct CoverEndpoints {
    let cover: CoverService
    let limits: APILimits
    private let perNumber: RateLimiter

    init(cover: CoverService, limits: APILimits) {
        self.cover = cover
        self.limits = limits
        perNumber = RateLimiter(limits.claimsPerNumber)
    }

    var show: Endpoint {
        Endpoint(
            Operation(
                "cover", "Says whether a member is covered today, by whom and until when.", for: .roles([.member]),
                gives: [.ok(.memberCover, "It follows from dates, by the member's own calendar.")])
        ) { [cover] call in try .json(await cover.cover(actor: call.actor)) }
    }

    var link: Endpoint {
        Endpoint(
            Operation(
                "linkCover", "Lets another roster count for a member: their next employer's or a health plan's.",
                for: .roles([.member]), takes: .json(.identityClaim),
                gives: [.ok(.memberCover, "Their cover with it; a repeat changes nothing.")],
                problems: [.notConfirmed, .tooManyRequests])
        ) { [cover, limits, perNumber] call in
            let claim: IdentityClaim = try call.json()
            try perNumber.admit(claim.plainNumber)
            return try .json(
                await UniformTime.atLeast(limits.uniformAnswerTime) { try await cover.link(claim, actor: call.actor) })
        }
    }
}
