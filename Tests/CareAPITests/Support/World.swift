import Care
import CareAPI
import CareServices
import Credentials
import Foundation
import HTTPMessages
import Logging
import Postgres
import SoleusRuntime
import StrictJSON
import Synchronization
import TestPostgres
import Testing

/// A service on a database of its own, with a few people in it.
struct World: Sendable {
    let test: TestDatabase
    let api: API
    let validator: SchemaValidator
    let clock: TestClock
    let people: People

    /// Whoever may call.
    enum Caller: String, CaseIterable, Sendable {
        case nobody
        case olga
        /// The PT of Ana's care team.
        case jordan
        /// A PT who has nothing to do with Ana.
        case riley
        case reviewer
        /// A program of Ana's sponsor.
        case acme
        /// A program of another sponsor.
        case other
        /// A partner whom Ana's sponsor trusts.
        case partner
        /// The member whose chart it is.
        case ana
        /// Another member.
        case ben

        var role: Role? {
            switch self {
            case .nobody: nil
            case .olga: .operator
            case .jordan, .riley: .practitioner
            case .reviewer: .reviewer
            case .acme, .other: .sponsor
            case .partner: .partner
            case .ana, .ben: .member
            }
        }
    }

    struct People: Sendable {
        var tokens: [Caller: String] = [:]
        var ana = ""
        var anasDevice = ""
        var ben = ""
        var bensDevice = ""
        var jordan = ""
        var riley = ""
        var load = ""
        var refreshToken = ""
    }
}

/// The system's clock, moved as far as a test likes.
final class TestClock: Sendable {
    private let offsetSeconds = Mutex<Int64>(0)

    var now: Instant { Instant.now.adding(seconds: offsetSeconds.withLock { $0 }) }

    func advance(seconds: Int64) { offsetSeconds.withLock { $0 += seconds } }
}

extension World {
    /// Makes a request, and finds it a fault if the answer is not one that the service describes.
    @discardableResult
    func send(
        _ method: HTTPMethod, _ target: String, as caller: Caller = .nobody, token: String? = nil,
        headers: HTTPHeaders = [:], bytes: [UInt8] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        var headers = headers
        if let token = token ?? people.tokens[caller] { headers.setIfAbsent("Authorization", "Bearer \(token)") }
        let request = try Request(method, target, headers: headers, body: bytes)
        let answer = Answer(await api.respond(to: request))
        for fault in undescribed(answer, to: request) {
            Issue.record("\(method.rawValue) \(target) \(answer.status): \(fault)", sourceLocation: sourceLocation)
        }
        return answer
    }

    /// Makes a request with a body in JSON.
    @discardableResult
    func send(
        _ method: HTTPMethod, _ target: String, as caller: Caller = .nobody, json: JSONValue,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        try await send(
            method, target, as: caller, headers: ["Content-Type": "application/json"],
            bytes: JSONWriter.write(keepingOrder: json), sourceLocation: sourceLocation)
    }

    /// What of an answer the service does not describe.
    private func undescribed(_ answer: Answer, to request: Request) -> [String] {
        if answer.status >= 500 { return ["failed: \(answer.json.map { "\($0)" } ?? "")"] }
        guard case .matched(let route, _) = api.router.match(request.method, request.path) else { return [] }
        let operation = validator.document["paths"]?[route.template.description]?[route.method.rawValue.lowercased()]
        guard let described = operation?["responses"]?[String(answer.status)] else { return ["is not described"] }
        let content = described["content"]?.objectValue?.members ?? []
        if content.isEmpty { return answer.bytes.isEmpty ? [] : ["has a body, and none is described"] }
        let type = answer.response.headers["Content-Type"]
        guard let form = content.first(where: { $0.key == type }) else { return ["is \(type ?? "of no type")"] }
        guard form.key.hasSuffix("json") else { return [] }
        guard let json = answer.json, let schema = form.value["schema"] else { return ["is no JSON"] }
        return validator.faults(of: json, schema: schema) + misdescribed(request, operation, answer)
    }

    /// What the service took although its description says that it would not.
    private func misdescribed(_ request: Request, _ operation: JSONValue?, _ answer: Answer) -> [String] {
        let schema = operation?["requestBody"]?["content"]?["application/json"]?["schema"]
        guard answer.status < 300, let schema, let body = try? JSONReader.read(request.body) else { return [] }
        return validator.faults(of: body, schema: schema).map { "took a body whose \($0)" }
    }

    /// A digest of every row of every table.
    func digest() async throws -> String {
        try await test.database.perform(.readOnly, DigestStatements.everything.only())
    }
}

enum DigestStatements {
    static let everything = Statement(
        """
        SELECT md5(string_agg(query_to_xml(format(
            'SELECT %L, md5(coalesce(string_agg(x::text, ''|'' ORDER BY x::text), '''')) FROM public.%I x',
            relname, relname), true, true, '')::text, '' ORDER BY relname))
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        """, gives: Types(String.self))
}
