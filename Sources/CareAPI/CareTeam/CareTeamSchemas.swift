import Care
import CareMessages

extension Schema {
    static let careTeamRole = choice(CareTeamRole.self).named("CareTeamRole")
    static let careTeamPlace = object(
        .required("role", careTeamRole),
        .optional("from", day.explained("The first day; today when absent.")),
        .optional("through", day.explained("The last day; open when absent."))
    ).named("CareTeamPlace")
    static let memberListing = object(
        .required("member", uuid), .required("name", string), .required("state", usState)
    ).named("MemberListing")
    static let memberListings = object(.required("members", array(memberListing, atMost: 50))).named("MemberListings")
    static let handOver = object(
        .required("practitioner", uuid), .optional("from", day.explained("Today when absent.")),
        .required("through", day), .optional("dryRun", boolean)
    ).named("HandOver")
    static let emergencyRequest = object(
        .required("id", uuid), .required("reason", note.explained("The member reads it."))
    ).named("EmergencyRequest")
    static let emergencyAccess = object(
        .required("practitioner", uuid), .required("reason", note), .required("from", instant),
        .required("until", instant)
    ).named("EmergencyAccess")
    static let chartReads = object(
        .required(
            "reads",
            array(
                object(
                    .required("at", instant), .required("role", role), .required("name", string),
                    .optional("device", uuid), .required("operation", string)
                ).named("ChartRead"), atMost: Int64(ChartReads.maximumCount)))
    ).named("ChartReads")
}
