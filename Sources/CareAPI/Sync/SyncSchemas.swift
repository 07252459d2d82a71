import Care
import ChartSync

extension Schema {
    static let mutation = object(
        .required("seq", integer(1...1 << 53).explained("1 for a device's first on a chart, without gaps.")),
        .required(
            "kind",
            string.explained(
                "A `RowKind`; one that only a newer version knows is `rejected` as `unknown_kind`, and kept.")),
        .required("op", string.explained("`insert`, `update` or `delete`.")), .required("row", uuid),
        .optional(
            "base",
            integer(from: 0).explained(
                "The version of the row that the author had before them. An update needs it; a deletion may leave it out, "
                    + "and then stands whatever changed meanwhile; an insertion needs none.")),
        .optional(
            "body",
            any.explained(
                "The whole row of an insertion, as the page Bodies of the module ChartSync shows it for each kind, or the "
                    + "changed fields of an update, where null clears a field; a deletion has none."))
    ).named("Mutation")
    static let pushRequest = object(
        .required("device", uuid), .required("schema", integer(from: 1)), .required("clientTime", instant),
        .optional(
            "monotonicMilliseconds",
            integer(0...1 << 53).explained("What a clock of the device that nobody sets shows.")),
        .required(
            "charts",
            array(
                object(
                    .required("chart", uuid),
                    .required("mutations", array(mutation, 1, atMost: Int64(PushRequest.maximumMutations)))
                ).named("PushSlice"), 1, atMost: 20))
    ).named("PushRequest")
    static let fieldViolation = object(
        .required("pointer", string), .required("message", string)
    ).named("FieldViolation")
    static let outcome = object(
        .required("seq", integer(from: 1)), .required("status", choice(Outcome.Status.self)),
        .required("version", integer(from: 1)), .optional("reason", choice(SetAsideReason.self)),
        .optional("detail", fieldViolation),
        .optional("row", wireRow.explained("As it stands now, where it is not what was sent and may be seen."))
    ).named("Outcome")
    static let pushAnswer = object(
        .required(
            "charts",
            array(
                object(
                    .required("chart", uuid), .optional("epoch", uuid), .required("lastSeq", integer(from: 0)),
                    .optional("durableThrough", integer(from: 0)), .required("outcomes", array(outcome)),
                    .optional("problem", choice(SliceProblem.self))
                ).named("SliceAnswer")))
    ).named("PushAnswer")

    static let scope = text(pattern: "^(catalog|panel|chart:[0-9a-f-]{36})$").named("Scope")
    static let checksum = text(pattern: "^[0-9a-f]{32}$")
    static let deviceReport = object(
        .required("pending", integer(from: 0)), .optional("oldestPending", instant),
        .required("setAside", integer(from: 0))
    ).named("DeviceReport")
    static let scopeRequest = object(
        .required("scope", scope),
        .optional("cursor", string.explained("Of the scope's last page; absent the first time.")),
        .optional("since", day.explained("The first day of the history that the device wants."))
    ).named("ScopeRequest")
    static let pullRequest = object(
        .required("device", uuid), .required("schema", integer(from: 1)), .required("clientTime", instant),
        .required(
            "scopes",
            array(scopeRequest, 1, atMost: Int64(PullRequest.maximumScopes))),
        .optional(
            "limit", integer(Int64(PullRequest.limits.lowerBound)...Int64(PullRequest.limits.upperBound))),
        .optional("purged", array(scope)), .optional("report", deviceReport)
    ).named("PullRequest")
    static let wireRow = object(
        .required("kind", string), .required("id", string), .required("version", integer(from: 0)),
        .required("body", any)
    ).named("WireRow")
    static let tombstone = object(
        .required("kind", string), .required("id", string), .required("version", integer(from: 1))
    ).named("Tombstone")
    static let scopePage = object(
        .required("scope", scope), .required("epoch", uuid),
        .required("from", integer(from: 0)), .required("to", integer(from: 0)),
        .required("rebase", boolean.explained("Replace the copy; unsent mutations stay.")),
        .required("consistent", boolean), .optional("ackedSeq", integer(from: 0)),
        .optional("durableThrough", integer(from: 0)), .required("rows", array(wireRow)),
        .required("deleted", array(tombstone)), .optional("checksum", checksum),
        .required("cursor", string)
    ).named("ScopePage")
    static let pullAnswer = object(
        .required("pages", array(scopePage)),
        .required(
            "drops",
            array(
                object(.required("scope", scope), .required("reason", choice(ScopeDrop.Reason.self)))
                    .named("ScopeDrop"))),
        .required("more", boolean), .required("nextPollSeconds", integer(from: 0)),
        .required("serverTime", instant)
    ).named("PullAnswer")
}
