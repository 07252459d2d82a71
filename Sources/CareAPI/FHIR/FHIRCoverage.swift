import Care
import CareServices
import StrictJSON

/// A coverage as a resource of FHIR R4.
struct FHIRCoverage {
    let listing: CoverageListing
    let sponsor: CoverageListings

    var json: JSONValue {
        var object = JSONObject([("resourceType", "Coverage")])
        if let id = FHIRCoverageID(listing) {
            object["id"] = .string(id.description)
        }
        // Whether somebody is covered is in the period; the record itself is in use.
        object["status"] = "active"
        object["subscriberId"] = .string(listing.subscriberNumber.description)
        object["beneficiary"] = [
            "identifier": ["system": .string(FHIRSystems.number), "value": .string(listing.number.description)]
        ]
        object["relationship"] = [
            "coding": [
                [
                    "system": .string(FHIRSystems.relationship), "code": .string(listing.relationship.rawValue),
                ]
            ]
        ]
        object["period"] = Self.period(listing.coverage.period)
        object["payor"] = [Self.insurer(sponsor)]
        var classes: [JSONValue] = [Self.class("plan", listing.coverage.planCode.description)]
        if let group = listing.groupID { classes.insert(Self.class("group", group.description), at: 0) }
        object["class"] = .array(classes)
        object["costToBeneficiary"] = [
            [
                "type": ["coding": [["system": .string(FHIRSystems.benefit), "code": "physical-therapy"]]],
                "valueMoney": Self.money(listing.coverage.memberCostCents),
            ]
        ]
        return .object(object)
    }

    /// A period with its last day in it, as FHIR has them.
    static func period(_ period: CoveragePeriod) -> JSONValue {
        var object = JSONObject([("start", .string(period.from.description))])
        if let until = period.until { object["end"] = .string(until.adding(days: -1).description) }
        return .object(object)
    }

    static func insurer(_ sponsor: CoverageListings) -> JSONValue {
        [
            "identifier": ["system": .string(FHIRSystems.sponsor), "value": .string(sponsor.sponsor.description)],
            "display": .string(sponsor.sponsorName.description),
        ]
    }

    static func money(_ cents: Int) -> JSONValue {
        var value = JSONValue.integer(Int64(cents / 100))
        if cents % 100 != 0, let decimal = JSONDecimal(Double(cents) / 100) { value = .decimal(decimal) }
        return ["value": value, "currency": "USD"]
    }

    private static func `class`(_ kind: String, _ value: String) -> JSONValue {
        [
            "type": ["coding": [["system": .string(FHIRSystems.coverageClass), "code": .string(kind)]]],
            "value": .string(value),
        ]
    }
}
