import Care
import CareServices
import StrictJSON

/// The answer to a CoverageEligibilityRequest.
struct FHIREligibilityResponse {
    let request: FHIREligibilityRequest
    let created: Instant
    let serviced: FHIREligibilityRequest.Serviced

    /// What somebody is covered by on the day or in the period, or that they are not.
    func answering(_ found: CoverageListings) -> JSONValue {
        let period = serviced.period
        let inForce = found.listings.filter { $0.coverage.period.firstDay(in: period) != nil }
        // Who asks what there is learns of every coverage; who asks whether there is one, of the one that answers.
        let answer = CoverageAnswer(in: period, among: inForce.map(\.coverage)).coverage
        let shown = request.purposes.contains(.discovery) ? inForce : inForce.filter { $0.coverage == answer }
        var object = base(outcome: "complete", insurer: FHIRCoverage.insurer(found))
        let when = if case .day = serviced { "on that day" } else { "in that period" }
        object["disposition"] = .string((answer == nil ? "Not covered " : "Covered ") + when + ".")
        if !shown.isEmpty { object["insurance"] = .array(shown.map { insurance($0, found) }) }
        return .object(object)
    }

    /// That nobody was found; partners are told why.
    func refusing(_ misfit: EligibilityQuestion.Misfit?) -> JSONValue {
        var object = base(outcome: "error", insurer: ["display": "the sponsor of the credential"])
        object["disposition"] = "Nobody on the roster fits the question."
        object["error"] = [
            [
                "code": [
                    "coding": [
                        [
                            "system": .string(FHIRSystems.refusal),
                            "code": .string(misfit?.rawValue ?? "not_found"),
                        ]
                    ]
                ]
            ]
        ]
        return .object(object)
    }

    private func base(outcome: String, insurer: JSONValue) -> JSONObject {
        var object = JSONObject([])
        object["resourceType"] = "CoverageEligibilityResponse"
        object["status"] = "active"
        object["purpose"] = .array(request.purposes.map { .string($0.rawValue) })
        object["patient"] = request.patient
        switch serviced {
        case .day(let day): object["servicedDate"] = .string(day.description)
        case .period(let period): object["servicedPeriod"] = FHIRCoverage.period(period)
        }
        object["created"] = .string(created.description)
        object["request"] = request.identifier.map { ["identifier": $0] } ?? ["display": "the request answered here"]
        object["outcome"] = .string(outcome)
        object["insurer"] = insurer
        return object
    }

    private func insurance(_ listing: CoverageListing, _ found: CoverageListings) -> JSONValue {
        var object = JSONObject([])
        if let id = FHIRCoverageID(listing) {
            object["coverage"] = ["reference": .string("Coverage/\(id)")]
        } else {
            object["coverage"] = ["display": .string(listing.coverage.planCode.description)]
        }
        object["inforce"] = true
        object["benefitPeriod"] = FHIRCoverage.period(listing.coverage.period)
        var item = JSONObject([])
        item["category"] = ["coding": [["system": .string(FHIRSystems.benefit), "code": "physical-therapy"]]]
        if request.purposes.contains(.benefits) || request.purposes.contains(.discovery) {
            item["benefit"] = [
                [
                    "type": ["coding": [["system": .string(FHIRSystems.benefit), "code": "member-cost"]]],
                    "allowedMoney": FHIRCoverage.money(listing.coverage.memberCostCents),
                ]
            ]
        }
        // Nobody has to ask before care begins.
        if request.purposes.contains(.authRequirements) { item["authorizationRequired"] = false }
        if item.count > 1 { object["item"] = [.object(item)] }
        return .object(object)
    }
}
