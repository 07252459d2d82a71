import Care
import CareServices
import ChartSync
import Foundation
import HTTPMessages
import StrictJSON

/// A problem with the headers that belong to it.
struct Refusal: Error {
    var problem: Problem
    var headers: HTTPHeaders

    init(problem: Problem, headers: HTTPHeaders = [:]) {
        self.problem = problem
        self.headers = headers
    }

    var response: Response { .problem(problem, headers: headers) }
}

extension Refusal {
    /// A kind of problem, with what is true of this one.
    init(
        _ kind: ProblemKind, detail: String? = nil, faults: [Problem.Fault] = [],
        members: [String: Problem.Value] = [:], headers: HTTPHeaders = [:]
    ) {
        self.init(
            problem: Problem(
                kind.slug, HTTPStatus(kind.status), title: kind.title, detail: detail ?? kind.advice, faults: faults,
                members: members),
            headers: headers)
    }

    static var unauthenticated: Refusal {
        Refusal(.unauthenticated, headers: ["WWW-Authenticate": #"Bearer realm="soleus""#])
    }

    /// The token is not one, or no longer.
    static var tokenInvalid: Refusal {
        Refusal(
            .unauthenticated, detail: "The access token is unknown, expired or revoked.",
            headers: ["WWW-Authenticate": #"Bearer realm="soleus", error="invalid_token""#])
    }

    static var notAllowed: Refusal { Refusal(.notAllowed) }

    static func unsupportedMediaType(accepted: [String]) -> Refusal {
        Refusal(
            .unsupportedMediaType,
            detail: "Send the body with Content-Type: \(accepted.joined(separator: " or ")).",
            headers: ["Accept-Post": accepted.joined(separator: ", ")])
    }

    static func malformedJSON(_ problem: JSONProblem) -> Refusal {
        var members: [String: Problem.Value] = [
            "code": .string(problem.code.rawValue), "pointer": .string(problem.pointer),
        ]
        if let offset = problem.offset { members["offset"] = .integer(offset) }
        return Refusal(.invalidJSON, detail: problem.message, members: members)
    }

    /// The JSON is well formed, and not what the operation takes.
    static func invalidBody(_ problem: JSONProblem) -> Refusal {
        Refusal(
            .invalidRequest,
            faults: [.init(pointer: problem.pointer, code: problem.code.rawValue, detail: problem.message)])
    }

    static func invalidQuery(_ name: String, _ explanation: String) -> Refusal {
        Refusal(.invalidQuery, detail: "\(name): \(explanation)", members: ["parameter": .string(name)])
    }

    /// Worth a later try; clients that are turned away together do not come back together.
    static func unavailable(_ detail: String) -> Refusal {
        Refusal(.unavailable, detail: detail, headers: ["Retry-After": String(Int.random(in: 1...5))])
    }

    static func tooManyRequests(retryAfterSeconds: Int) -> Refusal {
        Refusal(.tooManyRequests, headers: ["Retry-After": String(max(1, retryAfterSeconds))])
    }
}

extension Refusal {
    /// A use case's refusal, as HTTP has it.
    init(refused error: CareError) {
        switch error {
        case .notFound: self.init(.notFound)
        case .notAllowed: self = .notAllowed
        case .invalid(let violations): self.init(.invalidRequest, faults: violations.map(Problem.Fault.init))
        case .notConfirmed: self.init(.notConfirmed)
        case .suggestionPassed: self.init(.suggestionPassed)
        case .signInFailed: self.init(.signInFailed)
        case .tooManyTries(let seconds):
            self.init(.tooManyTries, headers: ["Retry-After": String(max(1, seconds))])
        case .tooManyWaiting(let seconds):
            self.init(
                .unavailable, detail: "As many wait for news as can be kept waiting. Poll for now, or try again later.",
                headers: ["Retry-After": String(max(1, seconds))])
        case .waitReplaced: self.init(.waitReplaced)
        case .sessionEnded: self.init(.sessionEnded)
        case .noPlan: self.init(.noPlan)
        case .planRefused(let violations): self.init(.planRefused, faults: violations.map(Problem.Fault.init))
        case .baseMoved(let current): self.init(.baseMoved, members: ["current": .integer(current)])
        case .notLicensed(let state): self.init(.notLicensed, members: ["state": .string(state.description)])
        case .contentRefused(let objection, let step):
            self.init(
                .contentRefused, detail: objection.words(at: step),
                members: ["objection": .string(objection.rawValue), "step": .string(step.rawValue)])
        case .contentUnderWay(let version, let author, let step):
            self.init(
                .contentUnderWay,
                detail: "Version \(version), by \(author), \(step.words). The next is drafted once it is published or "
                    + "sent back.",
                members: ["version": .integer(version), "step": .string(step.rawValue)])
        case .contentUnfit(let violations): self.init(.contentUnfit, faults: violations.map(Problem.Fault.init))
        case .contentNeeded(let templates, let harderRungs):
            var (words, members): ([String], [String: Problem.Value]) = ([], [:])
            if !templates.isEmpty {
                members["templates"] = .string(Self.list(templates))
                words.append("Templates name it: \(Self.list(templates)). Publish versions of them without it first.")
            }
            if !harderRungs.isEmpty {
                members["harderRungs"] = .string(Self.list(harderRungs))
                words.append(
                    "Its ladder goes on to: \(Self.list(harderRungs)). Have another exercise take its rung first.")
            }
            self.init(.contentNeeded, detail: words.joined(separator: " "), members: members)
        case .taken: self.init(.taken)
        case .tooManyDevices: self.init(.tooManyDevices)
        case .settled(let decision):
            self.init(.alreadySettled, members: ["decision": .string(decision.rawValue)])
        case .stillAside(let reason, let detail):
            self.init(
                .stillAside, faults: detail.map { [Problem.Fault($0)] } ?? [],
                members: ["reason": .string(reason.rawValue)])
        case .cursorInvalid(let scopes):
            self.init(
                .cursorInvalid,
                faults: scopes.map {
                    Problem.Fault(
                        pointer: "/scopes/\($0)/cursor", code: "field.value", detail: "was not given to this device")
                })
        case .loadIs(let state):
            self.init(
                .loadState, detail: "The load is \(state.rawValue).", members: ["loadState": .string(state.rawValue)])
        case .loadOvertaken: self.init(.loadOvertaken)
        case .feedChanged: self.init(.feedChanged)
        case .loadsDepend(let loads):
            self.init(
                .loadsDepend,
                detail: "First undo, in this order: "
                    + loads.reversed().map { $0.text }.joined(separator: ", "))
        case .secondPersonNeeded: self.init(.secondPersonNeeded)
        case .confirmationNeeded(let ending, let inForce):
            self.init(
                .confirmationNeeded,
                detail:
                    "The cover of \(ending) of \(inForce) people would end. Give the sponsor's short name as confirm.",
                members: ["ending": .integer(ending), "inForce": .integer(inForce)])
        case .schemaUnknown: self.init(.schemaUnknown)
        case .clientTooOld: self.init(.clientTooOld)
        case .tooBusy(let seconds):
            self.init(
                .unavailable, detail: "Too many devices begin at once. Wait as long as Retry-After says.",
                headers: ["Retry-After": String(max(1, seconds))])
        }
    }

    private static func list(_ slugs: [Slug]) -> String { slugs.map(\.description).joined(separator: ", ") }
}

extension Problem.Fault {
    fileprivate init(_ violation: FieldViolation) {
        self.init(pointer: violation.pointer, code: "field.value", detail: violation.message)
    }
}
