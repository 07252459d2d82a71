package import Care

/// `POST /v1/sync/pull`: what changed since the cursor.
package struct PullRequest: Hashable, Sendable, Codable {
    package var device: DeviceID
    package var schema: Int
    /// The cursor of the last answer; absent the first time.
    package var cursor: String?
    /// 1–2,000 rows a page; 500 when absent.
    package var limit: Int?

    package init(device: DeviceID, schema: Int, cursor: String?, limit: Int? = nil) {
        self.device = device
        self.schema = schema
        self.cursor = cursor
        self.limit = limit
    }

    package static let limits = 1...2_000
    package static let defaultLimit = 500
}

/// One page of each scope that has news, and where to go on.
package struct PullAnswer: Hashable, Sendable, Codable {
    package var pages: [ScopePage]
    /// Opaque; sent with the next pull once this answer is stored.
    package var cursor: String
    /// Whether another pull should follow at once.
    package var more: Bool
    /// When to ask again if nothing else prompts it.
    package var nextPollSeconds: Int

    package init(pages: [ScopePage], cursor: String, more: Bool, nextPollSeconds: Int) {
        self.pages = pages
        self.cursor = cursor
        self.more = more
        self.nextPollSeconds = nextPollSeconds
    }
}

/// What a device may hold a copy of: `chart:<member id>` or `catalog`.
package enum Scope: Hashable, Sendable, Codable, CustomStringConvertible {
    case chart(MemberID)
    case catalog

    package var description: String {
        switch self {
        case .chart(let member): "chart:\(member)"
        case .catalog: "catalog"
        }
    }

    package init?(_ text: some StringProtocol) {
        if text == "catalog" {
            self = .catalog
        } else if text.hasPrefix("chart:"), let member = MemberID(text.dropFirst(6)) {
            self = .chart(member)
        } else {
            return nil
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let scope = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "must be catalog or chart:<member id>")
        }
        self = scope
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// The rows of one scope whose versions lie in (from, to], as one snapshot showed them.
package struct ScopePage: Hashable, Sendable, Codable {
    package var scope: Scope
    /// Changes when versions begin anew, as after a restore from backup.
    package var epoch: String
    package var from: Int64
    package var to: Int64
    /// Replace the copy: it is of another epoch.
    ///
    /// Unsent mutations stay.
    package var rebase: Bool
    /// Whether this page reached the head of its snapshot; until then the copy may lack rows that moved up.
    package var consistent: Bool
    /// The last number of this device whose effect is in the snapshot; once the copy is consistent, the optimistic rows up
    /// to it may go.
    package var ackedSeq: Int64?
    package var rows: [WireRow]
    package var deleted: [Tombstone]
    /// Over all rows of the scope, on the page that is consistent: 32 hexadecimal digits.
    package var checksum: String?

    package init(
        scope: Scope, epoch: String, from: Int64, to: Int64, rebase: Bool, consistent: Bool, ackedSeq: Int64?,
        rows: [WireRow], deleted: [Tombstone], checksum: String?
    ) {
        self.scope = scope
        self.epoch = epoch
        self.from = from
        self.to = to
        self.rebase = rebase
        self.consistent = consistent
        self.ackedSeq = ackedSeq
        self.rows = rows
        self.deleted = deleted
        self.checksum = checksum
    }
}
