package import Care

/// `GET /v1/panel`: the members whom a practitioner looks after today.
package struct Panel: Hashable, Sendable, Codable {
    package var members: [PanelRow]

    package init(members: [PanelRow]) { self.members = members }
}

/// One member on a panel, with what tells a PT whether to look closer.
package struct PanelRow: Hashable, Sendable, Codable {
    package var member: MemberID
    package var name: String
    package var state: USState
    package var role: CareTeamRole
    package var program: Slug?
    package var planRevision: Int?
    /// Whether a device of the member has the latest revision; absent without a plan.
    package var planReached: Bool?
    /// The last day of the plan; absent while no end is set.
    package var planUntil: LocalDay?
    /// Since when a red flag or a fall has paused the plan; absent while it is not paused.
    package var pausedSince: LocalDay?
    /// 0–100 over the last 7 days, self-reported and without paused days; absent when nothing was prescribed.
    package var adherencePercent: Int?
    /// The worst pain during activity on each of the last 7 days, the oldest first; null on a day without a report.
    package var pain: [PainScore?]
    /// The last report of pain during activity.
    package var lastPain: PainScore?
    package var lastLoggedOn: LocalDay?
    /// When a device of the member last exchanged anything with the service.
    package var lastSyncAt: Instant?

    package init(
        member: MemberID, name: String, state: USState, role: CareTeamRole, program: Slug?, planRevision: Int?,
        planReached: Bool? = nil, planUntil: LocalDay? = nil, pausedSince: LocalDay? = nil, adherencePercent: Int?,
        pain: [PainScore?] = [], lastPain: PainScore?, lastLoggedOn: LocalDay?, lastSyncAt: Instant?
    ) {
        self.member = member
        self.name = name
        self.state = state
        self.role = role
        self.program = program
        self.planRevision = planRevision
        self.planReached = planReached
        self.planUntil = planUntil
        self.pausedSince = pausedSince
        self.adherencePercent = adherencePercent
        self.pain = pain
        self.lastPain = lastPain
        self.lastLoggedOn = lastLoggedOn
        self.lastSyncAt = lastSyncAt
    }
}

/// `GET /v1/members/{member}`: one member as their care team sees them.
package struct MemberSummary: Hashable, Sendable, Codable {
    package var member: Member
    package var panel: PanelRow
    package var devices: [DeviceSeen]
    /// How many rows of the chart are there, by kind.
    package var rowCounts: [String: Int]
    package var chartVersion: Int64
    /// What devices sent and the service could not apply.
    package var setAside: Int
    package var cover: CoverSummary

    package init(
        member: Member, panel: PanelRow, devices: [DeviceSeen], rowCounts: [String: Int], chartVersion: Int64,
        setAside: Int, cover: CoverSummary
    ) {
        self.member = member
        self.panel = panel
        self.devices = devices
        self.rowCounts = rowCounts
        self.chartVersion = chartVersion
        self.setAside = setAside
        self.cover = cover
    }
}

/// Whether a member's new sessions count, which a care team plans by; who pays is no business of theirs.
package struct CoverSummary: Hashable, Sendable, Codable {
    package var on: LocalDay
    package var isCovered: Bool
    package var coveredThrough: LocalDay?
    package var nextFrom: LocalDay?
    package var endedOn: LocalDay?

    package init(_ cover: MemberCover) {
        on = cover.on
        isCovered = cover.isCovered
        coveredThrough = cover.coveredThrough
        nextFrom = cover.nextFrom
        endedOn = cover.endedOn
    }

    /// In words, for a care team.
    package var words: String {
        if isCovered { return coveredThrough.map { "through \($0)" } ?? "open" }
        return nextFrom.map { "none until \($0)" } ?? endedOn.map { "ended on \($0)" } ?? "none"
    }
}

/// A member's device, and how far its copy of the chart is.
package struct DeviceSeen: Hashable, Sendable, Codable {
    package var device: Device
    package var lastSeenAt: Instant?
    /// The chart version that the device last pulled.
    package var pulledVersion: Int64?

    package init(device: Device, lastSeenAt: Instant?, pulledVersion: Int64?) {
        self.device = device
        self.lastSeenAt = lastSeenAt
        self.pulledVersion = pulledVersion
    }
}
