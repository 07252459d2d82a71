import Care
import CareMessages
import CareServices
import HTTPMessages

/// What a care team sees of its members.
struct MonitoringEndpoints {
    static let defaultTrendDays = 28

    let monitoring: MonitoringService

    var panel: Endpoint {
        Endpoint(
            Operation(
                "panel", "Lists the members whom the practitioner looks after today.", for: .roles([.practitioner]),
                gives: [.ok(.panel, "By name.")])
        ) { [monitoring] call in
            try .json(await monitoring.panel(actor: call.actor))
        }
    }

    var member: Endpoint {
        Endpoint(
            Operation(
                "member", "Shows one member as their care team sees them.", for: .roles([.practitioner]),
                gives: [.ok(.memberSummary, "The member, with devices and what the chart holds.")])
        ) { [monitoring] call in
            try .json(await monitoring.member(call.path("member") { MemberID($0) }, actor: call.actor))
        }
    }

    var progress: Endpoint {
        Endpoint(
            Operation(
                "progress", "Shows what pictures and the one-page report are made from: trend, ladders, runs, shoes.",
                for: .roles([.practitioner, .member]),
                query: [.init("days", .integer(1...366), "a whole number from 1 to 366; 28 when absent")],
                gives: [.ok(.progressReport, "Self-reported.")])
        ) { [monitoring] call in
            let days = try call.query("days") { Int($0) } ?? Self.defaultTrendDays
            return try .json(
                await monitoring.progress(of: call.path("member") { MemberID($0) }, days: days, actor: call.actor))
        }
    }

    var trend: Endpoint {
        Endpoint(
            Operation(
                "trend", "Shows pain by moment and adherence over the days before today.",
                for: .roles([.practitioner, .member]),
                query: [.init("days", .integer(1...366), "a whole number from 1 to 366; 28 when absent")],
                gives: [.ok(.trend, "Self-reported.")])
        ) { [monitoring] call in
            let days = try call.query("days") { Int($0) } ?? Self.defaultTrendDays
            return try .json(
                await monitoring.trend(of: call.path("member") { MemberID($0) }, days: days, actor: call.actor))
        }
    }
}
