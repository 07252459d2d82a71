import Care
import CareServices
import HTTPMessages
import StrictJSON

/// Coverage as FHIR R4 (4.0.1), for the programs of a sponsor and of its partners; nothing clinical.
struct FHIREndpoints {
    let coverage: CoverageService

    var metadata: Endpoint {
        Endpoint(
            Operation(
                "fhirMetadata", "Says what of FHIR R4 the service does.", for: .everyone,
                gives: [.fhir(.capabilityStatement, "The CapabilityStatement.")], dialect: .fhir)
        ) { _ in .fhir(FHIRCapabilities.statement) }
    }

    var searchCoverage: Endpoint {
        Endpoint(
            Operation(
                "fhirSearchCoverage", "Finds a person's coverages by their number with the sponsor.",
                for: .roles([.sponsor]),
                query: [
                    .init(
                        "beneficiary:identifier", .string, isRequired: true,
                        "the number, alone or as \(FHIRSystems.number)|number")
                ],
                gives: [.fhir(.fhirCoverageBundle, "The coverages, earliest first; none for an unknown number.")],
                dialect: .fhir)
        ) { [coverage] call in
            let number = try call.query("beneficiary:identifier") { text in
                let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count < 2 || parts[0].isEmpty || parts[0] == FHIRSystems.number else {
                    return RosterID?.none
                }
                return RosterID(parts.last ?? "")
            }
            guard let number else { throw Refusal.invalidQuery("beneficiary:identifier", "must be a number") }
            let found = try await coverage.listings(of: .number(number), actor: call.actor)
            let entries = found.listings.map { listing -> JSONValue in
                [
                    "resource": FHIRCoverage(listing: listing, sponsor: found).json,
                    "search": ["mode": "match"],
                ]
            }
            var bundle = JSONObject([
                ("resourceType", "Bundle"), ("type", "searchset"), ("total", .integer(Int64(entries.count))),
            ])
            if !entries.isEmpty { bundle["entry"] = .array(entries) }
            return .fhir(.object(bundle))
        }
    }

    var readCoverage: Endpoint {
        Endpoint(
            Operation(
                "fhirReadCoverage", "Reads one coverage.", for: .roles([.sponsor]),
                gives: [.fhir(.fhirCoverage, "The coverage.")], dialect: .fhir)
        ) { [coverage] call in
            let id = try call.path("coverage") { FHIRCoverageID($0) }
            let found = try await coverage.listings(of: .number(id.number), actor: call.actor)
            guard let listing = found.listings.first(where: id.isOf) else {
                throw Refusal(.notFound)
            }
            return .fhir(FHIRCoverage(listing: listing, sponsor: found).json)
        }
    }

    var ask: Endpoint {
        Endpoint(
            Operation(
                "fhirAskEligibility", "Answers a CoverageEligibilityRequest.", for: .roles([.sponsor, .partner]),
                takes: .fhir(.fhirEligibilityRequest),
                gives: [.fhir(.fhirEligibilityResponse, "The CoverageEligibilityResponse.")],
                problems: [.invalidJSON], dialect: .fhir)
        ) { [coverage] call in
            let resource = try call.resource()
            let request: FHIREligibilityRequest
            do throws(FHIRIssue) {
                request = try FHIREligibilityRequest(resource)
            } catch {
                return .fhir(error.outcome, status: HTTPStatus(422))
            }
            let response = FHIREligibilityResponse(
                request: request, created: coverage.moment, servicedOn: request.servicedOn ?? coverage.day)
            do {
                return .fhir(response.answering(try await coverage.listings(of: request.meant, actor: call.actor)))
            } catch let refusal as CoverageListingRefusal {
                switch refusal {
                case .nobody(let misfit): return .fhir(response.refusing(misfit))
                case .proofNeeded:
                    let issue = FHIRIssue(
                        .required, "a partner says whom it means by a contained Patient with name and birth date",
                        at: "CoverageEligibilityRequest.patient")
                    return .fhir(issue.outcome, status: HTTPStatus(422))
                }
            }
        }
    }
}
