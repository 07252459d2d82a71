import Care
import ChartSync

extension Phone {
    /// What was recorded and not answered: what was sent before as it was, or the next batch, frozen.
    func nextPush() -> Request? {
        var slices: [PushRequest.Slice] = []
        var schema: Int?
        for member in disk.charts.keys.sorted() {
            guard var copy = disk.charts[member], let first = copy.unsent.first else { continue }
            // What was refused is tried again now and then: access may have come back.
            if copy.isRefused, !world.dice.oneIn(8) { continue }
            if copy.frozen == nil || mutant == .batchGrowsOnRetry {
                // Numbers follow one another: what was sent again by itself may lie between.
                let batch = zip(copy.unsent, first.mutation.seq...).prefix { entry, seq in
                    entry.schema == first.schema && entry.mutation.seq == seq
                }
                copy.frozen = first.mutation.seq...(first.mutation.seq + Int64(min(batch.count, batchLimit)) - 1)
            }
            guard let frozen = copy.frozen, schema == nil || schema == first.schema else { continue }
            schema = first.schema
            disk.charts[member] = copy
            let mutations = copy.outbox.filter { frozen.contains($0.mutation.seq) }.map(\.mutation)
            slices.append(.init(chart: member, mutations: mutations))
        }
        guard let schema, !slices.isEmpty else { return nil }
        for slice in slices { world.note(.sent(number, disk.device, slice, schema: schema)) }
        return .push(PushRequest(device: disk.device, schema: schema, clientTime: now, charts: slices))
    }

    func take(_ answer: PushAnswer, to request: PushRequest, sentAt: Int64) {
        for (slice, sent) in zip(answer.charts, request.charts) {
            let from = sent.mutations.first?.seq ?? 0
            world.note(.answered(number, request.device, slice, from: from, sentAt: sentAt))
            guard request.device == disk.device, var copy = disk.charts[slice.chart] else { continue }
            copy.isRefused = slice.problem == .notFound
            switch slice.problem {
            case .deviceForked?:
                if let epoch = slice.epoch, mutant != .trustsLastNumber {
                    copy.sendAgain(in: epoch, after: slice.lastSeq)
                    disk.charts[slice.chart] = copy
                }
                return takeNewIdentity()
            case .sequenceGap?:
                copy.frozen = nil
                if let epoch = slice.epoch, mutant != .trustsLastNumber {
                    copy.sendAgain(in: epoch, after: slice.lastSeq)
                }
                copy.sendAgain(after: slice.lastSeq)
                // What lies between is nowhere any more; a new identity begins at 1.
                if let first = copy.unsent.first, first.mutation.seq > slice.lastSeq + 1 {
                    disk.charts[slice.chart] = copy
                    return takeNewIdentity()
                }
            case .notFound?:
                copy.frozen = nil
                // It has known this device here, and does not any more: this is another life of the database.
                if mutant != .purgesUnasked {
                    copy.sendAgain(after: 0)
                    copy.takeUpEarlier(in: nil, above: 0)
                }
            case nil:
                take(slice, inSchema: request.schema, into: &copy)
                if isLeaving { askedOnLeaving.insert(slice.chart) }
            }
            disk.charts[slice.chart] = copy
            noteNumbers(of: slice.chart)
            if copy.isConsistent { world.note(.glimpse(look(at: copy, of: slice.chart))) }
        }
    }

    private func take(_ slice: SliceAnswer, inSchema schema: Int, into copy: inout ChartCopy) {
        copy.frozen = nil
        for outcome in slice.outcomes {
            guard let index = copy.outbox.firstIndex(where: { $0.mutation.seq == outcome.seq }) else { continue }
            copy.outbox[index].outcome = outcome
            copy.outbox[index].epoch = slice.epoch
            // A pull may have shown it before the answer came.
            let isShown = copy.isConsistent && copy.epoch == slice.epoch && outcome.version <= copy.version
            if isShown || mutant == .forgetsAtAnswer { copy.outbox[index].isLaidOver = false }
        }
        // Heard of a restore by an answer, before any page said so.
        if let epoch = slice.epoch, mutant != .trustsLastNumber {
            copy.sendAgain(in: epoch, after: slice.lastSeq)
        }
        // A page says first what a number of another life means.
        if copy.epoch == nil || copy.epoch == slice.epoch {
            // Of what was recorded by an old app, the answer is one that an old app understands.
            if schema == ProtocolVersion.current { copy.durable = slice.durableThrough }
            if copy.handsOver { copy.giveUp() } else { copy.forget() }
        }
        if mutant == .keepsNothingUntilDurable { copy.outbox.removeAll { $0.outcome != nil } }
        if !copy.handsOver { wantsPull.insert(slice.chart) }
    }

    /// Where something was given another number, it goes under that one from now on.
    func noteNumbers(of member: MemberID) {
        for entry in copy(member).outbox { world.noteNumber(of: entry, on: member, by: self) }
    }

    /// Goes on as another device, and sends again whatever was not acknowledged.
    func takeNewIdentity() {
        let old = disk.device
        disk.device = DeviceID(world.dice.uuid(at: now))
        disk.isEnrolled = false
        disk.purged = []
        disk.catalog.cursor = nil
        disk.panel.cursor = nil
        world.note(.newIdentity(number, old: old, new: disk.device))
        for member in disk.charts.keys.sorted() {
            if mutant == .forkLosesUnsent { disk.charts[member]?.outbox = [] }
            disk.charts[member]?.renumber()
            if mutant == .identityForgetsAcknowledged { disk.charts[member]?.earlier = [] }
            noteNumbers(of: member)
            if case .member = holder { wantsPull.insert(member) }
        }
    }
}
