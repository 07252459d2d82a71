import Care
import CareMessages
import CareServices
import HTTPMessages

/// Who changed what in a chart.
struct HistoryEndpoints {
    let service: HistoryService

    init(history: HistoryService) { service = history }

    var history: Endpoint {
        Endpoint(
            Operation(
                "history", "Shows who changed what in a chart, and whether its ledger holds.",
                for: .roles([.practitioner, .member]), gives: [.ok(.history, "Newest first.")], reads: .chart)
        ) { [service] call in
            try .json(await service.history(of: call.path("member") { MemberID($0) }, actor: call.actor))
        }
    }
}
