import HTTPMessages
import StrictJSON

/// What is wrong with a resource that was sent, or with a question.
struct FHIRIssue: Error, Hashable {
    /// The codes of `IssueType` that we use.
    enum Code: String {
        case structure, value, required, processing, login, forbidden, throttled, timeout, exception
        case codeInvalid = "code-invalid"
        case notFound = "not-found"
        case notSupported = "not-supported"
        case tooLong = "too-long"
    }

    let code: Code
    let detail: String
    let expression: String?

    init(_ code: Code, _ detail: String, at expression: String? = nil) {
        self.code = code
        self.detail = detail
        self.expression = expression
    }

    var outcome: JSONValue {
        var issue = JSONObject([
            ("severity", "error"), ("code", .string(code.rawValue)), ("diagnostics", .string(detail)),
        ])
        if let expression { issue["expression"] = [.string(expression)] }
        return ["resourceType": "OperationOutcome", "issue": [.object(issue)]]
    }
}

extension Refusal {
    /// The same refusal in the words of FHIR.
    var fhirResponse: Response {
        let status = problem.status
        let code: FHIRIssue.Code =
            switch status.code {
            case 401: .login
            case 403: .forbidden
            case 404: .notFound
            case 413: .tooLong
            case 415: .notSupported
            case 429: .throttled
            case 500: .exception
            case 503: .timeout
            default: .processing
            }
        let issue = FHIRIssue(code, problem.detail ?? problem.title)
        var headers = headers
        headers["Content-Type"] = FHIRSystems.mediaType
        return Response(status, headers: headers, body: .bytes(JSONWriter.write(keepingOrder: issue.outcome)))
    }
}

extension Response {
    /// A resource as FHIR's JSON.
    static func fhir(_ resource: JSONValue, status: HTTPStatus = .ok) -> Response {
        Response(
            status, headers: ["Content-Type": FHIRSystems.mediaType],
            body: .bytes(JSONWriter.write(keepingOrder: resource)))
    }
}
