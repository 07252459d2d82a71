import Care
import ChartSync

/// Where a device stands with a copy that does not add up.
struct RepairWork {
    var member: MemberID
    /// What differs and was not asked for yet; nil until the sums are known.
    var slices: [ChartSlice]?
    var after: String?
}

extension Phone {
    func mismatch(_ member: MemberID) {
        guard isRepairing?.member != member else { return }
        world.note(.mismatch(number, member))
        isRepairing = RepairWork(member: member)
    }

    func nextRepair() -> Request? {
        guard let work = isRepairing, copy(work.member).isConsistent, !disk.drops.contains(work.member) else {
            return nil
        }
        let scope = Scope.chart(work.member)
        guard let slices = work.slices else {
            return .checksums(ChecksumsRequest(device: disk.device, schema: disk.schema, scope: scope))
        }
        guard let slice = slices.first else { return nil }
        return .repair(
            RepairRequest(device: disk.device, schema: disk.schema, scope: scope, slice: slice, after: work.after))
    }

    func compare(_ answer: ChecksumsAnswer) {
        guard var work = isRepairing, answer.scope.member == work.member else { return }
        let copy = copy(work.member)
        guard answer.epoch == copy.epoch, answer.version == copy.version else {
            // The copy is of another version by now: it is pulled, and then compared by its own sum.
            isRepairing = nil
            wantsPull.insert(work.member)
            return
        }
        let own = ChartSlice.sums(of: copy.rows.values, in: answer.scope)
        let names = Set(own.map(\.slice) + answer.slices.map(\.slice))
        work.slices = names.sorted().filter { name in
            own.first { $0.slice == name } != answer.slices.first { $0.slice == name }
        }
        isRepairing = nil
        if work.slices?.isEmpty == true {
            repairAttempts[work.member] = nil
        } else if repairAttempts[work.member, default: 0] < 2 {
            isRepairing = work
        } else {
            world.note(.reported(number, work.member))
        }
    }

    func store(_ answer: RepairAnswer, to request: RepairRequest) {
        guard var work = isRepairing, answer.scope.member == work.member, var slices = work.slices else { return }
        var copy = copy(work.member)
        guard answer.epoch == copy.epoch else {
            isRepairing = nil
            return
        }
        let given = Set(answer.rows.map(\.id))
        for row in copy.rows.values where ChartSlice(of: row, in: answer.scope) == answer.slice {
            let isInRange = row.id > request.after ?? "" && answer.through.map { row.id <= $0 } ?? true
            if isInRange, !given.contains(row.id), row.version <= answer.version { copy.remove(row.id) }
        }
        for row in answer.rows where copy.rows[row.id].map({ $0.version <= row.version }) ?? true { copy.store(row) }
        disk.charts[work.member] = copy
        work.after = answer.through
        if answer.through == nil { slices.removeFirst() }
        work.slices = slices
        isRepairing = work
        guard slices.isEmpty else { return }
        // Once more, to see whether it adds up now.
        repairAttempts[work.member, default: 0] += 1
        isRepairing = RepairWork(member: work.member)
        wantsPull.insert(work.member)
    }
}
