package import Care

/// `GET /v1/members/{member}/set-aside`: what waits for a decision, or has had one.
package struct Asides: Hashable, Sendable, Codable {
    /// Newest first.
    package var asides: [AsideEntry]

    package init(asides: [AsideEntry]) { self.asides = asides }

    /// How many an answer holds at most: who has more waiting settles some first.
    package static let maximumCount = 500
}

/// A mutation that was set aside, as those see it who may decide about it.
package struct AsideEntry: Hashable, Sendable, Codable {
    package var id: RowID
    /// The chart version that last changed it.
    package var version: Int64
    /// The name of the member's device that it came from; absent for a practitioner's.
    package var deviceName: String?
    package var setAside: SetAside

    package init(id: RowID, version: Int64, deviceName: String?, setAside: SetAside) {
        self.id = id
        self.version = version
        self.deviceName = deviceName
        self.setAside = setAside
    }
}

/// `POST /v1/members/{member}/set-aside/{id}/resolution`: a practitioner's decision.
package struct AsideRuling: Hashable, Sendable, Codable {
    package enum Decision: String, Hashable, Sendable, Codable, CaseIterable {
        /// It becomes part of the chart, as its author's row, in the commit that says so.
        case accept
        /// It stays aside.
        case dismiss
    }

    package var decision: Decision
    package var note: Note?
    /// Accept a run without the shoe, or a session without the plan revision, that it names and the chart does not have.
    package var withoutReference: Bool?
    /// Answer as if, and change nothing.
    package var dryRun: Bool?

    package init(decision: Decision, note: Note? = nil, withoutReference: Bool? = nil, dryRun: Bool? = nil) {
        self.decision = decision
        self.note = note
        self.withoutReference = withoutReference
        self.dryRun = dryRun
    }
}
