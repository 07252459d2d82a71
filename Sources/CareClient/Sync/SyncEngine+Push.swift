import Care
import CareMessages
import ChartSync
import GRDB
import StrictJSON

extension SyncEngine {
    /// Charts in a row that get no answer before the others are left for another time.
    private static let maximumUnanswered = 3

    /// Sends the outbox, chart by chart, until nothing waits; what goes wrong with one chart does not hold up the others.
    func push(into report: inout SyncReport) async throws(SyncError) {
        var first = try await finishNewIdentity(&report)
        try await askAfterHandedOver(into: &report)
        let charts = try stored { store throws(StoreError) in try store.read(OutboxTable.chartsWaiting) }
        var unanswered = 0
        for chart in charts {
            do throws(SyncError) {
                try await push(chart, into: &report)
                unanswered = 0
            } catch {
                switch error {
                case .refused, .misbehaved, .cursorsRefused: break
                case .busy, .noAnswer:
                    unanswered += 1
                    // Nobody is there, or the service as a whole is in trouble.
                    if case .noAnswer(let failure) = error, failure.nothingWasSent { throw error }
                    if unanswered >= Self.maximumUnanswered { throw first ?? error }
                case .signedOut, .revoked, .store: throw error
                }
                first = first ?? error
            }
        }
        if let first { throw first }
    }

    /// Sends what waits for one chart, batch by batch.
    func push(_ chart: MemberID, into report: inout SyncReport) async throws(SyncError) {
        var limit = PushRequest.maximumMutations
        var hasRequeued = false
        // Each turn settles a batch or makes one smaller, except the two repairs, which happen once.
        while let batch = try nextBatch(of: chart, limit: limit) {
            let answer = try await authorised("POST", "/v1/sync/push", batch.request)
            if answer.status == 413, batch.lastSeq > batch.firstSeq {
                try changed { try BatchTable.dissolve(batch, $0) }
                limit = max(1, Int(batch.lastSeq - batch.firstSeq + 1) / 2)
                continue
            }
            guard answer.isSuccess else {
                let refusal = refusal(answer)
                try dissolve(batch, because: refusal)
                throw refusal
            }
            let slice = try slice(of: answer, for: chart)
            switch slice.problem {
            case nil:
                try settle(batch, slice, &report)
                try await meet(slice.epoch, of: chart, &report)
            case .notFound:
                try dissolve(batch, because: Self.noSuchChart)
                report.requeued += try changed { try Self.keepForAnotherLife(chart, $0) }
                throw Self.noSuchChart
            case .sequenceGap:
                let canRequeue = try stored { store throws(StoreError) in
                    try store.read { try OutboxTable.firstKeptSeq(chart, $0) ?? .max } <= slice.lastSeq + 1
                }
                if canRequeue, slice.lastSeq + 1 < batch.firstSeq, !hasRequeued {
                    // The service was restored from a backup that lacks our last mutations: they go again.
                    hasRequeued = true
                    try changed { try BatchTable.dissolve(batch, $0) }
                    // First the copy of the new time, which says what our changes are now based on.
                    try await fetchPages(of: [.chart(chart)], into: &report)
                    report.requeued += try changed {
                        try OutboxTable.requeue(chart, in: slice.epoch, above: slice.lastSeq, $0)
                    }
                } else {
                    try await takeNewIdentity(&report)
                }
            case .deviceForked:
                // What was acknowledged before a restore is no more safe there than what was not sent.
                try await meet(slice.epoch, of: chart, &report)
                try await takeNewIdentity(&report)
            }
        }
    }

    /// Fetches the copy of the new time where an answer was the first to say that there is one.
    private func meet(_ epoch: String?, of chart: MemberID, _ report: inout SyncReport) async throws(SyncError) {
        let state = try stored { store throws(StoreError) in
            try store.read { try ScopeTable.state(of: .chart(chart), $0) }
        }
        guard let epoch, let state, !state.epoch.isEmpty, state.epoch != epoch, state.dropReason == nil else { return }
        try await fetchPages(of: [.chart(chart)], into: &report)
    }

    /// Sends the last answered batch again, byte for byte.
    ///
    /// - Returns: Nil when there is none.
    package func repeatLastBatch() async throws(SyncError) -> RepeatReport? {
        try await alone { () async throws(SyncError) in
            let batch = try stored { store throws(StoreError) in try store.read(BatchTable.lastAnswered) }
            guard let batch else { return nil }
            let answer = try await authorised("POST", "/v1/sync/push", batch.request)
            guard answer.isSuccess else { throw refusal(answer) }
            let slice = try slice(of: answer, for: batch.chart)
            if let problem = slice.problem {
                throw .refused(status: answer.status, problem: problem.rawValue, detail: nil)
            }
            let first = try stored { store throws(StoreError) in
                try store.read {
                    try OutboxTable.entries(batch.chart, from: batch.firstSeq, through: batch.lastSeq, $0)
                        .compactMap(\.outcome)
                }
            }
            // What is durable was forgotten, and has nothing to be compared with.
            let again = slice.outcomes.filter { outcome in first.contains { $0.seq == outcome.seq } }
            guard slice.outcomes.map(\.seq) == Array(batch.firstSeq...batch.lastSeq) else {
                throw .misbehaved("the outcomes are not those of the mutations sent")
            }
            return RepeatReport(lines: zip(first, again).map { RepeatReport.Line(first: $0, again: $1) })
        }
    }

    func slice(of answer: ServiceAnswer, for chart: MemberID) throws(SyncError) -> SliceAnswer {
        let push: PushAnswer = try value(of: answer)
        guard push.charts.count == 1, let slice = push.charts.first, slice.chart == chart else {
            throw .misbehaved("one chart was sent, and another or \(push.charts.count) were answered")
        }
        return slice
    }

    /// The batch without an answer, or a new one out of what waits.
    private func nextBatch(of chart: MemberID, limit: Int) throws(SyncError) -> Batch? {
        let instant = now()
        let uptime = uptimeMilliseconds()
        return try changed { database in
            if let batch = try BatchTable.unanswered(chart, database) { return batch }
            return try BatchFreezing.freeze(
                chart, limit: limit, at: instant, uptimeMilliseconds: uptime, database)
        }
    }

    /// After a definite no: nothing of the batch was recorded, and it may be made anew.
    private func dissolve(_ batch: Batch, because refusal: SyncError) throws(SyncError) {
        try changed { database in
            try BatchTable.dissolve(batch, database)
            try ChartTable.setRefusal(refusal.description, of: batch.chart, database)
        }
    }

    private func settle(_ batch: Batch, _ slice: SliceAnswer, _ report: inout SyncReport) throws(SyncError) {
        guard slice.outcomes.map(\.seq) == Array(batch.firstSeq...batch.lastSeq), slice.lastSeq >= batch.lastSeq else {
            throw .misbehaved("the outcomes are not those of the mutations sent")
        }
        let instant = now()
        var requeued = 0
        let isFirst = try changed { database in
            guard try BatchTable.answer(batch, at: instant, database) else { return false }
            for outcome in slice.outcomes {
                try OutboxTable.acknowledge(outcome, of: batch.chart, in: slice.epoch, database)
            }
            // Acknowledged in another life of the database, of which this answer is the first to tell.
            requeued = try OutboxTable.requeue(batch.chart, in: slice.epoch, above: slice.lastSeq, database)
            try ChartTable.setRefusal(nil, of: batch.chart, database)
            let scope = Scope.chart(batch.chart)
            try ScopeTable.hear(scope, version: slice.outcomes.map(\.version).max() ?? 0, database)
            try Self.noteDurable(slice, database)
            return true
        }
        if isFirst { report.outcomes += slice.outcomes }
        report.requeued += requeued
    }
}
