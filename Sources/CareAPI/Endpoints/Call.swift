import Care
import CareServices
import ChartSync
import HTTPMessages
import StrictJSON

/// One request on its way through an endpoint: authenticated, with what the endpoint reads from it.
struct Call: Sendable {
    let request: Request
    let parameters: PathParameters
    let operation: Operation
    /// Whom the request's credential speaks for; nil where none is asked for.
    let caller: Actor?
    /// Whoever presented the token, for work that can find out by itself who that is.
    let bearer: Caller?

    /// Whom the request is made for.
    ///
    /// Throws only where an endpoint for everyone asks for it, and then nobody gets in.
    var actor: Actor {
        get throws(Refusal) {
            guard let caller else { throw .unauthenticated }
            return caller
        }
    }

    /// Whoever the request is made for, known or not.
    ///
    /// Throws only where an endpoint for everyone asks for it, and then nobody gets in.
    var unprovenCaller: Caller {
        get throws(Refusal) {
            guard let bearer else { throw .unauthenticated }
            return bearer
        }
    }

    /// What the path has at a parameter.
    ///
    /// What cannot name anything is answered as what names nothing.
    func path<Value>(_ name: String, _ read: (String) -> Value?) throws(Refusal) -> Value {
        guard let value = parameters[name].flatMap(read) else { throw Refusal(.notFound) }
        return value
    }

    /// The value of a name in the query, when it is given.
    func query<Value>(_ name: String, _ read: (String) -> Value?) throws(Refusal) -> Value? {
        guard let text = request.queryValues(name).first else { return nil }
        guard let value = read(text) else {
            throw .invalidQuery(name, operation.query.first { $0.name == name }?.explanation ?? "is malformed")
        }
        return value
    }

    /// For how many seconds the request would wait until it prefers an answer before the work is done; nil when it waits
    /// for the end, or the operation has no other answer.
    var patienceSeconds: Int? {
        guard operation.mayAnswerFirst, let header = request.headers["Prefer"] else { return nil }
        let preferences = header.split(separator: ",").map { preference in
            preference.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
        }
        guard preferences.contains("respond-async") else { return nil }
        let wait = preferences.first { $0.hasPrefix("wait=") }.flatMap { Int($0.dropFirst(5)) } ?? 0
        return min(max(wait, 0), Operation.maximumPatienceSeconds)
    }

    /// The body, read strictly.
    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws(Refusal) -> Value {
        try read { value throws(JSONProblem) in try value.decode(type) }
    }

    /// The body of a type that reads itself, read as strictly.
    func json<Value: JSONObjectForm>(_ type: Value.Type = Value.self) throws(Refusal) -> Value {
        try read { value throws(JSONProblem) in try value.decode(type) }
    }

    private func read<Value>(_ decode: (JSONValue) throws(JSONProblem) -> Value) throws(Refusal) -> Value {
        let value = try resource()
        do {
            return try decode(value)
        } catch {
            throw .invalidBody(error)
        }
    }

    /// The body as JSON, whatever is in it.
    func resource() throws(Refusal) -> JSONValue {
        guard let body = operation.takes else { throw Refusal(.internalError) }
        try requireMediaType(among: body.mediaTypes)
        var limits = JSONLimits()
        limits.bodyBytes = body.maximumBytes
        do {
            return try JSONReader.read(request.body, limits: limits)
        } catch {
            throw error.code == .bodyLength
                ? Refusal(problem: .contentTooLarge(limitBytes: body.maximumBytes)) : .malformedJSON(error)
        }
    }

    /// The body as it was sent.
    func bytes() throws(Refusal) -> [UInt8] {
        guard let body = operation.takes else { throw Refusal(.internalError) }
        try requireMediaType(among: body.mediaTypes)
        guard request.body.count <= body.maximumBytes else {
            throw Refusal(problem: .contentTooLarge(limitBytes: body.maximumBytes))
        }
        return request.body
    }

    /// The roster that is the body, and the format that its type names.
    func roster() throws(Refusal) -> (format: RosterFormat, file: any RosterSource) {
        guard let body = operation.takes else { throw Refusal(.internalError) }
        let format = try rosterFormat()
        if let spool = request.spool { return (format, SpooledRoster(spool: spool)) }
        guard request.body.count <= body.maximumBytes else {
            throw Refusal(problem: .contentTooLarge(limitBytes: body.maximumBytes))
        }
        return (format, RosterBytes(request.body))
    }

    /// The format that the body's type names.
    func rosterFormat() throws(Refusal) -> RosterFormat {
        let type = try requireMediaType(among: operation.takes?.mediaTypes ?? [])
        guard let format = RosterFormat.allCases.first(where: { $0.mediaType == type }) else {
            throw Refusal(.internalError)
        }
        return format
    }

    @discardableResult
    private func requireMediaType(among accepted: [String]) throws(Refusal) -> String {
        let given = request.headers["Content-Type"]?.split(separator: ";").first.map {
            $0.lowercased().filter { !$0.isWhitespace }
        }
        guard let given, accepted.contains(given) else { throw .unsupportedMediaType(accepted: accepted) }
        return given
    }
}

/// A roster that the server has written to disk.
private struct SpooledRoster: RosterSource {
    let spool: any SpooledBody

    var count: Int { spool.count }

    func bytes(at offset: Int, count: Int) throws -> [UInt8] { try spool.bytes(at: offset, count: count) }
}

extension Response {
    /// A message as JSON.
    static func json(_ message: some Encodable, status: HTTPStatus = .ok) throws(JSONProblem) -> Response {
        .json(JSONWriter.write(keepingOrder: try JSONValue.encoding(message)), status: status)
    }

    /// A message that writes itself.
    static func json(_ message: some JSONObjectForm, status: HTTPStatus = .ok) throws(JSONProblem) -> Response {
        .json(try message.bytes(), status: status)
    }
}
