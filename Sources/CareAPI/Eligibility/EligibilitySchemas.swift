import Care
import CareMessages

extension Schema {
    static let sponsorKind = choice(Sponsor.Kind.self).named("SponsorKind")
    static let sponsor = object(
        .required("id", uuid), .required("slug", slug), .required("name", label), .required("kind", sponsorKind)
    ).named("Sponsor")
    static let sponsors = object(.required("sponsors", array(sponsor))).named("Sponsors")
    static let sponsorEntry = object(
        .required("name", label), .required("kind", sponsorKind),
        .required(
            "feed",
            object(
                .required("mode", choice(FeedMode.self)),
                .required("endDateMeaning", choice(EndDateMeaning.self))
            ).named("FeedSettings"))
    ).named("SponsorEntry")
    static let sponsorCredentialRequest = object(
        .required("label", label), .required("expiresInDays", integer(1...400)), .optional("partner", boolean)
    ).named("SponsorCredentialRequest")

    static let sponsorCredentials = object(
        .required(
            "credentials",
            array(
                object(
                    .required("id", uuid), .required("label", label), .required("partner", boolean),
                    .required("issuedAt", instant), .required("expiresAt", instant)
                ).named("SponsorCredential")))
    ).named("SponsorCredentials")

    private static let feedColumn = object(
        .required("column", choice(RosterColumn.self)), .required("header", label)
    ).named("FeedColumn")
    private static let thresholds = object(
        .required("terminatedPercent", integer(1...100)), .required("terminatedRows", integer(1...1_000_000)),
        .required("faultyPercent", integer(0...100)), .required("faultyRows", integer(1...1_000_000)),
        .required("duplicateRows", integer(1...1_000_000))
    ).named("HoldThresholds")
    static let feedRules = object(
        .required("mode", choice(FeedMode.self)), .required("endDateMeaning", choice(EndDateMeaning.self)),
        .required("dateFormat", choice(RosterDateFormat.self)), .required("matchKeys", choice(MatchKeys.self)),
        .optional("dependentAgeLimit", integer(16...99)), .required("groups", array(label, atMost: 64)),
        .required("columns", array(feedColumn, atMost: 18)),
        .required("approval", choice(FeedRules.Approval.self)), .required("thresholds", thresholds)
    ).named("FeedRules")

    static let loadCounts = object(
        .required("rows", integer(from: 0)), .required("faulty", integer(from: 0)),
        .required("added", integer(from: 0)), .required("changed", integer(from: 0)),
        .required("reinstated", integer(from: 0)), .required("terminated", integer(from: 0)),
        .required("unchanged", integer(from: 0))
    ).named("LoadCounts")
    static let rowFault = object(
        .required("line", integer(from: 1)), .required("column", string), .required("code", string),
        .required("maskedValue", string), .required("message", string)
    ).named("RowFault")
    static let loadReport = object(
        .required("id", uuid), .required("sponsor", slug), .optional("fileName", label),
        .optional("sha256", text(pattern: "^[0-9a-f]{64}$")), .required("receivedAt", instant),
        .required("state", choice(LoadState.self)), .optional("reason", string), .required("repeated", boolean),
        .optional("madeOn", day), .optional("undoes", uuid), .optional("undoneBy", uuid),
        .optional(
            "progress",
            object(.required("phase", choice(LoadState.self)), .required("percent", integer(0...100)))
                .named("LoadProgress").explained("While the file is worked on.")),
        .required("counts", loadCounts), .required("holds", array(loadHold)), .required("steps", array(loadStep)),
        .required("faults", array(rowFault, atMost: Int64(LoadReport.maximumFaults)))
    ).named("LoadReport")
    private static let loadHold = object(
        .required("code", choice(HoldCode.self)),
        .required("severe", boolean.explained("Whether somebody other than the sender has to release it.")),
        .required("detail", string)
    ).named("LoadHoldNotice")
    private static let loadStep = object(
        .required("state", choice(LoadState.self)), .required("at", instant), .required("role", choice(Role.self)),
        .required("subject", uuid), .required("credential", uuid), .optional("reason", string)
    ).named("LoadStep")
    static let loadDecision = object(
        .optional("confirm", slug.explained("The sponsor's short name again, where the cover of many people ends.")),
        .required("reason", label)
    ).named("LoadDecision")
    static let loadChanges = object(
        .required(
            "changes",
            array(
                object(
                    .required("effect", choice(LoadEffect.self)), .required("number", string),
                    .optional("line", integer(from: 1)), .required("columns", array(string)),
                    .optional("planCode", string), .optional("from", day), .optional("until", day)
                ).named("LoadChange"), atMost: Int64(LoadChanges.maximumCount))), .optional("next", string)
    ).named("LoadChanges")
    static let loads = object(.required("loads", array(loadReport, atMost: 100))).named("Loads")

    static let memberCover = object(
        .required("on", day), .required("isCovered", boolean), .optional("coveredThrough", day),
        .optional("nextFrom", day), .optional("endedOn", day), .optional("memberCostCents", integer(from: 0)),
        .required(
            "periods",
            array(
                object(
                    .required("sponsor", label), .required("planCode", label), .required("from", day),
                    .optional("through", day)
                ).named("CoverPeriod")))
    ).named("MemberCover")

    static let coverageQuestions = object(
        .required(
            "questions",
            array(
                object(
                    .required("rowId", label),
                    .required("number", string.explained("The person's own, or their subscriber's.")),
                    .required("lastName", label),
                    .optional("firstName", label.explained("Looked at only when the rest fits several people.")),
                    .required("birthDate", day), .optional("on", day.explained("Today when absent."))
                ).named("CoverageQuestion"), 1, atMost: Int64(CoverageQuestions.maximumCount)))
    ).named("CoverageQuestions")
    static let coverageReplies = object(
        .required(
            "answers",
            array(
                object(
                    .required("rowId", label), .required("on", day),
                    .required("status", choice(CoverageReply.Status.self)), .optional("planCode", label),
                    .optional("coveredFrom", day), .optional("coveredThrough", day),
                    .optional("memberCostCents", integer(from: 0)),
                    .optional(
                        "reason",
                        choice(EligibilityQuestion.Misfit.self).explained(
                            "Why nobody was found; said to partners alone."))
                ).named("CoverageReply")))
    ).named("CoverageReplies")
}
