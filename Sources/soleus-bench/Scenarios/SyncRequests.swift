import Care
import ChartSync
import Foundation
import Population
import StrictJSON

/// The messages that devices send, ready for the wire.
enum SyncRequests {
    static func push(_ mutations: [Mutation], of person: Person, at instant: Instant) throws -> [UInt8] {
        let request = PushRequest(
            device: person.device, schema: ProtocolVersion.current, clientTime: instant,
            charts: [PushRequest.Slice(chart: person.member, mutations: mutations)])
        return try post("/v1/sync/push", request, token: person.accessToken)
    }

    static func pull(
        _ scopes: [ScopeRequest], device: DeviceID, token: String, limit: Int? = nil, at instant: Instant
    ) throws -> [UInt8] {
        let request = PullRequest(
            device: device, schema: ProtocolVersion.current, clientTime: instant, scopes: scopes, limit: limit)
        return try post("/v1/sync/pull", request, token: token)
    }

    static func watch(
        _ scopes: [ScopeRequest], device: DeviceID, token: String, seconds: Int = 25
    ) throws -> [UInt8] {
        let request = WatchRequest(
            device: device, schema: ProtocolVersion.current, scopes: scopes, waitSeconds: seconds)
        return try post("/v1/sync/watch", request, token: token)
    }

    static func post(_ path: String, _ message: some Encodable, token: String?) throws -> [UInt8] {
        http("POST", path, JSONWriter.write(try JSONValue.encoding(message)), token: token)
    }

    /// A whole request of HTTP/1.1.
    static func http(_ method: String, _ path: String, _ body: [UInt8], token: String?) -> [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }
}

extension Instant {
    /// What this machine's clock shows.
    static var now: Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
}
