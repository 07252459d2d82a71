import Care
import CareMessages
import CareServices
import HTTPMessages

/// What is open to people who are not members yet.
///
/// Whoever is not on a roster and whoever gives a wrong birth date get the same answer after the same time.
struct EnrolmentEndpoints {
    let enrolment: EnrolmentService
    let limits: APILimits
    private let perNumber: RateLimiter
    private let perAddress: RateLimiter

    init(enrolment: EnrolmentService, limits: APILimits) {
        self.enrolment = enrolment
        self.limits = limits
        // Both endpoints ask about the same people, so they count together.
        perNumber = RateLimiter(limits.claimsPerNumber)
        perAddress = RateLimiter(limits.claimsPerAddress)
    }

    var selfCheck: Endpoint {
        Endpoint(
            Operation(
                "selfCheck", "Says whether a person may enrol.", for: .everyone, takes: .json(.identityClaim),
                gives: [.ok(.selfCheckAnswer, "The same for an unknown person and a wrong birth date.")],
                problems: [.tooManyRequests])
        ) { [enrolment, limits, count] call in
            let claim: IdentityClaim = try call.json()
            try count(claim, call.request)
            return try .json(
                await UniformTime.atLeast(limits.uniformAnswerTime) { try await enrolment.selfCheck(claim) })
        }
    }

    var enrol: Endpoint {
        Endpoint(
            Operation(
                "enrol", "Makes a person on a roster a member, and this device theirs.", for: .everyone,
                takes: .json(.enrolment),
                gives: [
                    .created(
                        .enrolmentAnswer,
                        "A new member, whether or not the claim made one before; with a proof, the member whose it is. "
                            + "A repeat with the same device and key is answered alike.")
                ],
                problems: [.notConfirmed, .tooManyDevices, .tooManyRequests])
        ) { [enrolment, limits, count] call in
            let application: Enrolment = try call.json()
            try count(application.identity, call.request)
            return try .json(
                await UniformTime.atLeast(limits.uniformAnswerTime) { try await enrolment.enrol(application) },
                status: .created)
        }
    }

    private var count: @Sendable (IdentityClaim, Request) throws -> Void {
        { [limits, perNumber, perAddress] claim, request in
            try perAddress.admit(limits.address(of: request))
            try perNumber.admit(claim.plainNumber)
        }
    }
}
