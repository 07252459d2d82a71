package import Care
package import StrictJSON

/// `POST /v1/sync/push`: what a device did, chart by chart.
package struct PushRequest: Hashable, Sendable {
    package var device: DeviceID
    /// The version of these messages that the device speaks: `ProtocolVersion.current`.
    package var schema: Int
    /// What the device's clock shows; recorded, and never used for order.
    package var clientTime: Instant
    /// What a clock of the device that nobody sets shows, such as the time since it was started; recorded.
    package var monotonicMilliseconds: Int64?
    package var charts: [Slice]

    /// A device's next mutations on one chart; they become visible together.
    package struct Slice: Hashable, Sendable {
        package var chart: MemberID
        /// 1 to 200, with consecutive numbers.
        package var mutations: [Mutation]

        package init(chart: MemberID, mutations: [Mutation]) {
            self.chart = chart
            self.mutations = mutations
        }
    }

    package init(
        device: DeviceID, schema: Int, clientTime: Instant, monotonicMilliseconds: Int64? = nil, charts: [Slice]
    ) {
        self.device = device
        self.schema = schema
        self.clientTime = clientTime
        self.monotonicMilliseconds = monotonicMilliseconds
        self.charts = charts
    }

    package static let maximumMutations = 200
}

/// The version of the sync messages.
package enum ProtocolVersion {
    package static let current = 2
    /// What is still taken from a device that nobody has updated: an old phone must be able to hand over what its owner did.
    package static let accepted = 1...2
}

/// The outcome of a push, chart by chart in the order of the request.
package struct PushAnswer: Hashable, Sendable {
    package var charts: [SliceAnswer]

    package init(charts: [SliceAnswer]) { self.charts = charts }
}

/// What became of one slice.
package struct SliceAnswer: Hashable, Sendable {
    package var chart: MemberID
    package var epoch: String?
    /// The last number of this device that the chart has; everything up to it is durable.
    package var lastSeq: Int64
    /// The last number of this device that is known to be on a second place; nil where the service has none.
    package var durableThrough: Int64?
    /// One for each mutation sent, in order; empty when `problem` says why nothing was recorded.
    package var outcomes: [Outcome]
    package var problem: SliceProblem?

    package init(
        chart: MemberID, epoch: String?, lastSeq: Int64, durableThrough: Int64? = nil, outcomes: [Outcome],
        problem: SliceProblem? = nil
    ) {
        self.chart = chart
        self.epoch = epoch
        self.lastSeq = lastSeq
        self.durableThrough = durableThrough
        self.outcomes = outcomes
        self.problem = problem
    }
}

/// Why nothing of a slice was recorded.
package enum SliceProblem: String, Hashable, Sendable, Codable, CaseIterable, JSONForm {
    /// No such chart, or not this actor's: the two are not told apart.
    case notFound = "not_found"
    /// A number is missing before the first one sent; `lastSeq + 1` is expected.
    case sequenceGap = "sequence_gap"
    /// A number was sent before with other content: the device was cloned or restored. It enrols anew and sends again.
    case deviceForked = "device_forked"
}

/// What became of one mutation; the same on every repeat.
package struct Outcome: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable, Codable, CaseIterable, JSONForm {
        case applied
        /// Applied over somebody else's later change of other fields, or as the later word on the same one.
        case merged
        case rejected
        case quarantined
    }

    package var seq: Int64
    package var status: Status
    /// The chart version that the mutation became.
    package var version: Int64
    package var reason: SetAsideReason?
    package var detail: FieldViolation?
    /// The row as it stands now, where it is not what the author sent and the author may see it: read for each answer.
    package var row: WireRow?

    package init(
        seq: Int64, status: Status, version: Int64, reason: SetAsideReason? = nil, detail: FieldViolation? = nil,
        row: WireRow? = nil
    ) {
        self.seq = seq
        self.status = status
        self.version = version
        self.reason = reason
        self.detail = detail
        self.row = row
    }
}

extension PushRequest: JSONObjectForm {
    package init(_ field: inout JSONFields<PushRequest>) throws(JSONProblem) {
        self.init(
            device: try field("device", \.device), schema: try field("schema", \.schema),
            clientTime: try field("clientTime", \.clientTime),
            monotonicMilliseconds: try field("monotonicMilliseconds", \.monotonicMilliseconds),
            charts: try field("charts", \.charts))
    }
}

extension PushRequest.Slice: JSONObjectForm {
    package init(_ field: inout JSONFields<PushRequest.Slice>) throws(JSONProblem) {
        self.init(
            chart: try field("chart", \.chart), mutations: try field("mutations", \.mutations))
    }
}

extension PushAnswer: JSONObjectForm {
    package init(_ field: inout JSONFields<PushAnswer>) throws(JSONProblem) {
        self.init(
            charts: try field("charts", \.charts))
    }
}

extension SliceAnswer: JSONObjectForm {
    package init(_ field: inout JSONFields<SliceAnswer>) throws(JSONProblem) {
        self.init(
            chart: try field("chart", \.chart), epoch: try field("epoch", \.epoch),
            lastSeq: try field("lastSeq", \.lastSeq), durableThrough: try field("durableThrough", \.durableThrough),
            outcomes: try field("outcomes", \.outcomes), problem: try field("problem", \.problem))
    }
}

extension Outcome: JSONObjectForm {
    package init(_ field: inout JSONFields<Outcome>) throws(JSONProblem) {
        self.init(
            seq: try field("seq", \.seq), status: try field("status", \.status),
            version: try field("version", \.version), reason: try field("reason", \.reason),
            detail: try field("detail", \.detail), row: try field("row", \.row))
    }
}
