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
                query: [FHIRFormat.parameter], gives: [.fhir(.capabilityStatement, "The CapabilityStatement.")],
                dialect: .fhir)
        ) { call in
            try FHIRFormat.check(call)
            return .fhir(FHIRCapabilities.statement)
        }
    }

    var searchCoverage: Endpoint {
        Endpoint(
            Operation(
                "fhirSearchCoverage", "Finds a person's coverages by their number with the sponsor.",
                for: .roles([.sponsor]),
                query: [
                    .init(
                        "beneficiary:identifier", .string, isRequired: true,
                        "the number, alone or as \(FHIRSystems.number)|number"),
                    FHIRFormat.parameter,
                ],
                gives: [.fhir(.fhirCoverageBundle, "The coverages, earliest first; none for an unknown number.")],
                dialect: .fhir)
        ) { [coverage] call in
            try FHIRFormat.check(call)
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
            bundle["link"] = [
                ["relation": "self", "url": .string("Coverage?beneficiary:identifier=\(number.escaped)")]
            ]
            if !entries.isEmpty { bundle["entry"] = .array(entries) }
            return .fhir(.object(bundle))
        }
    }

    var readCoverage: Endpoint {
        Endpoint(
            Operation(
                "fhirReadCoverage", "Reads one coverage.", for: .roles([.sponsor]), query: [FHIRFormat.parameter],
                gives: [.fhir(.fhirCoverage, "The coverage.")], dialect: .fhir)
        ) { [coverage] call in
            try FHIRFormat.check(call)
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
                query: [FHIRFormat.parameter], takes: .fhir(.fhirEligibilityRequest),
                gives: [.fhir(.fhirEligibilityResponse, "The CoverageEligibilityResponse.")],
                problems: [.invalidJSON], dialect: .fhir)
        ) { [coverage] call in
            try FHIRFormat.check(call)
            let resource = try call.resource()
            let request: FHIREligibilityRequest
            do throws(FHIRIssue) {
                request = try FHIREligibilityRequest(resource)
            } catch {
                return .fhir(error.outcome, status: HTTPStatus(422))
            }
            let response = FHIREligibilityResponse(
                request: request, created: coverage.moment, serviced: request.serviced ?? .day(coverage.day))
            do {
                let found = try await coverage.listings(of: request.meant, actor: call.actor)
                return .fhir(found.isKnown ? response.answering(found) : response.refusing(nil))
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

/// The parameter `_format`, by which clients of FHIR say that they want JSON: there is nothing else.
private enum FHIRFormat {
    static let parameter = Operation.QueryParameter("_format", .string, "must be \(accepted.joined(separator: " or "))")

    static func check(_ call: Call) throws(Refusal) {
        _ = try call.query("_format") { accepted.contains($0) ? $0 : nil }
    }

    private static let accepted = ["json", "application/json", FHIRSystems.mediaType]
}

extension RosterID {
    /// As it stands in a query: everything but letters, digits and hyphens as escapes.
    fileprivate var escaped: String {
        description.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if character.isLetter || character.isNumber || character == "-" { return String(character) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
