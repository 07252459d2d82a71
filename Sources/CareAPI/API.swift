import Care
import CareServices
package import HTTPMessages
package import Logging

/// The service as HTTP sees it: a request in, a response out, and nothing that a client sends makes it throw.
package struct API: Sendable {
    package let router: Router<Endpoint>
    private let services: Services
    private let logger: Logger

    /// - Throws: `AmbiguousRoutes`, which is a mistake in `Routes`.
    package init(services: Services, limits: APILimits = APILimits(), logger: Logger) throws(AmbiguousRoutes) {
        router = try Router(Routes.all(services, limits: limits))
        self.services = services
        self.logger = logger
    }

    package func respond(to request: Request) async -> Response {
        await router.respond(to: request) { endpoint, parameters in
            do {
                return try await answer(request, endpoint, parameters)
            } catch {
                let refusal = refusal(for: error, operation: endpoint.operation, request: request)
                return endpoint.operation.dialect == .fhir ? refusal.fhirResponse : refusal.response
            }
        }
    }

    /// The largest body that any address takes into memory: 10,000 questions about coverage.
    package static let maximumBodyBytes = 4 << 20

    /// The largest body that a request may have, so that the server can refuse it before it is read.
    package func maximumBodyBytes(_ method: HTTPMethod, _ path: [String]) -> Int {
        guard case .matched(let route, _) = router.match(method, path), let body = route.endpoint.operation.takes else {
            return 1 << 16
        }
        return body.maximumBytes
    }

    /// The largest body of a request that is written to disk; nil for every other request.
    package func maximumUploadBytes(_ method: HTTPMethod, _ path: [String]) -> Int? {
        guard case .matched(let route, _) = router.match(method, path), let body = route.endpoint.operation.takes,
            body.isSpooled
        else { return nil }
        return body.maximumBytes
    }

    /// What to answer to a request for which no body needs to be read; nil where it may come.
    package func refusal(of request: Request) async -> Response? {
        guard case .matched(let route, let parameters) = router.match(request.method, request.path) else { return nil }
        let operation = route.endpoint.operation
        do {
            let caller = try await caller(of: request, for: operation.access)
            try check(request.query, against: operation)
            let call = Call(
                request: request, parameters: parameters, operation: operation, caller: caller, bearer: nil)
            try await route.endpoint.admit(call)
            return nil
        } catch {
            var response = refusal(for: error, operation: operation, request: request).response
            response.routeTemplate = route.template.description
            return response
        }
    }

    private func answer(
        _ request: Request, _ endpoint: Endpoint, _ parameters: PathParameters
    ) async throws -> Response {
        let access = endpoint.operation.access
        switch endpoint.admission {
        case .withWork where request.body.count <= Self.maximumUnprovenBytes:
            let bearer = try bearer(of: request)
            do {
                return try await answer(request, endpoint, parameters, caller: nil, bearer: bearer)
            } catch let error where error is Refusal || error is CareError {
                // Who may not ask at all is told that, whatever else is wrong with the request.
                _ = try await caller(of: request, for: access)
                throw error
            }
        case .first, .withWork:
            let caller = try await caller(of: request, for: access)
            return try await answer(request, endpoint, parameters, caller: caller, bearer: caller.map { .known($0) })
        }
    }

    /// The largest body that is read before it is known who sent it; a push of a hundred mutations is half of it.
    private static let maximumUnprovenBytes = 1 << 16

    private func answer(
        _ request: Request, _ endpoint: Endpoint, _ parameters: PathParameters, caller: Actor?, bearer: Caller?
    ) async throws -> Response {
        let operation = endpoint.operation
        try check(request.query, against: operation)
        let call = Call(
            request: request, parameters: parameters, operation: operation, caller: caller, bearer: bearer)
        let response = try await endpoint.answer(call)
        if let caller, response.status.code < 300 {
            switch operation.reads {
            case .nothing, .itsOwn: break
            case .chart:
                try await services.reads.note([call.path("member") { MemberID($0) }], by: operation.id, actor: caller)
            case .panel: try await services.reads.notePanel(by: operation.id, actor: caller)
            }
        }
        return response
    }

    private func caller(of request: Request, for access: Operation.Access) async throws -> Actor? {
        guard case .roles(let roles) = access else { return nil }
        guard let actor = try await services.identity.authenticate(try bearer(of: request)) else {
            throw Refusal.tokenInvalid
        }
        guard roles.contains(actor.role) else { throw Refusal.notAllowed }
        return actor
    }

    private func bearer(of request: Request) throws(Refusal) -> Caller {
        guard let header = request.headers["Authorization"] else { throw .unauthenticated }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let bearer = services.identity.caller(accessToken: String(parts[1]))
        else { throw .tokenInvalid }
        return bearer
    }

    private func check(_ query: [RequestTarget.QueryItem], against operation: Operation) throws(Refusal) {
        var seen: Set<String> = []
        for item in query {
            guard operation.query.contains(where: { $0.name == item.name }) else {
                throw Refusal(
                    .invalidQuery,
                    detail: operation.query.isEmpty
                        ? "This address takes no query."
                        : "This address takes \(operation.query.map(\.name).joined(separator: ", ")).")
            }
            guard seen.insert(item.name).inserted else { throw .invalidQuery(item.name, "is given twice") }
        }
        for parameter in operation.query where parameter.isRequired && !seen.contains(parameter.name) {
            throw .invalidQuery(parameter.name, parameter.explanation)
        }
    }

    /// The one place where what went wrong becomes what the client is told.
    private func refusal(for error: any Error, operation: Operation, request: Request) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case let problem as Problem: return Refusal(problem: problem)
        case is CancellationError: return .unavailable("The request was given up.")
        default: break
        }
        switch ServiceFailure(error) {
        case .refused(let error): return Refusal(refused: error)
        case .abandoned: return .unavailable("The request was given up.")
        case .unavailable(let detail, let facts):
            log(.warning, "the service could not answer for now", facts, operation, request)
            return .unavailable(detail)
        case .unexpected(let facts):
            log(.error, "a request failed", facts, operation, request)
            return Refusal(.internalError)
        }
    }

    private func log(
        _ level: Logger.Level, _ message: Logger.Message, _ facts: [String: String], _ operation: Operation,
        _ request: Request
    ) {
        var metadata: Logger.Metadata = ["operation": "\(operation.id)", "request_id": "\(request.id)"]
        for (name, value) in facts { metadata[name] = "\(value)" }
        logger.log(level: level, message, metadata: metadata)
    }
}
