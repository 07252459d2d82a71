import Care
import ChartSync
import GRDB

extension SyncEngine {
    /// Rows asked for in one answer.
    static let pageLimit = PullRequest.defaultLimit
    /// Answers in one pull, far above what a panel and a catalog can fill; a service that never comes to an end is stopped.
    static let maximumAnswers = 100_000

    /// The problem by which the service says that it did not make this cursor for this device.
    static let cursorInvalid = "/problems/cursor-invalid"

    /// Fetches pages until there are no more, gives up what was dropped, and repairs copies that are not equal.
    func pull(into report: inout SyncReport) async throws(SyncError) {
        try await fetchPages(into: &report)
        try await settleDrops(into: &report)
        try await repairDifferences(into: &report)
        let scopes = try stored { store throws(StoreError) in try store.scopes() }
        report.different = scopes.filter { $0.comparison == .different }.map(\.scope)
        report.proved = scopes.filter { $0.comparison == .equal && $0.isComplete }.map(\.scope)
    }

    /// Fetches pages until the service has nothing more for any scope, or for the named ones.
    func fetchPages(of named: [Scope]? = nil, into report: inout SyncReport) async throws(SyncError) {
        var settled: Set<Scope> = []
        var told: Set<Scope> = []
        for _ in 0..<Self.maximumAnswers {
            guard let plan = try pullPlan(of: named, settled: settled, told: told) else { return }
            let asked = now()
            let answer: PullAnswer
            do throws(SyncError) {
                answer = try await ask(plan, at: asked)
            } catch .cursorsRefused(let places) {
                // Sealed with a key that the service has no more, or given to us under another identity: begin anew.
                let asked = plan.question.scopes
                let refused = asked.indices.filter { places.contains($0) && asked[$0].cursor != nil }
                try changed { database in
                    // Where it does not say which, all of them.
                    for index in refused.isEmpty ? Array(asked.indices) : refused {
                        try Self.forgetCursor(of: asked[index].scope, database)
                    }
                }
                continue
            }
            let arrived = now()
            let effect = try changed { database in
                let effect = try PageStoring.store(answer, to: plan.question, at: arrived, database)
                if case .stored = effect { try Self.noteClock(answer.serverTime, asked, arrived, database) }
                return effect
            }
            switch effect {
            case .misbehaved(let what): throw .misbehaved(what)
            case .stored(let stored):
                settled.formUnion(stored.settled)
                told.formUnion(plan.question.purged)
                report.add(stored)
                report.nextPollSeconds = answer.nextPollSeconds
            }
        }
        throw .misbehaved("a pull did not end after \(Self.maximumAnswers) answers")
    }

    private static func forgetCursor(of scope: Scope, _ database: Database) throws {
        guard var state = try ScopeTable.state(of: scope, database) else { return }
        state.cursor = nil
        try ScopeTable.save(state, database)
    }

    /// Half of the way there and back is taken for the way back.
    private static func noteClock(
        _ serverTime: Instant, _ asked: Instant, _ arrived: Instant, _ database: Database
    ) throws {
        let middle = asked.milliseconds + (arrived.milliseconds - asked.milliseconds) / 2
        try DeviceTable.noteClock(
            offsetMilliseconds: middle - serverTime.milliseconds, at: arrived, database)
    }

    /// What to ask next.
    struct PullPlan {
        var question: PageStoring.Question
        var report: DeviceReport
    }

    /// What to ask next; nil when nothing is left.
    ///
    /// - Parameters:
    ///   - settled: Scopes for which the service had nothing more.
    ///   - told: Purges that it has heard of in this pull.
    private func pullPlan(
        of named: [Scope]?, settled: Set<Scope>, told: Set<Scope>
    ) throws(SyncError) -> PullPlan? {
        try stored { store throws(StoreError) in
            try store.read { database in
                let owner = try DeviceTable.owner(database)
                let offPanel = try owner.holder.role == .practitioner ? ScopeTable.chartsOffPanel(database) : []
                let open = try ScopeTable.all(database).filter { state in
                    guard !settled.contains(state.scope), state.dropReason == nil else { return false }
                    if let named { return named.contains(state.scope) }
                    // Of a practitioner's charts only those that the panel says have moved, or does not name any more.
                    if case (.practitioner, .chart) = (owner.holder, state.scope) {
                        return state.isBehind || offPanel.contains(state.scope)
                    }
                    return true
                }
                // The panel and the member's own chart before the catalog, the catalog before a practitioner's charts.
                var scopes = open.sorted { Self.rank($0.scope, owner.holder) < Self.rank($1.scope, owner.holder) }
                    .prefix(PullRequest.maximumScopes)
                    .map { ScopeRequest($0.scope, cursor: $0.cursor, since: $0.wantedSince) }
                let purged = try ScopeTable.purged(database).filter { !told.contains($0) }
                if scopes.isEmpty {
                    // A purge is told with a question, and the catalog is nobody's secret.
                    guard !purged.isEmpty, let catalog = try ScopeTable.state(of: .catalog, database) else {
                        return nil
                    }
                    scopes = [ScopeRequest(.catalog, cursor: catalog.cursor)]
                }
                return PullPlan(
                    question: PageStoring.Question(
                        device: owner.device.id, scopes: scopes,
                        purged: Array(purged.prefix(PullRequest.maximumScopes))),
                    report: try DeviceState.current(database).report)
            }
        }
    }

    private static func rank(_ scope: Scope, _ holder: Holder) -> Int {
        switch (scope, holder) {
        case (.panel, _), (.chart, .member): 0
        case (.catalog, _): 1
        case (.chart, .practitioner): 2
        }
    }

    /// Sends one question.
    ///
    /// - Throws: `.cursorsRefused` where some of its cursors are not taken; a question without cursors gets no such answer.
    func ask(_ plan: PullPlan, at instant: Instant) async throws(SyncError) -> PullAnswer {
        let request = PullRequest(
            device: plan.question.device, schema: ProtocolVersion.current, clientTime: instant,
            scopes: plan.question.scopes, limit: Self.pageLimit,
            purged: plan.question.purged.isEmpty ? nil : plan.question.purged, report: plan.report)
        let answer = try await authorised("POST", "/v1/sync/pull", try body(request))
        if answer.isSuccess { return try value(of: answer) }
        let problem = problem(of: answer)
        if problem.type == Self.cursorInvalid, plan.question.scopes.contains(where: { $0.cursor != nil }) {
            throw .cursorsRefused(at: problem.scopePlaces)
        }
        throw refusal(answer)
    }
}

extension AnsweredProblem {
    /// The places in `scopes` that the errors point at; empty where they name none.
    fileprivate var scopePlaces: [Int] {
        (errors ?? []).compactMap { error in
            let steps = error.pointer?.split(separator: "/") ?? []
            return steps.first == "scopes" && steps.count > 1 ? Int(steps[1]) : nil
        }
    }
}
