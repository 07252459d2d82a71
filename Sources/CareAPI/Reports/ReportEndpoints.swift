import Care
import CareMessages
import CareServices
import HTTPMessages

/// What sponsors see of their people in aggregate.
struct ReportEndpoints {
    let reports: SponsorReportService

    var list: Endpoint {
        Endpoint(
            Operation(
                "listSponsorReports", "Lists a sponsor's reports on its people in aggregate.",
                for: .roles([.sponsor, .operator]),
                gives: [.ok(.sponsorReports, "What was frozen, the newest first.")])
        ) { [reports] call in
            let slug = try call.path("sponsor") { Slug($0) }
            return try .json(await reports.list(of: slug, actor: call.actor))
        }
    }

    var show: Endpoint {
        Endpoint(
            Operation(
                "showSponsorReport", "Shows a sponsor's report on one quarter.", for: .roles([.sponsor, .operator]),
                gives: [.ok(.sponsorReport, "As it was frozen, once; late records do not change it.")])
        ) { [reports] call in
            let slug = try call.path("sponsor") { Slug($0) }
            let period = try call.path("period") { ReportPeriod($0) }
            return try .json(await reports.report(on: period, of: slug, actor: call.actor))
        }
    }

    var putSmallestCell: Endpoint {
        Endpoint(
            Operation(
                "putSmallestCell", "Says how many people must be behind each count of a sponsor's reports.",
                for: .roles([.operator]), takes: .json(.smallestCell),
                gives: [.ok(.smallestCell, "It holds from the next report on, and can only be raised.")])
        ) { [reports] call in
            let slug = try call.path("sponsor") { Slug($0) }
            return try .json(await reports.raiseSmallestCell(call.json(), of: slug, actor: call.actor))
        }
    }
}
