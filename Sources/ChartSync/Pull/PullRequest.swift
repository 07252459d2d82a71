package import Care
package import StrictJSON

/// `POST /v1/sync/pull`: what changed in some scopes since their cursors.
package struct PullRequest: Hashable, Sendable {
    package var device: DeviceID
    package var schema: Int
    /// What the device's clock shows; its distance from the service's is recorded, and never used for order.
    package var clientTime: Instant
    /// 1–64 scopes, each once; pages come in this order, so that what matters most is asked for first.
    package var scopes: [ScopeRequest]
    /// 1–2,000 rows over all pages of the answer; 500 when absent.
    package var limit: Int?
    /// The scopes that the device has purged since it was told to drop them.
    package var purged: [Scope]?
    /// What only the device knows of itself.
    package var report: DeviceReport?

    package init(
        device: DeviceID, schema: Int, clientTime: Instant, scopes: [ScopeRequest], limit: Int? = nil,
        purged: [Scope]? = nil, report: DeviceReport? = nil
    ) {
        self.device = device
        self.schema = schema
        self.clientTime = clientTime
        self.scopes = scopes
        self.limit = limit
        self.purged = purged
        self.report = report
    }

    package static let limits = 1...2_000
    package static let defaultLimit = 500
    package static let maximumScopes = 64
}

/// One scope that a device asks for, and how far its copy has come.
package struct ScopeRequest: Hashable, Sendable {
    package var scope: Scope
    /// Of the scope's last page; absent the first time.
    package var cursor: String?
    /// For a chart: the first day of the history that the device wants; all of it when absent.
    ///
    /// An earlier day than before widens the window, and what it now holds besides arrives in the next pages. The window
    /// never narrows again.
    package var since: LocalDay?

    package init(_ scope: Scope, cursor: String? = nil, since: LocalDay? = nil) {
        self.scope = scope
        self.cursor = cursor
        self.since = since
    }
}

/// What a device tells of itself, for whoever helps its owner.
package struct DeviceReport: Hashable, Sendable {
    /// Mutations that were not acknowledged yet.
    package var pending: Int
    /// When the oldest of them was recorded, by the device's clock.
    package var oldestPending: Instant?
    /// Mutations that were set aside, and that the device's owner has not settled.
    package var setAside: Int

    package init(pending: Int, oldestPending: Instant? = nil, setAside: Int) {
        self.pending = pending
        self.oldestPending = oldestPending
        self.setAside = setAside
    }
}

extension PullRequest: JSONObjectForm {
    package init(_ field: inout JSONFields<PullRequest>) throws(JSONProblem) {
        self.init(
            device: try field("device", \.device), schema: try field("schema", \.schema),
            clientTime: try field("clientTime", \.clientTime), scopes: try field("scopes", \.scopes),
            limit: try field("limit", \.limit), purged: try field("purged", \.purged),
            report: try field("report", \.report))
    }
}

extension ScopeRequest: JSONObjectForm {
    package init(_ field: inout JSONFields<ScopeRequest>) throws(JSONProblem) {
        self.init(
            try field("scope", \.scope), cursor: try field("cursor", \.cursor), since: try field("since", \.since))
    }
}

extension DeviceReport: JSONObjectForm {
    package init(_ field: inout JSONFields<DeviceReport>) throws(JSONProblem) {
        self.init(
            pending: try field("pending", \.pending), oldestPending: try field("oldestPending", \.oldestPending),
            setAside: try field("setAside", \.setAside))
    }
}

extension Scope: JSONForm {}
