import Care

extension Schema {
    static let runGuard = object(
        .required("distanceMeters", integer(from: 0)), .optional("longestMeters", integer(from: 0)),
        .required("verdict", choice(RunGuard.Verdict.self))
    ).named("RunGuard")
    private static let standing = object(
        .required("ladder", slug),
        .required(
            "rungs",
            array(
                object(.required("number", integer(from: 1)), .required("exercise", slug), .required("name", label)))),
        .required(
            "steps",
            array(
                object(
                    .required("from", day), .required("planRevision", integer(from: 1)),
                    .required("rungs", array(integer(from: 1)).explained("Empty when it left the ladder."))))
        )
    ).named("LadderStanding")
    static let careProgress = object(
        .required("trend", trend), .required("standings", array(standing)),
        .required("runs", array(object(.required("day", day), .required("comparison", runGuard)))),
        .required(
            "ceilingsMeters",
            array(anyOf(integer(from: 0), null).explained("One a day; null without a run in the 30 days before."))),
        .required(
            "shoes",
            array(
                object(
                    .required("label", label), .required("wear", object(.required("meters", integer(from: 0)))),
                    .optional("retiredOn", day))))
    ).named("CareProgress")
    static let disclaimer = object(
        .required("slug", slug), .required("title", label), .required("text", note),
        .required("appliesTo", choice(Disclaimer.Scope.self))
    ).named("Disclaimer")
    static let progressReport = object(
        .required("memberName", string),
        .optional(
            "plan",
            object(.required("title", label), .required("revision", integer(from: 1)), .optional("until", day))),
        .required("progress", careProgress),
        .required(
            "disclaimers", array(object(.required("version", integer(from: 1)), .required("disclaimer", disclaimer))))
    ).named("ProgressReport")
}
