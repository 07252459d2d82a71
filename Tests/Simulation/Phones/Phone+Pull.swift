import Care
import ChartSync
import StrictJSON

extension Phone {
    /// The charts whose copies have fallen behind, or must be given up.
    func chartsToPull() -> [MemberID] {
        var wanted = wantsPull
        switch holder {
        case .member(let member): wanted.insert(member)
        case .practitioner:
            for (member, row) in disk.panel.charts {
                let copy = copy(member)
                let isOther = copy.epoch != row.body["epoch"]?.stringValue && mutant != .panelEpochIgnored
                if isOther || copy.version < row.version || !copy.isConsistent { wanted.insert(member) }
            }
            // A copy that the panel does not open any more: asking for it says whether it must go.
            if disk.panel.isConsistent {
                for (member, copy) in disk.charts where copy.epoch != nil && disk.panel.charts[member] == nil {
                    wanted.insert(member)
                }
            }
        }
        return wanted.subtracting(disk.drops).sorted()
    }

    func nextPull() -> Request {
        var scopes: [ScopeRequest] = []
        if case .practitioner = holder { scopes.append(ScopeRequest(.panel, cursor: disk.panel.cursor)) }
        for member in chartsToPull() {
            let copy = copy(member)
            scopes.append(ScopeRequest(.chart(member), cursor: copy.cursor, since: copy.since))
        }
        scopes.append(ScopeRequest(.catalog, cursor: disk.catalog.cursor))
        return .pull(
            PullRequest(
                device: disk.device, schema: disk.schema, clientTime: now, scopes: scopes, limit: pageLimit,
                purged: disk.purged.sorted().map { .chart($0) }))
    }

    func store(_ answer: PullAnswer, sentAt: Int64, request: PullRequest?) {
        for scope in request?.purged ?? [] {
            if let member = scope.member { disk.purged.remove(member) }
        }
        for scope in request?.scopes ?? [] {
            if let member = scope.scope.member { wantsPull.remove(member) }
        }
        let drops = Set(answer.drops.compactMap(\.scope.member))
        for member in drops.subtracting(disk.drops).sorted() {
            world.note(.dropped(number, member))
            // A restore may have taken what was acknowledged, and after the purge nobody has it any more.
            if mutant != .purgesUnasked { disk.charts[member]?.askBeforePurge() }
            noteNumbers(of: member)
        }
        disk.drops = drops
        for page in answer.pages {
            world.note(.stored(number, request?.device ?? disk.device, page, sentAt: sentAt))
            switch page.scope {
            case .chart(let member): store(page, of: member)
            case .panel: storePanel(page)
            case .catalog: storeCatalog(page)
            }
        }
    }

    private func storePanel(_ page: ScopePage) {
        if page.rebase { disk.panel = .init() }
        for row in page.rows {
            guard let member = MemberID(row.id) else { continue }
            disk.panel.charts[member] = row
            // What was refused while there was no access is sent now.
            disk.charts[member, default: ChartCopy()].isRefused = false
        }
        for tombstone in page.deleted {
            if let member = MemberID(tombstone.id) { disk.panel.charts[member] = nil }
        }
        disk.panel.cursor = page.cursor
        disk.panel.isConsistent = page.consistent
    }

    private func storeCatalog(_ page: ScopePage) {
        if page.rebase { disk.catalog = .init() }
        for row in page.rows {
            if let old = disk.catalog.rows[row.id] { disk.catalog.checksum.remove(old) }
            disk.catalog.rows[row.id] = row
            disk.catalog.checksum.add(row)
        }
        disk.catalog.cursor = page.cursor
        disk.catalog.isConsistent = page.consistent
    }

    private func store(_ page: ScopePage, of member: MemberID) {
        guard mutant != .cursorBeforeRows else {
            disk.charts[member, default: .init()].cursor = page.cursor
            disk.charts[member, default: .init()].version = page.to
            return later(world.dice.milliseconds(1...2_000)) { [self] in storeRows(of: page, of: member) }
        }
        storeRows(of: page, of: member)
    }

    private func storeRows(of page: ScopePage, of member: MemberID) {
        var copy = copy(member)
        if page.rebase {
            copy.removeAllRows()
            if mutant == .rebaseLosesUnsent { copy.outbox = [] }
        }
        for row in page.rows { copy.store(row) }
        if mutant != .ignoresTombstones { for tombstone in page.deleted { copy.remove(tombstone.id) } }
        copy.durable = page.durableThrough
        copy.handsOver = false
        copy.epoch = page.epoch
        copy.version = page.to
        copy.cursor = page.cursor
        copy.isConsistent = page.consistent
        copy.isWindowed = page.checksum == nil
        let acked = page.ackedSeq ?? 0
        if mutant == .trustsLastNumber, copy.outbox.contains(where: { $0.outcome != nil && $0.epoch != page.epoch }) {
            copy.frozen = nil
            copy.sendAgain(after: acked)
            for index in copy.outbox.indices where copy.outbox[index].outcome != nil {
                copy.outbox[index].epoch = page.epoch
            }
        }
        copy.sendAgain(in: page.epoch, after: acked)
        for index in copy.outbox.indices {
            let entry = copy.outbox[index]
            if page.consistent, entry.outcome != nil, entry.mutation.seq <= acked {
                copy.outbox[index].isLaidOver = false
            }
        }
        copy.forget()
        disk.charts[member] = copy
        noteNumbers(of: member)
        guard page.consistent else { return }
        world.note(.checkpoint(look(at: copy, of: member, given: page.checksum)))
        if let given = page.checksum, given != copy.checksum.description, mutant != .checksumNeverCompared {
            mismatch(member)
        } else if isRepairing == nil {
            repairAttempts[member] = nil
        }
    }

    /// What the device's owner sees of a chart.
    func look(at copy: ChartCopy, of member: MemberID, given: String? = nil) -> History.Checkpoint {
        History.Checkpoint(
            phone: number, chart: member, epoch: copy.epoch ?? "", version: copy.version, rows: copy.rows,
            isWindowed: copy.isWindowed, checksum: copy.checksum, given: given,
            laidOver: Set(copy.outbox.filter(\.isLaidOver).map(\.tag)))
    }

    /// Gives up what must be given up, once everything that was recorded for it is sent.
    func purgeWhatIsDropped() {
        for member in disk.drops.sorted() {
            if mutant == .purgesBeforePush { disk.charts[member]?.outbox = [] }
            let copy = copy(member)
            guard copy.unsent.isEmpty || copy.isRefused else { continue }
            if mutant == .purgesWhatIsOnOnePlace { disk.charts[member]?.durable = nil }
            if mutant != .keepsDroppedCopy { disk.charts[member]?.purge() }
            noteNumbers(of: member)
            disk.drops.remove(member)
            disk.purged.insert(member)
            world.note(.purged(number, member))
        }
    }
}
