import ChartSync

extension Schema {
    static let watchRequest = object(
        .required("device", uuid), .required("schema", integer(from: 1)),
        .required("scopes", array(scopeRequest, 1, atMost: Int64(PullRequest.maximumScopes))),
        .optional(
            "waitSeconds",
            integer(Int64(WatchRequest.waits.lowerBound)...Int64(WatchRequest.waits.upperBound))
                .explained("\(WatchRequest.waits.upperBound) when absent."))
    ).named("WatchRequest")
    static let watchAnswer = object(
        .required(
            "scopes",
            array(object(.required("scope", scope), .required("version", integer(from: 0))).named("ScopeNews"))),
        .required("nextPollSeconds", integer(from: 0))
    ).named("WatchAnswer")
}
