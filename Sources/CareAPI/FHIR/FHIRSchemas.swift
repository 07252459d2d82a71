import CareMessages
import StrictJSON

extension Schema {
    private static let reference = object(
        .optional("reference", string), .optional("identifier", map(Schema.any)), .optional("display", string)
    ).named("FHIRReference")
    private static let fhirPeriod = object(.required("start", day), .optional("end", day.explained("Inclusive.")))
        .named("FHIRPeriod")

    private static let fhirAskedPeriod = object(
        .required("start", string.explained("A date, or a moment on it.").example("2026-01-01")),
        .optional("end", string.explained("Inclusive."))
    ).named("FHIRAskedPeriod")

    static let fhirCoverage = object(
        .required("resourceType", constant("Coverage")), .optional("id", text(64)),
        .required("status", constant("active")), .required("subscriberId", string),
        .required("beneficiary", reference), .required("relationship", map(Schema.any)),
        .required("period", fhirPeriod),
        .required("payor", array(reference, 1)), .required("class", array(map(Schema.any), 1)),
        .required("costToBeneficiary", array(map(Schema.any), 1))
    ).named("FHIRCoverage")

    static let fhirCoverageBundle = object(
        .required("resourceType", constant("Bundle")), .required("type", constant("searchset")),
        .required("total", integer(from: 0)),
        .required("link", array(object(.required("relation", constant("self")), .required("url", string)), 1)),
        .optional("entry", array(object(.required("resource", fhirCoverage), .required("search", map(Schema.any)))))
    ).named("FHIRCoverageBundle")

    static let fhirEligibilityRequest = object(
        .required("resourceType", constant("CoverageEligibilityRequest")), .required("status", constant("active")),
        .required("purpose", array(choice(FHIREligibilityRequest.Purpose.self), 1)), .required("patient", reference),
        .required("created", string),
        .required("insurer", reference), .optional("contained", array(map(Schema.any))),
        .optional("servicedDate", day),
        .optional("servicedPeriod", fhirAskedPeriod.explained("Any day of it; an open one goes on for ever.")),
        .optional("identifier", array(map(Schema.any)))
    ).named("FHIRCoverageEligibilityRequest")

    static let fhirEligibilityResponse = object(
        .required("resourceType", constant("CoverageEligibilityResponse")), .required("status", constant("active")),
        .required("purpose", array(string, 1)), .required("patient", reference),
        .optional("servicedDate", day), .optional("servicedPeriod", fhirPeriod), .required("created", instant),
        .required("request", reference), .required("outcome", string),
        .required("insurer", reference), .optional("disposition", string),
        .optional("insurance", array(map(Schema.any), 1)),
        .optional("error", array(map(Schema.any), 1))
    ).named("FHIRCoverageEligibilityResponse")

    static let capabilityStatement = object(
        .required("resourceType", constant("CapabilityStatement")), .required("status", string),
        .required("date", string), .required("kind", string), .required("software", map(Schema.any)),
        .required("implementation", map(Schema.any)), .required("fhirVersion", constant("4.0.1")),
        .required("format", array(string, 1)), .required("rest", array(map(Schema.any), 1))
    ).named("FHIRCapabilityStatement")

    static let operationOutcome = object(
        .required("resourceType", constant("OperationOutcome")),
        .required(
            "issue",
            array(
                object(
                    .required("severity", string), .required("code", string), .required("diagnostics", string),
                    .optional("expression", array(string))), 1))
    ).named("FHIROperationOutcome")
}
