import Care
import ChartSync
import Foundation

extension Service {
    /// What a pull read, and what is to be noted before the answer leaves.
    private struct Reading {
        var pages: [ScopePage] = []
        var drops: Set<MemberID> = []
        /// Drops that were outstanding, of charts that the device may have again.
        var withdrawn: Set<MemberID> = []
    }

    /// Notes what was purged, reads everything out of one snapshot, notes what leaves, and answers.
    func pull(_ request: PullRequest, holder: Holder, on process: Process, answer: @escaping (Reply) -> Void) {
        guard request.schema == ProtocolVersion.current else { return answer(.problem(.clientTooOld)) }
        let purged = (request.purged ?? []).compactMap(\.member)
        guard !purged.isEmpty else { return read(request, holder: holder, on: process, answer: answer) }
        let transaction = database.begin(on: process.number)
        step(on: process) { [self] in
            database.commit(transaction) { state in
                for member in purged {
                    state.progress[progressKey(request.device, member)]?.holdsCopy = false
                    state.progress[progressKey(request.device, member)]?.isDropped = false
                }
            }
            read(request, holder: holder, on: process, answer: answer)
        }
    }

    private func read(
        _ request: PullRequest, holder: Holder, on process: Process, answer: @escaping (Reply) -> Void
    ) {
        step(on: process) { [self] in
            let first = database.snapshot()
            guard mutant == .twoStatementRead else {
                return note(
                    reading(request, holder: holder, rows: first, heads: first), request, first, on: process, answer)
            }
            step(on: process) { [self] in
                let second = database.snapshot()
                note(reading(request, holder: holder, rows: first, heads: second), request, second, on: process, answer)
            }
        }
    }

    private func note(
        _ reading: Reading, _ request: PullRequest, _ snapshot: Database.Snapshot, on process: Process,
        _ answer: @escaping (Reply) -> Void
    ) {
        let given = Set(reading.pages.filter { !$0.rows.isEmpty }.compactMap(\.scope.member))
        let progress = snapshot.state.progress
        let hasNews =
            given.contains { progress[progressKey(request.device, $0)]?.holdsCopy != true }
            || reading.drops.contains { progress[progressKey(request.device, $0)]?.isDropped == false }
            || !reading.withdrawn.isEmpty
        func finish() {
            step(on: process) {
                answer(
                    .pull(
                        PullAnswer(
                            pages: reading.pages,
                            drops: reading.drops.sorted().map { ScopeDrop(scope: .chart($0), reason: .accessEnded) },
                            more: reading.pages.contains { !$0.consistent }, nextPollSeconds: 60,
                            serverTime: snapshot.now)))
            }
        }
        guard hasNews else { return finish() }
        let transaction = database.begin(on: process.number)
        step(on: process) { [self] in
            database.commit(transaction) { state in
                for member in given {
                    state.progress[progressKey(request.device, member), default: .init()].holdsCopy = true
                }
                for member in reading.drops where state.progress[progressKey(request.device, member)]?.holdsCopy == true
                {
                    state.progress[progressKey(request.device, member)]?.isDropped = true
                }
                for member in reading.withdrawn {
                    state.progress[progressKey(request.device, member)]?.isDropped = false
                }
            }
            finish()
        }
    }

    private func reading(
        _ request: PullRequest, holder: Holder, rows: Database.Snapshot, heads: Database.Snapshot
    ) -> Reading {
        var reading = Reading()
        func maySee(_ member: MemberID) -> Bool {
            switch holder {
            case .member(let own): own == member
            case .practitioner(let practitioner):
                access(of: practitioner, to: member, in: rows.state, at: rows.now) == .present
            }
        }
        for wanted in request.scopes {
            switch wanted.scope {
            case .chart(let member):
                guard maySee(member), let old = rows.state.charts[member], let new = heads.state.charts[member] else {
                    reading.drops.insert(member)
                    continue
                }
                if let page = chartPage(wanted, of: member, request, rows: old, head: new, in: heads) {
                    reading.pages.append(page)
                }
            case .catalog:
                if let page = catalogPage(wanted, request, in: rows) { reading.pages.append(page) }
            case .panel:
                guard case .practitioner(let practitioner) = holder else { continue }
                if let page = panelPage(wanted, of: practitioner, request, in: rows) {
                    reading.pages.append(page)
                    for tombstone in page.deleted {
                        guard let member = MemberID(tombstone.id) else { continue }
                        let key = progressKey(request.device, member)
                        if rows.state.progress[key]?.holdsCopy == true { reading.drops.insert(member) }
                    }
                }
            }
        }
        for (key, progress) in rows.state.progress where key.device == request.device && progress.isDropped {
            if maySee(key.member) { reading.withdrawn.insert(key.member) } else { reading.drops.insert(key.member) }
        }
        if mutant == .dropNotSent { reading.drops = [] }
        return reading
    }
}

extension Scope {
    var member: MemberID? { if case .chart(let member) = self { member } else { nil } }
}
