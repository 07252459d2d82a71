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
    static let emergencyLook = object(
        .required("name", string), .required("from", instant), .required("until", instant),
        .required("reason", note)
    ).named("EmergencyLook")
    static let unreadMessages = object(
        .required(
            "messages",
            array(
                object(
                    .required("member", uuid), .required("name", string), .required("id", uuid),
                    .required("at", instant), .required("text", note)
                ).named("UnreadMessage"), atMost: Int64(UnreadMessages.maximumCount)))
    ).named("UnreadMessages")
    static let plannedVisits = object(
        .required(
            "visits",
            array(
                object(
                    .required("member", uuid), .required("name", string), .required("id", uuid),
                    .required("at", instant), .required("timeZone", timeZone),
                    .required("practitionerName", string), .required("mode", choice(Visit.Mode.self)),
                    .optional("place", label.explained("How the member comes to it."))
                ).named("PlannedVisit")))
    ).named("PlannedVisits")
    static let chartReads = object(
        .required(
            "reads",
            array(
                object(
                    .required("at", instant), .required("role", role), .required("name", string),
                    .optional("device", uuid), .required("operation", string),
                    .optional("inEmergency", boolean.explained("True for a reader from outside of the care team."))
                ).named("ChartRead"), atMost: Int64(ChartReads.maximumCount))),
        .required("emergencies", array(emergencyLook))
    ).named("ChartReads")
}
