import Care
import CareMessages
import CareServices
import Foundation
import HTTPMessages

/// Sponsors and the credentials of their programs.
struct SponsorEndpoints {
    let sponsors: SponsorService
    let identity: IdentityService

    var list: Endpoint {
        Endpoint(
            Operation(
                "listSponsors", "Lists sponsors.", for: .roles([.operator]), gives: [.ok(.sponsors, "By slug.")])
        ) { [sponsors] call in
            try .json(Sponsors(sponsors: await sponsors.list(actor: call.actor)))
        }
    }

    var show: Endpoint {
        Endpoint(
            Operation(
                "showSponsor", "Shows one sponsor.", for: .roles([.sponsor, .operator]),
                gives: [.ok(.sponsor, "The sponsor.")])
        ) { [sponsors] call in
            let slug = try call.path("sponsor") { Slug($0) }
            return try .json(await sponsors.find(slug, actor: call.actor))
        }
    }

    var put: Endpoint {
        Endpoint(
            Operation(
                "putSponsor", "Makes or replaces a sponsor, and says how its files are to be read.",
                for: .roles([.operator]), takes: .json(.sponsorEntry),
                gives: [.ok(.sponsor, "The sponsor was replaced."), .created(.sponsor, "The sponsor is new.")])
        ) { [sponsors] call in
            let slug = try call.path("sponsor") { Slug($0) }
            let (sponsor, isNew) = try await sponsors.put(slug, call.json(), actor: call.actor)
            return try .json(sponsor, status: isNew ? .created : .ok)
        }
    }

    var issueCredential: Endpoint {
        Endpoint(
            Operation(
                "issueSponsorCredential", "Makes a credential for one of a sponsor's programs.",
                for: .roles([.operator]), takes: .json(.sponsorCredentialRequest),
                gives: [.created(.tokenPair, "The credential, shown once; it has no refresh token.")])
        ) { [identity] call in
            let slug = try call.path("sponsor") { Slug($0) }
            return try .json(
                await identity.issueSponsorCredential(sponsor: slug, request: call.json(), actor: call.actor),
                status: .created)
        }
    }

    var listCredentials: Endpoint {
        Endpoint(
            Operation(
                "listSponsorCredentials", "Lists the credentials of a sponsor's programs that are in force.",
                for: .roles([.operator]), gives: [.ok(.sponsorCredentials, "The oldest first, without their tokens.")])
        ) { [identity] call in
            let slug = try call.path("sponsor") { Slug($0) }
            return try .json(await identity.sponsorCredentials(of: slug, actor: call.actor))
        }
    }

    var revokeCredential: Endpoint {
        Endpoint(
            Operation(
                "revokeSponsorCredential", "Ends a credential of one of a sponsor's programs.",
                for: .roles([.operator]), gives: [.noContent("Its token is refused from now on.")])
        ) { [identity] call in
            let slug = try call.path("sponsor") { Slug($0) }
            let credential = try call.path("credential") { UUID(uuidString: $0) }
            try await identity.revokeSponsorCredential(credential, of: slug, actor: call.actor)
            return .noContent
        }
    }
}
