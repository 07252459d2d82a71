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
                .required("mode", choice(FeedSettings.Mode.self)),
                .required("endDateMeaning", choice(EndDateMeaning.self))
            ).named("FeedSettings"))
    ).named("SponsorEntry")
    static let sponsorCredentialRequest = object(
        .required("label", label), .required("expiresInDays", integer(1...400)), .optional("partner", boolean)
    ).named("SponsorCredentialRequest")

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
        .required("sha256", text(pattern: "^[0-9a-f]{64}$")), .required("receivedAt", instant),
        .required("state", choice(LoadReport.State.self)), .optional("reason", string), .required("repeated", boolean),
        .required("counts", loadCounts), .required("faults", array(rowFault, atMost: 1_000))
    ).named("LoadReport")
    static let loads = object(.required("loads", array(loadReport, atMost: 100))).named("Loads")

    static let coverageQuestions = object(
        .required(
            "questions",
            array(
                object(
                    .required("rowId", label), .required("number", string), .required("lastName", label),
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
