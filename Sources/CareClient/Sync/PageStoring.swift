import Care
import ChartSync
import GRDB
import StrictJSON

/// Stores the pages of one answer, each with its cursor, and what the answer says of drops; or nothing of it.
///
/// A page whose scope has moved on since the question was asked is passed over: another process has stored the same or more.
enum PageStoring {
    /// What was asked.
    struct Question {
        var device: DeviceID
        var scopes: [ScopeRequest]
        var purged: [Scope]
    }

    enum Effect {
        case stored(Stored)
        case misbehaved(String)
    }

    struct Stored {
        var rows = 0
        var deleted = 0
        var rebased: [Scope] = []
        var requeued = 0
        var dropped: [ScopeDrop] = []
        /// The scopes for which the service had nothing more at this snapshot.
        var settled: Set<Scope> = []
    }

    static func store(
        _ answer: PullAnswer, to question: Question, at instant: Instant, _ database: Database
    ) throws -> Effect {
        let asked = Dictionary(question.scopes.map { ($0.scope, $0) }) { first, _ in first }
        var stored = Stored()
        guard try DeviceTable.owner(database).device.id == question.device else { return .stored(stored) }
        // Everything is looked at before anything is changed.
        for page in answer.pages {
            guard let request = asked[page.scope] else {
                return .misbehaved("a page of a scope that was not asked for")
            }
            if let objection = try objection(to: page, askedBy: request, database) { return .misbehaved(objection) }
        }
        if answer.more, answer.pages.isEmpty { return .misbehaved("it says that there is more, and does not go on") }
        for page in answer.pages {
            guard let request = asked[page.scope], let state = try ScopeTable.state(of: page.scope, database),
                state.cursor == request.cursor
            else { continue }
            try store(page, askedBy: request, over: state, at: instant, into: &stored, database)
        }
        try settle(question, answer, &stored, database)
        try noteDrops(answer.drops, confirming: question.purged, at: instant, into: &stored, database)
        return .stored(stored)
    }

    private static func objection(
        to page: ScopePage, askedBy request: ScopeRequest, _ database: Database
    ) throws -> String? {
        guard 0 <= page.from, page.from <= page.to else { return "a page that ends before it begins" }
        if page.scope != .panel {
            guard page.rows.allSatisfy({ $0.version <= page.to }) else { return "a row from after its page" }
        }
        if page.cursor == request.cursor, !page.consistent { return "a page that does not go on" }
        guard let state = try ScopeTable.state(of: page.scope, database), state.cursor == request.cursor,
            request.cursor != nil, !page.rebase
        else { return nil }
        guard state.epoch == page.epoch else { return "a page of another epoch that does not replace the copy" }
        guard page.from <= state.version else { return "a page that leaves versions out" }
        return nil
    }

    private static func store(
        _ page: ScopePage, askedBy request: ScopeRequest, over before: ScopeState, at instant: Instant,
        into stored: inout Stored, _ database: Database
    ) throws {
        let scope = page.scope
        var state = before
        // Without a cursor the service begins anew, whether it says so or not.
        if page.rebase || request.cursor == nil {
            try RowTable.deleteAll(in: scope, database)
            // Until the copy is whole again, what the service has of ours may lie in a page to come: show our own.
            state.ackedSeq = 0
            let isAnotherLife = !before.epoch.isEmpty && before.epoch != page.epoch
            if isAnotherLife {
                stored.rebased.append(scope)
                state.durableThrough = nil
            }
            if case .chart(let chart) = scope,
                // A copy that was away for a while does not know in which life it was here before; its work does.
                try isAnotherLife || OutboxTable.hasAcknowledged(chart, notIn: page.epoch, database)
            {
                stored.requeued += try takeUpAgain(chart, in: page.epoch, above: page.ackedSeq ?? 0, database)
            }
        }
        state.epoch = page.epoch
        state.version = page.to
        state.isComplete = page.consistent
        state.cursor = page.cursor
        state.since = request.since
        for row in page.rows { try RowTable.save(row, in: scope, database) }
        for tombstone in page.deleted { try RowTable.delete(tombstone, in: scope, database) }
        stored.rows += page.rows.count
        stored.deleted += page.deleted.count
        state.durableThrough = page.durableThrough ?? state.durableThrough
        if page.consistent {
            stored.settled.insert(scope)
            state.heardVersion = page.to
            state.heardEpoch = page.epoch
            if let ackedSeq = page.ackedSeq { state.ackedSeq = ackedSeq }
        }
        try compare(page, with: &state, at: instant, database)
        try ScopeTable.save(state, database)
        if scope == .panel { stored.requeued += try hearOfCharts(page.rows, database) }
        if case .chart(let chart) = scope, page.consistent {
            try OutboxTable.forget(
                chart, ackedSeq: state.ackedSeq, durableThrough: state.durableThrough, database)
        }
    }

    /// After a restore: what is kept of ours goes again, above `seq` on the versions of the new time.
    ///
    /// Up to it the service has something of ours, and says of a repeat whether it is the same. A batch without an answer
    /// stays as it is if the service has it; otherwise its bases are of a time that is gone.
    private static func takeUpAgain(
        _ chart: MemberID, in epoch: String, above seq: Int64, _ database: Database
    ) throws -> Int {
        if let batch = try BatchTable.unanswered(chart, database), batch.firstSeq > seq {
            try BatchTable.dissolve(batch, database)
        }
        let count = try OutboxTable.requeue(chart, in: epoch, above: seq, database)
        try OutboxTable.clearBases(chart, above: seq, database)
        return count
    }

    /// A panel's rows say which charts there are, and how far each has come.
    ///
    /// - Returns: How many mutations are to be sent again.
    private static func hearOfCharts(_ rows: [WireRow], _ database: Database) throws -> Int {
        var requeued = 0
        let copiesAll = try DeviceTable.current(database)?.copiesPanel ?? false
        let acknowledged = Set(try OutboxTable.chartsAcknowledged(database))
        for row in rows where row.kind == PanelChart.kind {
            guard let member = MemberID(row.id) else { continue }
            if copiesAll { try ScopeTable.want(.chart(member), database) }
            let epoch = row.body["epoch"]?.stringValue
            try ScopeTable.hear(.chart(member), version: row.version, epoch: epoch, database)
            guard let epoch, acknowledged.contains(member), try ScopeTable.state(of: .chart(member), database) == nil
            else { continue }
            // No page will say of a chart that is not copied that a restore has taken what was acknowledged.
            requeued += try OutboxTable.requeue(member, in: epoch, above: .max, database)
        }
        return requeued
    }

    /// Where there was no page and there is no more, the copies are at the head of this snapshot.
    private static func settle(
        _ question: Question, _ answer: PullAnswer, _ stored: inout Stored, _ database: Database
    ) throws {
        guard !answer.more else { return }
        let answered = Set(answer.pages.map(\.scope))
        for request in question.scopes {
            stored.settled.insert(request.scope)
            guard !answered.contains(request.scope), var state = try ScopeTable.state(of: request.scope, database),
                state.cursor == request.cursor, state.cursor != nil
            else { continue }
            let before = state
            state.since = request.since
            state.heardVersion = state.version
            state.heardEpoch = state.epoch
            if state != before { try ScopeTable.save(state, database) }
        }
    }

    private static func noteDrops(
        _ drops: [ScopeDrop], confirming purged: [Scope], at instant: Instant, into stored: inout Stored,
        _ database: Database
    ) throws {
        let outstanding = Set(drops.map(\.scope))
        for scope in purged where !outstanding.contains(scope) { try ScopeTable.confirmPurge(scope, database) }
        for var state in try ScopeTable.all(database) {
            let reason = drops.first { $0.scope == state.scope }?.reason
            guard reason != state.dropReason else { continue }
            // Nil when access came back before the copy was given up.
            state.dropReason = reason
            try ScopeTable.save(state, database)
            if let reason { stored.dropped.append(ScopeDrop(scope: state.scope, reason: reason)) }
        }
        for drop in drops where try ScopeTable.state(of: drop.scope, database) == nil {
            try ScopeTable.notePurge(drop.scope, at: instant, database)
        }
    }

    /// Proves the copy equal on the page that completes it, from the rows as they are stored.
    private static func compare(
        _ page: ScopePage, with state: inout ScopeState, at instant: Instant, _ database: Database
    ) throws {
        guard page.consistent, state.since == nil, let checksum = page.checksum else {
            // What was found different stays so until it is shown to be equal.
            if state.comparison == .equal || page.rebase { state.comparison = .unchecked }
            return
        }
        state.prove(ChartChecksum(of: try RowTable.all(page.scope, database)), against: checksum, at: instant)
    }
}

extension ScopeState {
    /// Notes whether the sum over the copy's rows is the service's.
    mutating func prove(_ sum: ChartChecksum, against checksum: String, at instant: Instant) {
        self.checksum = checksum
        note(isEqual: sum == ChartChecksum(checksum), at: instant)
    }

    mutating func note(isEqual: Bool, at instant: Instant) {
        comparison = isEqual ? .equal : .different
        checkedAt = instant
        if isEqual { repairs = 0 }
    }
}
