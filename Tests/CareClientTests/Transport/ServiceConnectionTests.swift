import Foundation
import Testing

@testable import CareClient

@Suite struct `A connection to a service` {
    private func answer(_ head: String, _ body: String = "", length: Int? = nil) -> String {
        "HTTP/1.1 \(head)\r\nContent-Length: \(length ?? body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }

    @Test func `sends path, query, credential and body as they are meant`() async throws {
        let server = try RawServer([answer("201 Created\r\nX-Thing: Yes", "{}")])
        let connection = ServiceConnection(server: try #require(server.url), accessToken: "sol_access_x")

        let result = try await connection.send(
            "POST", "/v1/members/\(PathSegment("a/b c?"))", query: [("search", "Zoë+1 & 2")], body: Array("[1]".utf8))

        #expect(result == ServiceAnswer(status: 201, headers: result.headers, body: Array("{}".utf8)))
        #expect(result.headers["x-thing"] == "Yes")
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST /v1/members/a%2Fb%20c%3F?search=Zo%C3%AB%2B1%20%26%202 HTTP/1.1\r\n"))
        #expect(request.contains("Authorization: Bearer sol_access_x\r\n"))
        #expect(request.contains("Content-Type: application/json\r\n"))
        #expect(request.hasSuffix("\r\n\r\n[1]"))
    }

    @Test func `returns answers of every status`() async throws {
        let server = try RawServer([answer("404 Not Found", "no"), answer("503 Service Unavailable\r\nRetry-After: 7")])
        let connection = ServiceConnection(server: try #require(server.url), accessToken: nil)

        #expect(try await connection.send("GET", "/a").status == 404)
        let busy = try await connection.send("GET", "/b")
        #expect(busy.status == 503)
        #expect(busy.headers["retry-after"] == "7")
        #expect(server.requests.allSatisfy { !$0.contains("Authorization") })
    }

    @Test func `follows no redirect with the credential on board`() async throws {
        let server = try RawServer([answer("302 Found\r\nLocation: /elsewhere"), answer("200 OK", "stolen")])
        let connection = ServiceConnection(server: try #require(server.url), accessToken: "sol_access_x")

        #expect(try await connection.send("GET", "/a").status == 302)
        #expect(server.requests.count == 1)
    }

    @Test func `says that an answer was cut`() async throws {
        let server = try RawServer([answer("200 OK", "{\"pages\":", length: 100)])
        let connection = ServiceConnection(server: try #require(server.url), accessToken: nil)

        let error = await #expect(throws: ServiceError.self) { try await connection.send("POST", "/a", body: [1]) }
        #expect(error?.nothingWasSent == false)
    }

    @Test func `says that no answer came`() async throws {
        let server = try RawServer([nil])
        let connection = ServiceConnection(server: try #require(server.url), accessToken: nil, timeoutSeconds: 1)

        await #expect(throws: ServiceError.timedOut(seconds: 1)) { try await connection.send("POST", "/a", body: [1]) }
        #expect(server.requests.count == 1)
    }

    @Test func `says that nobody is there and nothing was sent`() async throws {
        let port = try RawServer([]).port
        let connection = ServiceConnection(
            server: try #require(URL(string: "http://127.0.0.1:\(port)")), accessToken: nil)

        let error = await #expect(throws: ServiceError.self) { try await connection.send("GET", "/a") }
        #expect(error?.nothingWasSent == true)
    }

    @Test(arguments: ["ftp://example.org", "file:///etc/passwd", "http:///a"]) func `is made to web servers only`(
        server: String
    ) async throws {
        let connection = ServiceConnection(server: try #require(URL(string: server)), accessToken: "x")

        await #expect(throws: ServiceError.self) { try await connection.send("GET", "/a") }
    }
}
