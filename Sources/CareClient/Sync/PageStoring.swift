import Care
import ChartSync
import GRDB

/// Stores the pages of one answer together with their cursors, or nothing.
enum PageStoring {
    enum Effect {
        case stored(Stored)
        /// A cursor has moved since the question was asked.
        case overtaken
        case misbehaved(String)
    }

    struct Stored {
        var rows = 0
        var deleted = 0
        var rebased: [Scope] = []
        var requeued = 0
    }

    static func store(
        _ answer: PullAnswer, askedWith cursors: [Scope: String], for scopes: [Scope], by device: DeviceID,
        at instant: Instant,
        _ database: Database
    ) throws -> Effect {
        let enrolled = try DeviceTable.enrolled(database)
        guard try ScopeTable.cursors(of: scopes, database) == cursors, enrolled.device == device else {
            return .overtaken
        }
        // Everything is looked at before anything is changed.
        for page in answer.pages {
            if let objection = try objection(to: page, of: enrolled.member, database) { return .misbehaved(objection) }
        }
        if answer.more, answer.pages.allSatisfy({ $0.cursor == cursors[$0.scope] }) {
            return .misbehaved("it says that there is more, and does not go on")
        }
        var stored = Stored()
        for page in answer.pages { try store(page, at: instant, into: &stored, database) }
        return .stored(stored)
    }

    private static func objection(
        to page: ScopePage, of member: MemberID, _ database: Database
    ) throws -> String? {
        guard page.scope == .catalog || page.scope == .chart(member) else { return "a page of another chart" }
        guard 0 <= page.from, page.from <= page.to else { return "a page that ends before it begins" }
        guard page.rows.allSatisfy({ $0.version <= page.to }) else { return "a row from after its page" }
        if page.rebase { return nil }
        guard let state = try ScopeTable.state(of: page.scope, database), state.epoch == page.epoch else {
            return "a page of another epoch that does not replace the copy"
        }
        guard page.from <= state.version else { return "a page that leaves versions out" }
        return nil
    }

    private static func store(
        _ page: ScopePage, at instant: Instant, into stored: inout Stored, _ database: Database
    ) throws {
        let before = try ScopeTable.state(of: page.scope, database)
        var state =
            before
            ?? ScopeState(
                scope: page.scope, epoch: page.epoch, version: 0, isComplete: false, ackedSeq: 0, checksum: nil,
                comparison: .unchecked, checkedAt: nil, repairs: 0, cursor: nil)
        if page.rebase {
            try RowTable.deleteAll(in: page.scope, database)
            // Until the copy is whole again, what the service has of ours may lie in a page to come: show our own.
            state.ackedSeq = min(state.ackedSeq, page.ackedSeq ?? 0)
            if let before, before.epoch != page.epoch {
                stored.rebased.append(page.scope)
                if page.scope != .catalog {
                    stored.requeued += try OutboxTable.requeue(above: page.ackedSeq ?? 0, database)
                    try OutboxTable.clearBases(database)
                }
            }
        }
        state.epoch = page.epoch
        state.version = page.to
        state.isComplete = page.consistent
        state.cursor = page.cursor
        // The scope's row first: the rows refer to it.
        try ScopeTable.save(state, database)
        for row in page.rows { try RowTable.save(row, in: page.scope, database) }
        for tombstone in page.deleted { try RowTable.delete(tombstone, in: page.scope, database) }
        stored.rows += page.rows.count
        stored.deleted += page.deleted.count
        if page.consistent, let ackedSeq = page.ackedSeq { state.ackedSeq = ackedSeq }
        try compare(page, with: &state, at: instant, database)
        try ScopeTable.save(state, database)
    }

    /// Proves the copy equal on the page that completes it, from the rows as they are stored.
    private static func compare(
        _ page: ScopePage, with state: inout ScopeState, at instant: Instant, _ database: Database
    ) throws {
        guard page.consistent, let checksum = page.checksum else {
            state.comparison = .unchecked
            return
        }
        let isEqual = ChartChecksum(of: try RowTable.all(page.scope, database)) == ChartChecksum(checksum)
        state.checksum = checksum
        state.comparison = isEqual ? .equal : .different
        state.checkedAt = instant
        if isEqual { state.repairs = 0 }
    }
}
