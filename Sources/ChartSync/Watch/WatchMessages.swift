package import Care

/// `POST /v1/sync/watch`: waits until one of some scopes has news.
package struct WatchRequest: Hashable, Sendable, Codable {
    package var device: DeviceID
    package var schema: Int
    /// As in a pull; what has news already is answered at once.
    package var scopes: [ScopeRequest]
    /// How long to wait, 0–25 seconds; 25 when absent.
    package var waitSeconds: Int?

    package init(device: DeviceID, schema: Int, scopes: [ScopeRequest], waitSeconds: Int? = nil) {
        self.device = device
        self.schema = schema
        self.scopes = scopes
        self.waitSeconds = waitSeconds
    }

    package static let waits = 0...25
}

/// The scopes that have news, without the news: those come by a pull.
package struct WatchAnswer: Hashable, Sendable, Codable {
    /// Empty when the wait ended without any.
    package var scopes: [ScopeNews]
    package var nextPollSeconds: Int

    package init(scopes: [ScopeNews], nextPollSeconds: Int) {
        self.scopes = scopes
        self.nextPollSeconds = nextPollSeconds
    }
}

/// That a scope has come to a version; also the data of an event of `GET /v1/sync/events`.
package struct ScopeNews: Hashable, Sendable, Codable {
    package var scope: Scope
    /// 0 for a panel, which has no version of its own.
    package var version: Int64

    package init(scope: Scope, version: Int64) {
        self.scope = scope
        self.version = version
    }
}
