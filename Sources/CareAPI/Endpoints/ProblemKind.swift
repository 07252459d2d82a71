import ChartSync

/// One kind of problem that the API answers: what `type`, `title` and `status` are for all problems of the kind.
package struct ProblemKind: Hashable, Sendable {
    /// The last part of the problem's `type`.
    package let slug: String
    package let status: Int
    package let title: String
    /// What to do about it, where that is the same for all of the kind.
    package let advice: String?

    init(_ slug: String, _ status: Int, _ title: String, _ advice: String? = nil) {
        self.slug = slug
        self.status = status
        self.title = title
        self.advice = advice
    }

    static let unauthenticated = ProblemKind(
        "unauthenticated", 401, "A credential is needed.", "Send an access token as Authorization: Bearer <token>.")
    static let notAllowed = ProblemKind("not-allowed", 403, "This credential may not do this.")
    static let notFound = ProblemKind("not-found", 404, "There is nothing at this address.")
    static let invalidJSON = ProblemKind("invalid-json", 400, "The body is not well-formed JSON.")
    static let invalidQuery = ProblemKind("invalid-query", 400, "The query is not what this address takes.")
    static let invalidRequest = ProblemKind("invalid-request", 422, "The request breaks a rule.")
    static let unsupportedMediaType = ProblemKind(
        "unsupported-media-type", 415, "The body is of a type that this address does not take.")
    static let contentTooLarge = ProblemKind("content-too-large", 413, "The body is too large.")
    static let tooManyRequests = ProblemKind(
        "too-many-requests", 429, "Too many requests of this kind.", "Wait as long as Retry-After says.")

    static let malformedRequest = ProblemKind("malformed-request", 400, "The request is malformed.")
    static let targetTooLong = ProblemKind("target-too-long", 414, "The address is too long.")
    static let headersTooLarge = ProblemKind("headers-too-large", 431, "The header fields are too large.")
    /// What the server refuses before it knows whose request it is.
    static let ofTheServer: Set<ProblemKind> = [.malformedRequest, .targetTooLong, .headersTooLarge]

    static let internalError = ProblemKind("internal-error", 500, "The server failed to answer this request.")
    static let unavailable = ProblemKind("unavailable", 503, "The server cannot take this request now.")

    static let notConfirmed = ProblemKind(
        "not-confirmed", 403, "Eligibility could not be confirmed.",
        "Check number, name and birth date, or ask the sponsor.")
    static let signInFailed = ProblemKind("sign-in-failed", 401, "Login or password is wrong.")
    static let tooManyTries = ProblemKind(
        "too-many-tries", 429, "Too many tries to sign in.", "Wait as long as Retry-After says.")
    static let sessionEnded = ProblemKind("session-ended", 401, "The session has ended.", "Sign in or enrol again.")
    static let noPlan = ProblemKind("no-plan", 404, "There is no such plan revision.")
    static let planRefused = ProblemKind("plan-refused", 422, "The plan cannot be prescribed as it is.")
    static let baseMoved = ProblemKind(
        "base-moved", 409, "Another revision was made meanwhile.", "Read the current one and propose on its number.")
    static let notLicensed = ProblemKind(
        "not-licensed", 422, "There is no licence or compact privilege in the member's state.")
    static let contentRefused = ProblemKind("content-refused", 409, "That is not this version's next step.")
    static let contentUnderWay = ProblemKind("content-under-way", 409, "Another version is under way.")
    static let contentUnfit = ProblemKind(
        "content-unfit", 409, "The version does not fit the catalog as it is now.",
        "Draft a version that does; it takes this one's place.")
    static let contentNeeded = ProblemKind("content-needed", 409, "Other content needs this exercise.")
    static let taken = ProblemKind("taken", 409, "The id or name is taken by something else.")
    static let tooManyDevices = ProblemKind(
        "too-many-devices", 409, "There are as many devices as one person may have.", "Revoke one that is not used.")
    static let stillAside = ProblemKind(
        "still-aside", 422, "What was set aside cannot become part of the chart as it is.")
    static let alreadySettled = ProblemKind("already-settled", 409, "It was decided otherwise before.")
    static let loadState = ProblemKind("load-state", 409, "This cannot be done with the load as it stands.")
    static let loadOvertaken = ProblemKind(
        "load-overtaken", 409, "A file that was received later is in force.",
        "Reject this load and send the file again.")
    static let feedChanged = ProblemKind(
        "feed-changed", 409, "The feed's files were of another mode when the load was compared.",
        "Reject this load and send the file again.")
    static let loadsDepend = ProblemKind("loads-depend", 409, "Later loads changed what this one had changed.")
    static let secondPersonNeeded = ProblemKind(
        "second-person-needed", 409, "The load is held for a reason that its sender cannot set aside.",
        "Somebody else releases it, with a credential of their own.")
    static let confirmationNeeded = ProblemKind(
        "confirmation-needed", 422, "The cover of many people would end.")
    static let suggestionPassed = ProblemKind(
        "suggestion-passed", 409, "The suggestion was decided before, or no longer holds.",
        "Ask for the suggestions again.")
    static let cursorInvalid = ProblemKind(
        "cursor-invalid", 400, "The cursor was not given to this device.",
        "Pull the scopes that are named without a cursor.")
    static let waitReplaced = ProblemKind(
        "wait-replaced", 409, "Another wait of this device has taken the place of this one.",
        "One wait of a device is enough. Wait a while before asking again.")
    static let schemaUnknown = ProblemKind(
        "schema-unknown", 400, "The version of the sync messages is not known here.",
        "Update whichever is older: the app, or the service that it speaks to.")
    static let clientTooOld = ProblemKind(
        "client-too-old", 426, "This version of the app can only hand over what it has recorded.",
        "Update the app. What it has is taken by /v1/sync/push until \(ProtocolVersion.oldPushesTakenThrough).")
}
