import Care
import CareMessages
import ChartSync
import Postgres
import StrictJSON

/// Compares what devices were told with what the database holds, from the outside.
struct Judgement {
    private let stored: Stored
    private let handsets: [Handset]
    private let revisions: [RowID: (member: MemberID, version: Int64)]
    private(set) var findings: [Finding] = []

    /// Everything that is wrong after these devices and this PT have worked and nothing waits any more.
    static func findings(
        in practice: Practice, _ cohort: Cohort, _ handsets: [Handset], _ prescriber: Prescriber? = nil
    ) async throws -> [Finding] {
        let stored = try await practice.withDatabase { database in
            // One snapshot: the service may be writing an alert to a chart that nobody else writes to any more.
            try await database.transaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true)) {
                try Stored($0)
            }
        }
        var judgement = Judgement(
            stored: stored, handsets: handsets, revisions: prescriber?.notes.revisions ?? [:])
        judgement.judgeRows()
        judgement.judgeRevisions()
        judgement.judgeVersions()
        judgement.judgeNumbers()
        judgement.judgeCopies()
        for handset in handsets {
            judgement.findings += handset.notes.contradictions.map { Finding(.contradiction, $0) }
        }
        judgement.findings += (prescriber?.notes.contradictions ?? []).map { Finding(.contradiction, $0) }
        try await judgement.judgeChains(of: cohort, in: practice)
        return judgement.findings
    }

    private init(
        stored: Stored, handsets: [Handset], revisions: [RowID: (member: MemberID, version: Int64)]
    ) {
        self.stored = stored
        self.handsets = handsets
        self.revisions = revisions
    }

    private mutating func find(_ kind: Finding.Kind, _ what: String) { findings.append(Finding(kind, what)) }

    /// Each row stands as its last acknowledged mutation left it, and each marker is in one place.
    private mutating func judgeRows() {
        var known: Set<String> = []
        for handset in handsets {
            let notes = handset.notes
            for (row, expected) in notes.rows {
                known.insert(row.description)
                let name = "\(handset.name) \(expected.seq)"
                guard let told = notes.told[expected.seq] else {
                    find(.contradiction, "\(name) was never answered")
                    continue
                }
                let found = stored.rows[row.description]
                let tombstone = stored.tombstones[row.description]
                if let marker = expected.marker {
                    if found != Stored.Row(member: "\(handset.member)", version: told.version, marker: marker) {
                        find(.lost, "\(name), version \(told.version), which is \(String(describing: found))")
                    }
                } else if found != nil || tombstone != told.version {
                    find(.lost, "\(name), a deletion: \(String(describing: found)), \(String(describing: tombstone))")
                }
            }
        }
        for (id, row) in stored.rows where !known.contains(id) {
            find(.phantom, "row \(id) says '\(row.marker)'")
        }
        for (marker, rows) in Dictionary(grouping: stored.rows, by: \.value.marker) where rows.count > 1 {
            find(.doubled, "'\(marker)' is in \(rows.count) rows")
        }
    }

    private mutating func judgeRevisions() {
        for (row, told) in revisions where stored.revisions[row.description] != told.version {
            find(.lost, "revision \(row) of \(told.member), version \(told.version)")
        }
        for row in stored.revisions.keys where !revisions.keys.contains(where: { $0.description == row }) {
            find(.phantom, "revision \(row)")
        }
    }

    /// Each acknowledged mutation is one version of its chart, and there are no others.
    private mutating func judgeVersions() {
        for (member, version) in stored.charts {
            var next: Int64 = 1
            for commit in stored.commits where commit.member == member {
                if commit.first != next { find(.gap, "chart \(member): \(commit.first) comes after \(next - 1)") }
                next = commit.last + 1
            }
            if version != next - 1 { find(.gap, "chart \(member) is at \(version), its ledger at \(next - 1)") }
            let told = handsets.filter { "\($0.member)" == member }.flatMap { $0.notes.told.values.map(\.version) }
            let acknowledged = told + revisions.values.filter { "\($0.member)" == member }.map(\.version)
            for (version, times) in Dictionary(grouping: acknowledged, by: \.self) where times.count > 1 {
                find(.doubled, "chart \(member): \(times.count) mutations were told version \(version)")
            }
            // What the service found itself, nobody sent.
            let found = stored.commits.filter { $0.member == member && $0.isTheServices }
                .reduce(0) { $0 + $1.last - $1.first + 1 }
            let version = version - found
            if version > acknowledged.count {
                find(.doubled, "chart \(member) has \(version) versions of \(acknowledged.count) mutations")
            } else if version < acknowledged.count {
                find(.lost, "chart \(member) has \(version) versions of \(acknowledged.count) mutations")
            }
        }
    }

    /// The ledger names each number of a device once, in order.
    private mutating func judgeNumbers() {
        for handset in handsets {
            var next: Int64 = 1
            for commit in stored.commits where commit.device == "\(handset.device.id)" {
                if commit.firstSeq != next {
                    find(.gap, "\(handset.name): \(commit.firstSeq ?? 0) comes after \(next - 1)")
                }
                next = (commit.firstSeq ?? 0) + commit.last - commit.first + 1
            }
            let last = handset.notes.lastSeq
            if next - 1 != last { find(.lost, "\(handset.name): recorded up to \(last), kept up to \(next - 1)") }
        }
    }

    /// What a device holds is what the database holds of its chart.
    private mutating func judgeCopies() {
        for handset in handsets where handset.notes.contradictions.isEmpty {
            let copy = handset.held
            findings += copy.contradictions.map { Finding(.differs, "\(handset.name): \($0)") }
            if copy.rebaseCount > 1 { find(.differs, "\(handset.name) began anew \(copy.rebaseCount - 1) times") }
            for delivery in copy.repeated { find(.differs, "\(handset.name) was given \(delivery) twice") }
            // The service may find an alert after a device has asked for the last time.
            let versions = copy.rows.filter { $0.value.kind != RowKind.alert.rawValue }.mapValues(\.version)
            let expected = stored.versions(of: "\(handset.member)")
            guard versions != expected else { continue }
            let missing = expected.filter { versions[$0.key] != $0.value }
            let surplus = versions.filter { expected[$0.key] == nil }
            find(.differs, "\(handset.name) lacks \(missing), and has besides \(surplus)")
        }
    }

    private mutating func judgeChains(of cohort: Cohort, in practice: Practice) async throws {
        for chart in cohort.charts {
            let endpoint = practice.endpoint
            let request = HTTPMessage.request(
                "GET", "/v1/members/\(chart.member)/history", token: cohort.practitionersDevice.token)
            let answer = try await onOwnThread { HTTPConversation(with: endpoint).answer(to: request) }
            guard let answer, answer.status == 200 else {
                find(.brokenChain, "chart \(chart.member) shows no history: \(answer?.startLine ?? "no answer")")
                continue
            }
            var limits = JSONLimits()
            (limits.bodyBytes, limits.elementCount) = (256 << 20, 10_000_000)
            let history = try JSONReader.read(answer.body, limits: limits)
                .decode(History.self, unknownFields: .ignore)
            if !history.verification.holds {
                find(.brokenChain, "chart \(chart.member): \(history.verification.faults)")
            }
        }
    }
}
