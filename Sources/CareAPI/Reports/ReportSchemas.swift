import Care
import CareMessages
import StrictJSON

extension Schema {
    static let reportPeriod = text(pattern: "^[0-9]{4}-Q[1-4]$").example("2026-Q3").named("ReportPeriod")
    static let reportedPeople = object(
        .required("atLeast", integer(from: 0)), .optional("atMost", integer(from: 0)),
        .required("shown", string.explained("Such as <11, 22 to 32, 44 or more.")), .required("isSuppressed", boolean)
    ).named("ReportedPeople")
    static let percentRange = object(
        .required("atLeast", integer(0...100)), .required("atMost", integer(0...100))
    ).named("PercentRange")
    static let sponsorReport = object(
        .required("sponsor", slug), .required("name", label), .required("period", reportPeriod),
        .required("from", day), .required("through", day), .required("frozenAt", instant),
        .required("smallestCell", integer(from: 11)), .required("isWithheld", boolean),
        .required("covered", reportedPeople),
        .required(
            "counts",
            array(
                object(
                    .required("measure", choice(ReportMeasure.self)), .required("label", string),
                    .required("people", reportedPeople)
                ).named("ReportCount"))),
        .optional("improvedPercent", percentRange), .optional("adherencePercent", percentRange)
    ).named("SponsorReport")
    static let sponsorReports = object(.required("reports", array(sponsorReport))).named("SponsorReports")
    static let smallestCell = object(.required("smallestCell", integer(11...1_000))).named("SmallestCell")
}
