import Care
import CareClient
import CareMessages
import Foundation
import StrictJSON

/// One command's conversation with the service: the address, the credential, and its renewal.
struct Session {
    /// How long an answer is waited for that takes the service minutes, as a million rows do; a shorter wait would only
    /// leave the outcome open.
    static let longWorkSeconds = 3_600

    let options: CommonOptions
    private let surroundings: Surroundings
    let store: ProfileStore
    let profileName: String
    private let transport: (_ server: URL, _ timeoutSeconds: Int) -> any ServiceTransport

    init(
        _ options: CommonOptions, surroundings: Surroundings = .current,
        transport: @escaping (_ server: URL, _ timeoutSeconds: Int) -> any ServiceTransport = {
            ServiceConnection(server: $0, accessToken: nil, timeoutSeconds: $1)
        }
    ) {
        self.options = options
        self.transport = transport
        self.surroundings = surroundings
        store = ProfileStore(home: surroundings.home)
        profileName = options.profile ?? surroundings["SOLEUS_PROFILE"] ?? "default"
    }

    /// What goes over the wire, apart from the credential.
    struct Request {
        var method = "GET"
        var path: String
        var query: [(String, String)] = []
        var body: [UInt8]?
        var contentType = "application/json"
        var timeoutSeconds = 30

        /// A question.
        static func get(_ path: String, query: [(String, String)] = []) -> Request {
            Request(path: path, query: query)
        }

        /// A body in JSON.
        static func send(
            _ method: String, _ path: String, _ body: some Encodable, query: [(String, String)] = []
        ) throws(CommandFailure) -> Request {
            do throws(JSONProblem) {
                let bytes = JSONWriter.write(try JSONValue.encoding(body))
                return Request(method: method, path: path, query: query, body: bytes)
            } catch {
                throw CommandFailure(.badInput, error.message)
            }
        }
    }

    /// A success: its value, and the JSON that it came as.
    struct Answer<Value> {
        var status: Int
        var json: JSONValue
        var value: Value
    }

    // MARK: Asking

    /// Sends with the profile's credential and reads the answer; a 401 is answered with one refresh and one repeat.
    func ask<Value: Decodable>(
        _ request: Request, as type: Value.Type = Value.self
    ) async throws(CommandFailure) -> Answer<Value> {
        try Self.read(try await answer(request))
    }

    /// Sends with the profile's credential where the answer is no JSON.
    func fetch(_ request: Request) async throws(CommandFailure) -> [UInt8] { try await answer(request).body }

    /// Sends with the profile's credential where the answer has no body.
    func tell(_ request: Request) async throws(CommandFailure) {
        _ = try await answer(request)
    }

    /// Sends without a credential, as anybody may.
    func askPublicly<Value: Decodable>(
        _ request: Request, as type: Value.Type = Value.self
    ) async throws(CommandFailure) -> Answer<Value> {
        let answer = try await exchange(request, with: try serverAddress(of: try store.load(profileName)), token: nil)
        return try Self.read(try Self.success(answer))
    }

    /// The profile, or the advice to sign in.
    func signedIn() throws(CommandFailure) -> Profile {
        guard let profile = try store.load(profileName) else {
            throw CommandFailure(
                .notAllowed, "nobody is signed in as profile \"\(profileName)\"",
                advice: "Sign in with: soleus login --profile \(profileName)")
        }
        return profile
    }

    /// The address to use: the option, the environment, or the profile's own.
    func serverAddress(of profile: Profile?) throws(CommandFailure) -> String {
        guard let text = options.server ?? surroundings["SOLEUS_SERVER"] ?? profile?.server else {
            throw CommandFailure(
                .badInput, "which service? give --server or SOLEUS_SERVER", advice: "Such as http://127.0.0.1:8080")
        }
        guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            url.host?.isEmpty == false
        else {
            throw CommandFailure(.badInput, "\"\(text)\" is no address; expected such as https://care.example.org")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// The service with the profile's credential as it is, for what a command does beside its one question.
    func connection(timeoutSeconds: Int) throws(CommandFailure) -> ServiceConnection {
        let profile = try signedIn()
        let server = try serverAddress(of: profile)
        guard server == profile.server, let url = URL(string: server) else {
            throw CommandFailure(
                .notAllowed, "profile \"\(profileName)\" belongs to \(profile.server), not to \(server)")
        }
        return ServiceConnection(server: url, accessToken: profile.accessToken, timeoutSeconds: timeoutSeconds)
    }

    /// Sends a file as the body of a POST, from disk, with a credential that was in use just before.
    func upload<Value: Decodable>(
        _ file: URL, to path: String, query: [(String, String)], contentType: String, headers: [String: String],
        timeoutSeconds: Int,
        as type: Value.Type = Value.self, sent: @escaping @Sendable (_ bytes: Int, _ total: Int) -> Void
    ) async throws(CommandFailure) -> Answer<Value> {
        let connection = try connection(timeoutSeconds: timeoutSeconds)
        let answer: ServiceAnswer
        do throws(ServiceError) {
            answer = try await connection.upload(
                file, to: path, query: query, contentType: contentType, headers: headers, sent: sent)
        } catch {
            throw CommandFailure(
                .unknownOutcome, "no answer from \(connection.server.absoluteString)\n  \(error)",
                advice: "Repeating the command is safe.")
        }
        return try Self.read(try Self.success(answer))
    }

    // MARK: The exchange

    private func answer(_ request: Request) async throws(CommandFailure) -> ServiceAnswer {
        let profile = try signedIn()
        let server = try serverAddress(of: profile)
        // A credential goes only to the service that gave it, whatever an environment variable says.
        guard server == profile.server else {
            throw CommandFailure(
                .notAllowed, "profile \"\(profileName)\" belongs to \(profile.server), not to \(server)",
                advice: "Use another --profile, or sign in there with: soleus login")
        }
        let first = try await exchange(request, with: server, token: profile.accessToken)
        guard first.status == 401, profile.refreshToken != nil else { return try Self.success(first) }
        guard let renewed = try await renewed(profile) else { return try Self.success(first) }
        return try Self.success(try await exchange(request, with: server, token: renewed.accessToken))
    }

    /// The profile with a new pair of tokens; nil when the session has ended.
    private func renewed(_ used: Profile) async throws(CommandFailure) -> Profile? {
        try await store.locked(profileName) { () async throws(CommandFailure) in
            guard var profile = try store.load(profileName), profile.server == used.server else { return nil }
            // Another process may have been faster.
            if profile.accessToken != used.accessToken { return profile }
            guard let token = profile.refreshToken else { return nil }
            let request = try Request.send("POST", "/v1/sessions/refresh", SessionRefresh(refreshToken: token))
            let answer = try await exchange(request, with: profile.server, token: nil)
            if answer.status == 401 { return nil }
            profile.replaceTokens(try Self.read(try Self.success(answer), as: TokenPair.self).value)
            try store.save(profile, as: profileName)
            return profile
        }
    }

    private func exchange(
        _ request: Request, with server: String, token: String?
    ) async throws(CommandFailure) -> ServiceAnswer {
        guard let url = URL(string: server) else { throw CommandFailure(.badInput, "\"\(server)\" is no address") }
        do throws(ServiceError) {
            return try await transport(url, request.timeoutSeconds).send(
                request.method, request.path, query: request.query, body: request.body,
                contentType: request.contentType, headers: [:], accessToken: token)
        } catch {
            throw CommandFailure(
                .unknownOutcome, "no answer from \(server)\n  \(error)", advice: "Repeating the command is safe.")
        }
    }

    private static func success(_ answer: ServiceAnswer) throws(CommandFailure) -> ServiceAnswer {
        guard (200..<300).contains(answer.status) else {
            throw CommandFailure(
                status: answer.status, body: answer.body,
                retryAfter: answer.headers["retry-after"])
        }
        return answer
    }

    static func read<Value: Decodable>(
        _ answer: ServiceAnswer, as type: Value.Type = Value.self
    ) throws(CommandFailure) -> Answer<Value> {
        do throws(JSONProblem) {
            let json = try JSONReader.read(answer.body, limits: .answers)
            return Answer(
                status: answer.status, json: json, value: try json.decode(Value.self, unknownFields: .ignore))
        } catch {
            throw CommandFailure(
                .unknownOutcome, "the service's answer cannot be read: \(error.description)",
                advice: "Is this soleus as new as the service?")
        }
    }
}
