package import Care
package import StrictJSON

/// One page of each scope that has news, all out of one snapshot.
package struct PullAnswer: Hashable, Sendable {
    package var pages: [ScopePage]
    /// The copies that the device must give up: in every answer until it has said that they are purged.
    package var drops: [ScopeDrop]
    /// Whether another pull should follow at once.
    package var more: Bool
    /// When to ask again if nothing else prompts it; under pressure the service asks for more patience.
    package var nextPollSeconds: Int
    /// What the service's clock showed, by which the device measures its own.
    package var serverTime: Instant

    package init(
        pages: [ScopePage], drops: [ScopeDrop], more: Bool, nextPollSeconds: Int, serverTime: Instant
    ) {
        self.pages = pages
        self.drops = drops
        self.more = more
        self.nextPollSeconds = nextPollSeconds
        self.serverTime = serverTime
    }
}

/// A copy that the device may no longer hold.
///
/// The device first sends what it has recorded for the scope and not sent, then removes the copy, then says so in `purged`.
package struct ScopeDrop: Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable, Codable, CaseIterable, JSONForm {
        /// The period on the care team is over, or was ended.
        case accessEnded = "access_ended"
    }

    package var scope: Scope
    package var reason: Reason

    package init(scope: Scope, reason: Reason) {
        self.scope = scope
        self.reason = reason
    }
}

/// Rows of one scope, as one snapshot showed them.
package struct ScopePage: Hashable, Sendable {
    package var scope: Scope
    /// Changes when versions begin anew, as after a restore from backup.
    package var epoch: String
    /// The rows that changed lie in the versions (from, to]; both are 0 for a panel, which has no version of its own.
    package var from: Int64
    package var to: Int64
    /// Replace the copy with this page and those that follow it.
    ///
    /// Unsent mutations stay.
    package var rebase: Bool
    /// Whether the copy is now complete at the head of this snapshot; until then it may lack rows that moved up.
    package var consistent: Bool
    /// The last number of this device whose effect is in the snapshot; once the copy is consistent, the optimistic rows up
    /// to it may go.
    package var ackedSeq: Int64?
    /// The last number of this device that is known to be on a second place; nil where the service has none.
    package var durableThrough: Int64?
    package var rows: [WireRow]
    package var deleted: [Tombstone]
    /// Over all rows of the scope, on a page that is consistent and of a copy without a window: 32 hexadecimal digits.
    package var checksum: String?
    /// Opaque; sent for the scope with the next pull, once this page is stored.
    package var cursor: String

    package init(
        scope: Scope, epoch: String, from: Int64, to: Int64, rebase: Bool, consistent: Bool, ackedSeq: Int64? = nil,
        durableThrough: Int64? = nil, rows: [WireRow], deleted: [Tombstone] = [], checksum: String? = nil,
        cursor: String
    ) {
        self.scope = scope
        self.epoch = epoch
        self.from = from
        self.to = to
        self.rebase = rebase
        self.consistent = consistent
        self.ackedSeq = ackedSeq
        self.durableThrough = durableThrough
        self.rows = rows
        self.deleted = deleted
        self.checksum = checksum
        self.cursor = cursor
    }
}

extension PullAnswer: JSONObjectForm {
    package init(_ field: inout JSONFields<PullAnswer>) throws(JSONProblem) {
        self.init(
            pages: try field("pages", \.pages), drops: try field("drops", \.drops), more: try field("more", \.more),
            nextPollSeconds: try field("nextPollSeconds", \.nextPollSeconds),
            serverTime: try field("serverTime", \.serverTime))
    }
}

extension ScopeDrop: JSONObjectForm {
    package init(_ field: inout JSONFields<ScopeDrop>) throws(JSONProblem) {
        self.init(
            scope: try field("scope", \.scope), reason: try field("reason", \.reason))
    }
}

extension ScopePage: JSONObjectForm {
    package init(_ field: inout JSONFields<ScopePage>) throws(JSONProblem) {
        self.init(
            scope: try field("scope", \.scope), epoch: try field("epoch", \.epoch), from: try field("from", \.from),
            to: try field("to", \.to), rebase: try field("rebase", \.rebase),
            consistent: try field("consistent", \.consistent), ackedSeq: try field("ackedSeq", \.ackedSeq),
            durableThrough: try field("durableThrough", \.durableThrough), rows: try field("rows", \.rows),
            deleted: try field("deleted", \.deleted), checksum: try field("checksum", \.checksum),
            cursor: try field("cursor", \.cursor))
    }
}
