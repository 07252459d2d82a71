import Care
import CareServices
import StrictJSON

/// What of a CoverageEligibilityRequest we read; the rest of the resource is the asker's.
struct FHIREligibilityRequest {
    enum Purpose: String, CaseIterable {
        case authRequirements = "auth-requirements"
        case benefits, discovery, validation
    }

    /// When the service is: one day, or any day of a period.
    enum Serviced {
        case day(LocalDay)
        case period(CoveragePeriod)

        var period: CoveragePeriod {
            switch self {
            case .day(let day): CoveragePeriod(day: day)
            case .period(let period): period
            }
        }
    }

    let purposes: [Purpose]
    let meant: CoverageService.Meant
    /// The patient reference as it was sent, to be sent back.
    let patient: JSONValue
    /// The days asked about; nil for today.
    let serviced: Serviced?
    let identifier: JSONValue?

    init(_ json: JSONValue) throws(FHIRIssue) {
        guard json["resourceType"]?.stringValue == "CoverageEligibilityRequest" else {
            throw FHIRIssue(.structure, "must be a CoverageEligibilityRequest", at: "resourceType")
        }
        guard json["status"]?.stringValue == "active" else {
            throw FHIRIssue(.value, "only an active request is answered", at: "CoverageEligibilityRequest.status")
        }
        guard let names = json["purpose"]?.arrayValue, !names.isEmpty else {
            throw FHIRIssue(.required, "at least one purpose is needed", at: "CoverageEligibilityRequest.purpose")
        }
        var purposes: [Purpose] = []
        for name in names {
            guard let purpose = name.stringValue.flatMap({ Purpose(rawValue: $0) }) else {
                throw FHIRIssue(
                    .codeInvalid, "must be auth-requirements, benefits, discovery or validation",
                    at: "CoverageEligibilityRequest.purpose")
            }
            if !purposes.contains(purpose) { purposes.append(purpose) }
        }
        self.purposes = purposes
        guard json["created"]?.stringValue != nil, json["insurer"]?.objectValue != nil else {
            throw FHIRIssue(.required, "created and insurer are needed", at: "CoverageEligibilityRequest")
        }
        guard let patient = json["patient"], patient.objectValue != nil else {
            throw FHIRIssue(.required, "the patient is needed", at: "CoverageEligibilityRequest.patient")
        }
        meant = try Self.meant(by: patient, in: json)
        // What is contained in the request is not in the answer.
        self.patient = patient["identifier"].map { ["identifier": $0] } ?? ["display": "the patient of the request"]
        serviced = try Self.serviced(json)
        identifier = json["identifier"]?.arrayValue?.first
    }

    private static func meant(by patient: JSONValue, in json: JSONValue) throws(FHIRIssue) -> CoverageService.Meant {
        var person = patient
        if let reference = patient["reference"]?.stringValue, reference.hasPrefix("#") {
            let contained = json["contained"]?.arrayValue?.first {
                $0["id"]?.stringValue == String(reference.dropFirst())
            }
            guard let contained, contained["resourceType"]?.stringValue == "Patient" else {
                throw FHIRIssue(
                    .notFound, "the request contains no such Patient", at: "CoverageEligibilityRequest.patient")
            }
            person = contained
        }
        guard
            let number = Self.number(person["identifier"] ?? patient["identifier"])?["value"]?.stringValue.flatMap({
                RosterID($0)
            })
        else {
            throw FHIRIssue(
                .required, "the patient is known by the number with the sponsor, an identifier with a value",
                at: "CoverageEligibilityRequest.patient")
        }
        guard let name = person["name"]?.arrayValue?.first else { return .number(number) }
        guard let lastName = name["family"]?.stringValue.flatMap({ NameKey($0) }),
            let birthDate = person["birthDate"]?.stringValue.flatMap({ LocalDay($0) })
        else {
            throw FHIRIssue(
                .required, "a patient with a name has a family name and a birth date", at: "Patient")
        }
        return .person(
            EligibilityQuestion(
                identifier: number, lastName: lastName,
                firstName: name["given"]?.arrayValue?.first?.stringValue.flatMap { NameKey($0) },
                birthDate: birthDate))
    }

    /// Which of several identifiers is the number with the sponsor: the one of our system, else the first.
    private static func number(_ identifiers: JSONValue?) -> JSONValue? {
        guard let several = identifiers?.arrayValue else { return identifiers }
        return several.first { $0["system"]?.stringValue == FHIRSystems.number } ?? several.first
    }

    private static func serviced(_ json: JSONValue) throws(FHIRIssue) -> Serviced? {
        if let day = try day(json["servicedDate"], "servicedDate") { return .day(day) }
        guard let period = json["servicedPeriod"] else { return nil }
        guard let start = try day(period["start"], "servicedPeriod.start") else {
            throw FHIRIssue(.required, "a period has a start", at: "CoverageEligibilityRequest.servicedPeriod")
        }
        let end = try day(period["end"], "servicedPeriod.end")
        guard start <= end ?? start, let days = EndDateMeaning.lastCoveredDay.period(effective: start, end: end) else {
            throw FHIRIssue(.value, "must not end before it starts", at: "CoverageEligibilityRequest.servicedPeriod")
        }
        return .period(days)
    }

    /// The day of a date or of a time; nil where there is none.
    private static func day(_ value: JSONValue?, _ member: String) throws(FHIRIssue) -> LocalDay? {
        guard let value else { return nil }
        guard let day = value.stringValue.flatMap({ LocalDay(String($0.prefix(10))) }) else {
            throw FHIRIssue(.value, "must be a day", at: "CoverageEligibilityRequest.\(member)")
        }
        return day
    }
}
