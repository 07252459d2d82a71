import Care

extension Schema {
    static let panelRow = object(
        .required("member", uuid), .required("name", string), .required("state", usState),
        .required("role", careTeamRole), .optional("program", slug), .optional("planRevision", integer(from: 1)),
        .optional("planReached", boolean.explained("Whether a device of the member has the latest revision.")),
        .optional("planUntil", day.explained("The last day of the plan.")),
        .optional("pausedSince", day.explained("Absent while the plan is not paused.")),
        .optional("adherencePercent", integer(0...100)),
        .required(
            "pain",
            array(anyOf(painScore, null).explained("The worst during activity, one a day; null without a report."))),
        .optional("lastPain", painScore),
        .optional("lastLoggedOn", day), .optional("lastSyncAt", instant)
    ).named("PanelRow")
    static let panel = object(.required("members", array(panelRow))).named("Panel")
    static let memberSummary = object(
        .required("member", member), .required("panel", panelRow),
        .required(
            "devices",
            array(
                object(
                    .required("device", device), .optional("lastSeenAt", instant),
                    .optional("pulledVersion", integer(from: 0))
                ).named("DeviceSeen"))),
        .required("rowCounts", map(integer(from: 0))), .required("chartVersion", integer(from: 0)),
        .required("setAside", integer(from: 0)), .required("cover", coverStanding)
    ).named("MemberSummary")
    static let coverStanding = object(
        .required("on", day), .required("isCovered", boolean), .optional("coveredThrough", day),
        .optional("nextFrom", day), .optional("endedOn", day)
    ).named("CoverStanding")

    static let dayWindow = object(.required("first", day), .required("last", day)).named("DayWindow")
    static let adherence = object(
        .required("window", dayWindow),
        .required(
            "figures",
            array(
                object(
                    .required("exercise", slug), .required("logged", integer(from: 0)),
                    .required("prescribed", integer(from: 0)))))
    ).named("Adherence")
    static let trend = object(
        .required("window", dayWindow),
        .required(
            "pain",
            array(
                object(
                    .required("moment", choice(CheckIn.Moment.self)), .required("window", dayWindow),
                    .required("worst", array(anyOf(painScore, null).explained("One a day; null without a report.")))
                ).named("PainTrend"))),
        .required(
            "days",
            array(
                object(
                    .required("day", day), .optional("planRevision", integer(from: 1)),
                    .required("logged", integer(from: 0)), .required("onPlan", integer(from: 0))))),
        .required("weeks", array(object(.required("window", dayWindow), .optional("adherence", adherence)))),
        .optional("adherence", adherence)
    ).named("Trend")
}
