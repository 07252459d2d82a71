package import Care

/// `GET /v1/members/{member}/devices`: how far each device is with a member's chart.
package struct DeviceStandings: Hashable, Sendable, Codable {
    package var devices: [DeviceStanding]

    package init(devices: [DeviceStanding]) { self.devices = devices }
}

/// What is known of one device and its copy of a chart.
///
/// An operator sees no chart: to them the version that the chart is at, and what depends on it, is absent.
package struct DeviceStanding: Hashable, Sendable, Codable {
    package var device: Device
    /// Whose it is: the member, or a practitioner who keeps a copy.
    package var holder: Role
    package var holderName: String
    package var revokedAt: Instant?
    /// When it last pushed or pulled anything.
    package var lastHeardAt: Instant?
    /// The version of the sync messages that it speaks.
    package var schema: Int?
    /// Its clock less the service's.
    package var clockOffsetMilliseconds: Int64?
    /// Whether its clock is off by more than five minutes.
    package var clockOff: Bool
    /// The version of the chart that it is known to have whole.
    package var pulledVersion: Int64?
    /// How many versions it is behind, and for how long.
    package var behindVersions: Int64?
    package var behindSeconds: Int64?
    /// The latest plan revision that is known to have reached it.
    package var planRevision: Int?
    /// What it says of itself: mutations that wait to be sent, since when the oldest does, and what was set aside.
    package var pending: Int?
    package var oldestPending: Instant?
    package var setAside: Int?
    /// Whether it is known to hold rows of the chart, and since when it has been told to drop them.
    package var holdsCopy: Bool
    package var droppedAt: Instant?

    package static let clockOffMilliseconds: Int64 = 300_000

    package init(
        device: Device, holder: Role, holderName: String, revokedAt: Instant?, lastHeardAt: Instant?, schema: Int?,
        clockOffsetMilliseconds: Int64?, pulledVersion: Int64?, behindVersions: Int64?, behindSeconds: Int64?,
        planRevision: Int?, pending: Int?, oldestPending: Instant?, setAside: Int?, holdsCopy: Bool, droppedAt: Instant?
    ) {
        self.device = device
        self.holder = holder
        self.holderName = holderName
        self.revokedAt = revokedAt
        self.lastHeardAt = lastHeardAt
        self.schema = schema
        self.clockOffsetMilliseconds = clockOffsetMilliseconds
        clockOff = clockOffsetMilliseconds.map { $0.magnitude > UInt64(Self.clockOffMilliseconds) } ?? false
        self.pulledVersion = pulledVersion
        self.behindVersions = behindVersions
        self.behindSeconds = behindSeconds
        self.planRevision = planRevision
        self.pending = pending
        self.oldestPending = oldestPending
        self.setAside = setAside
        self.holdsCopy = holdsCopy
        self.droppedAt = droppedAt
    }
}

/// `GET /v1/devices/drops`: the devices that still hold charts which they may no longer see.
package struct OutstandingDrops: Hashable, Sendable, Codable {
    package var drops: [OutstandingDrop]

    package init(drops: [OutstandingDrop]) { self.drops = drops }
}

/// One chart on one device that may no longer have it; longest unheard first.
package struct OutstandingDrop: Hashable, Sendable, Codable {
    package var device: Device
    package var holder: Role
    package var holderName: String
    package var member: MemberID
    package var memberName: String
    /// When the holder's last period with the member ended, or the device was revoked.
    package var endedAt: Instant?
    /// When the device was first told; absent while it has not asked since.
    package var toldAt: Instant?
    package var lastHeardAt: Instant?

    package init(
        device: Device, holder: Role, holderName: String, member: MemberID, memberName: String, endedAt: Instant?,
        toldAt: Instant?, lastHeardAt: Instant?
    ) {
        self.device = device
        self.holder = holder
        self.holderName = holderName
        self.member = member
        self.memberName = memberName
        self.endedAt = endedAt
        self.toldAt = toldAt
        self.lastHeardAt = lastHeardAt
    }
}
