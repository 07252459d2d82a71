import Postgres

/// What the database holds of a cohort's charts.
struct Stored {
    struct Row: Hashable {
        var member: String
        var version: Int64
        /// The text that only one mutation carries.
        var marker: String
    }

    struct Commit {
        var member: String
        var first: Int64
        var last: Int64
        var device: String?
        var firstSeq: Int64?
        /// Whether it keeps what the service found itself, such as an alert.
        var isTheServices: Bool
    }

    /// Check-ins and shoes, by id.
    var rows: [String: Row]
    /// The version of each deletion, by the row's id.
    var tombstones: [String: Int64]
    /// The version of each plan revision, by id.
    var revisions: [String: Int64]
    /// By member, in the order of their versions.
    var commits: [Commit]
    /// The version of each chart, by member.
    var charts: [String: Int64]
    private var versions: [String: [String: Int64]] = [:]

    init(_ transaction: borrowing Transaction) throws {
        rows = [:]
        for (member, id, version, marker) in try transaction.all(StoredStatements.rows) {
            rows[id] = Row(member: member, version: version, marker: marker)
            versions[member, default: [:]][id] = version
        }
        tombstones = [:]
        for (id, version) in try transaction.all(StoredStatements.tombstones) { tombstones[id] = version }
        revisions = [:]
        for (member, id, version) in try transaction.all(StoredStatements.revisions) {
            revisions[id] = version
            versions[member, default: [:]][id] = version
        }
        commits = try transaction.all(StoredStatements.commits).map { member, first, last, device, firstSeq, isOwn in
            Commit(
                member: member, first: first, last: last, device: device, firstSeq: firstSeq, isTheServices: isOwn)
        }
        charts = [:]
        for (member, version) in try transaction.all(StoredStatements.charts) { charts[member] = version }
    }

    /// The version of every row of one chart, by id.
    func versions(of member: String) -> [String: Int64] { versions[member] ?? [:] }
}

private enum StoredStatements {
    static let rows = Statement(
        """
        SELECT member_id::text, id::text, version, note FROM check_in
        UNION ALL
        SELECT member_id::text, id::text, version, label FROM shoe
        """, gives: Types(String.self, String.self, Int64.self, String.self))
    static let tombstones = Statement(
        "SELECT id::text, version FROM tombstone", gives: Types(String.self, Int64.self))
    static let revisions = Statement(
        "SELECT member_id::text, id::text, version FROM plan_revision",
        gives: Types(String.self, String.self, Int64.self))
    static let commits = Statement(
        """
        SELECT member_id::text, first_version, last_version, device_id::text, first_seq, actor_role = 'service'
        FROM commit_entry ORDER BY member_id, first_version
        """, gives: Types(String.self, Int64.self, Int64.self, String?.self, Int64?.self, Bool.self))
    static let charts = Statement("SELECT member_id::text, version FROM chart", gives: Types(String.self, Int64.self))
}
