import Care
import CareMessages
import CareServices
import HTTPMessages

/// Sessions, accounts and the directory of practitioners.
struct IdentityEndpoints {
    let identity: IdentityService
    let limits: APILimits

    var signIn: Endpoint {
        let limiter = RateLimiter(limits.signInsPerAddress)
        return Endpoint(
            Operation(
                "signIn", "Signs a person in with login and password.", for: .everyone, takes: .json(.signIn),
                gives: [.created(.tokenPair, "The credential, shown once.")],
                problems: [.signInFailed, .tooManyTries, .tooManyRequests])
        ) { [identity, limits] call in
            let signIn: SignIn = try call.json()
            try limiter.admit(limits.address(of: call.request))
            return try .json(await identity.signIn(signIn), status: .created)
        }
    }

    var refreshSession: Endpoint {
        let limiter = RateLimiter(limits.signInsPerAddress)
        return Endpoint(
            Operation(
                "refreshSession", "Exchanges a refresh token for the next pair.", for: .everyone,
                takes: .json(.sessionRefresh), gives: [.ok(.tokenPair, "The next pair; the token sent is used up.")],
                problems: [.sessionEnded, .tooManyRequests])
        ) { [identity, limits] call in
            let refresh: SessionRefresh = try call.json()
            try limiter.admit(limits.address(of: call.request))
            return try .json(await identity.refresh(refresh))
        }
    }

    var signOut: Endpoint {
        Endpoint(
            Operation(
                "signOut", "Ends the session that the token belongs to.", for: .signedIn,
                gives: [.noContent("The tokens of the session are refused from now on.")])
        ) { [identity] call in
            try await identity.signOut(call.actor)
            return .noContent
        }
    }

    var me: Endpoint {
        Endpoint(
            Operation("me", "Says whose credential it is.", for: .signedIn, gives: [.ok(.me, "Whose it is.")])
        ) { [identity] call in
            try .json(await identity.me(call.actor))
        }
    }

    var listPractitioners: Endpoint {
        Endpoint(
            Operation(
                "listPractitioners", "Lists the directory.", for: .roles([.operator, .practitioner]),
                gives: [.ok(.practitionerListings, "Everybody in the directory, by login.")])
        ) { [identity] call in
            try .json(PractitionerListings(practitioners: await identity.listPractitioners(actor: call.actor)))
        }
    }

    var putPractitioner: Endpoint {
        Endpoint(
            Operation(
                "putPractitioner", "Makes or replaces a practitioner's or reviewer's account and entry.",
                for: .roles([.operator]), takes: .json(.practitionerEntry),
                gives: [
                    .ok(.practitionerListing, "The entry was replaced."),
                    .created(.practitionerListing, "The entry is new."),
                ], problems: [.taken])
        ) { [identity] call in
            let login = try call.path("login") { $0 }
            let (listing, isNew) = try await identity.putPractitioner(
                login: login, entry: call.json(), actor: call.actor)
            return try .json(listing, status: isNew ? .created : .ok)
        }
    }
}

extension RateLimiter {
    /// Counts a request by a key; one whose key cannot be known is not counted.
    func admit(_ key: String?) throws(Refusal) {
        guard let key, let seconds = secondsUntilAllowed(key) else { return }
        throw .tooManyRequests(retryAfterSeconds: seconds)
    }
}
