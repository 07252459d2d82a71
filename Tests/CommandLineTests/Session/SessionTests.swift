import ArgumentParser
import Care
import CareClient
import CareMessages
import Foundation
import StrictJSON
import Testing

@testable import soleus

@Suite struct `A session` {
    /// A service that knows one access token at a time and a refresh token that is used up.
    private actor Service: ServiceTransport {
        private(set) var refreshes = 0
        private(set) var paths: [String] = []
        private var accepted = "access-1"

        func send(
            _ method: String, _ path: String, query: [(String, String)], body: [UInt8]?, contentType: String,
            headers: [String: String], accessToken: String?
        ) async throws(ServiceError) -> ServiceAnswer {
            paths.append(path)
            if path == "/v1/sessions/refresh" {
                let isCurrent =
                    body.map { String(decoding: $0, as: UTF8.self) }?.contains("refresh-\(refreshes)") == true
                guard isCurrent else { return ServiceAnswer(status: 401) }
                refreshes += 1
                accepted = "access-\(refreshes)"
                return answer(
                    TokenPair(
                        accessToken: accepted, accessExpiresAt: Instant(milliseconds: 0),
                        refreshToken: "refresh-\(refreshes)", role: .practitioner))
            }
            guard accessToken == accepted else { return ServiceAnswer(status: 401) }
            return answer(Me(role: .practitioner, subject: "1", name: "Jordan Reyes"))
        }

        private func answer(_ value: some Encodable) -> ServiceAnswer {
            guard let json = try? JSONValue.encoding(value) else { return ServiceAnswer(status: 500) }
            return ServiceAnswer(status: 200, body: JSONWriter.write(json))
        }
    }

    private static let server = "http://127.0.0.1:9"

    private func withSession(
        access: String = "access-0", arguments: [String] = [],
        _ body: (Session, Service) async throws -> Void
    ) async throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("soleus-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: home) }
        let service = Service()
        let session = Session(
            try CommonOptions.parse(arguments), surroundings: Surroundings(environment: ["SOLEUS_HOME": home.path]),
            transport: { _, _ in service })
        try session.store.save(
            Profile(
                server: Self.server, name: "jordan",
                tokens: TokenPair(
                    accessToken: access, accessExpiresAt: Instant(milliseconds: 0), refreshToken: "refresh-0",
                    role: .practitioner)), as: "default")
        try await body(session, service)
    }

    @Test func `renews an expired token once, keeps the new pair, and repeats the request`() async throws {
        try await withSession { session, service in
            let me = try await session.ask(.get("/v1/me"), as: Me.self)
            #expect(me.value.name == "Jordan Reyes")
            #expect(await service.paths == ["/v1/me", "/v1/sessions/refresh", "/v1/me"])
            let profile = try #require(try session.store.load("default"))
            #expect(profile.accessToken == "access-1")
            #expect(profile.refreshToken == "refresh-1")
        }
    }

    @Test func `says to sign in when the session has ended, and keeps the profile as it was`() async throws {
        try await withSession { session, service in
            var profile = try #require(try session.store.load("default"))
            profile.refreshToken = "used-up"
            try session.store.save(profile, as: "default")
            let failure = await #expect(throws: CommandFailure.self) {
                _ = try await session.ask(.get("/v1/me"), as: Me.self)
            }
            #expect(failure?.status == .notAllowed)
            #expect(await service.refreshes == 0)
            #expect(try session.store.load("default") == profile)
        }
    }

    @Test func `never sends a credential to another service`() async throws {
        try await withSession(arguments: ["--server", "http://127.0.0.1:10"]) { session, service in
            let failure = await #expect(throws: CommandFailure.self) {
                _ = try await session.ask(.get("/v1/me"), as: Me.self)
            }
            #expect(failure?.message.contains("belongs to \(Self.server)") == true)
            #expect(await service.paths.isEmpty)
        }
    }

    @Test func `keeps its credential where only the owner can read it`() async throws {
        try await withSession { session, _ in
            let home = session.store.folder.path
            let folder = try FileManager.default.attributesOfItem(atPath: home)
            let file = try FileManager.default.attributesOfItem(atPath: home + "/default.json")
            #expect(folder[.posixPermissions] as? Int == 0o700)
            #expect(file[.posixPermissions] as? Int == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: home) == ["default.json"])
        }
    }

    @Test(arguments: ["../default", "a/b", "", "a b"]) func `takes no name for a path`(name: String) async throws {
        try await withSession { session, _ in
            #expect(throws: CommandFailure.self) { _ = try session.store.load(name) }
        }
    }
}
