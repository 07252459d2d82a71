import StrictJSON

/// A refusal of the service as it arrives: `application/problem+json` (RFC 9457).
struct ServiceProblem: Decodable, Hashable {
    /// One field that was refused.
    struct FieldError: Decodable, Hashable {
        var pointer: String?
        var code: String?
        var detail: String?
    }

    var type: String?
    var title: String?
    var detail: String?
    var requestId: String?
    var errors: [FieldError]?
    /// The number of the plan's latest revision, where a proposal's base had moved.
    var current: Int?

    /// Nil when the body is something else, such as a proxy's page.
    init?(body: [UInt8]) {
        // A body that is no problem document is told by its status alone, so why it cannot be read does not matter.
        guard let value = try? JSONReader.read(body, limits: .answers),
            let problem = try? value.decode(ServiceProblem.self, unknownFields: .ignore)
        else { return nil }
        self = problem
    }
}

extension CommandFailure {
    /// The failure that an answer with this status and body stands for.
    init(status httpStatus: Int, body: [UInt8], retryAfter: String? = nil) {
        let problem = ServiceProblem(body: body)
        let status = ExitStatus.answering(httpStatus, problemType: problem?.type)
        var lines = [problem?.title ?? "the service answered \(httpStatus)"]
        if let detail = problem?.detail { lines.append("  " + printable(detail)) }
        for error in problem?.errors ?? [] {
            let place = error.pointer.map(Self.words(ofPointer:)).flatMap { $0.isEmpty ? nil : "\($0): " } ?? ""
            lines.append("  " + printable(place + (error.detail ?? error.code ?? "refused")))
        }
        // try?: a body that is no JSON has no JSON to show, and the lines above say what there is to say.
        self.init(
            status, lines.joined(separator: "\n"),
            advice: Self.advice(httpStatus, status, problem, retryAfter: retryAfter),
            problemJSON: problem == nil ? nil : (try? JSONReader.read(body, limits: .answers)).map(prettyJSON),
            problemType: problem?.type)
    }

    /// `items 3 dose sets` for `/content/items/2/dose/sets`, `effective from` for `/effectiveFrom`: people count from 1, and
    /// know nothing of what the content of a message is.
    static func words(ofPointer pointer: String) -> String {
        var parts = pointer.split(separator: "/").map(String.init)
        if parts.first == "content" { parts.removeFirst() }
        return parts.map { part in
            if let index = Int(part) { return String(index + 1) }
            return part.map { $0.isUppercase ? " \($0.lowercased())" : String($0) }.joined()
        }.joined(separator: " ")
    }

    private static func advice(
        _ httpStatus: Int, _ status: ExitStatus, _ problem: ServiceProblem?, retryAfter: String?
    ) -> String? {
        switch (httpStatus, status) {
        case (401, _) where problem?.type == "/problems/sign-in-failed": "Check the login and the password."
        case (401, _): "Sign in with: soleus login"
        case (403, _): "Another role may be needed; see who you are with: soleus whoami"
        case (404, _) where problem?.type == "/problems/not-found": "Is the id right? A member has to be one of yours."
        case (429, _): retryAfter.map { "Try again in \($0) seconds." } ?? "Try again later."
        case (_, .unknownOutcome):
            "Repeating the command is safe." + (problem?.requestId.map { " For support: request \($0)." } ?? "")
        default: nil
        }
    }
}

extension JSONLimits {
    /// For answers of our own service, which may be longer than what it takes: a batch answers 10,000 questions.
    static let answers = {
        var limits = JSONLimits()
        limits.bodyBytes = 64 << 20
        limits.elementCount = 1_000_000
        limits.memberCount = 10_000
        return limits
    }()
}
