import Care
import ChartSync
import Foundation
import StrictJSON

/// What a slice comes to: the answer, and what is written for it.
struct Decision {
    var answer: SliceAnswer
    var write: ((inout ServiceState, Database.Transaction) -> Void)?
    var refusesRequest = false

    static func notFound(_ chart: MemberID) -> Decision {
        Decision(answer: SliceAnswer(chart: chart, epoch: nil, lastSeq: 0, outcomes: [], problem: .notFound))
    }
}

extension Service {
    /// Decides one slice by what is committed while its chart is locked.
    func decide(_ slice: PushRequest.Slice, of request: PushRequest, holder: Holder, at now: Instant) -> Decision {
        let state = database.committed
        guard let chart = state.charts[slice.chart], let first = slice.mutations.first,
            let standing = standing(of: holder, on: slice.chart, in: state, at: now),
            // A mutation that cannot be written as JSON cannot have come by the wire.
            let hashes = try? slice.mutations.map({ try $0.contentHash() })
        else { return .notFound(slice.chart) }
        let key = progressKey(request.device, slice.chart)
        let progress = state.progress[key] ?? .init()
        let epoch = WireEpoch.text(of: chart.epoch, in: state.incarnation)
        func answer(_ lastSeq: Int64, _ outcomes: [Outcome], _ problem: SliceProblem? = nil) -> Decision {
            let answer = SliceAnswer(
                chart: slice.chart, epoch: epoch, lastSeq: lastSeq, durableThrough: durableThrough(progress),
                outcomes: outcomes, problem: problem)
            return Decision(answer: Translations.answer(answer, to: request.schema))
        }
        guard first.seq <= progress.lastSeq + 1 else { return answer(progress.lastSeq, [], .sequenceGap) }

        let known = chart.firstOutcomes[request.device] ?? []
        let repeatedCount = Int(max(0, min(progress.lastSeq - first.seq + 1, Int64(hashes.count))))
        var repeated: [Outcome] = []
        for position in 0..<repeatedCount {
            let index = Int(first.seq) - 1 + position
            guard index < known.count, known[index].hash == hashes[position] || mutant == .forkNotDetected else {
                return answer(progress.lastSeq, [], .deviceForked)
            }
            repeated.append(known[index].outcome)
        }
        repeated = repeated.map { shown($0, of: slice, in: chart, mayRead: standing == .present) }
        let isAppliedAgain = mutant == .repeatAppliedAgain && repeatedCount > 0
        let fresh = isAppliedAgain ? slice.mutations : Array(slice.mutations[repeatedCount...])
        guard !fresh.isEmpty else { return answer(progress.lastSeq, repeated) }

        let picture = picture(for: fresh, of: chart, holder: holder, standing: standing, in: state)
        guard
            // Rows of the picture were read from JSON, so they can be written as JSON.
            var result = try? ChartMerge.apply(
                fresh, to: picture, role: holder.role, device: request.device, schema: request.schema)
        else { return .notFound(slice.chart) }
        let isRejected = result.outcomes.contains { $0.status == .rejected }
        if mutant == .rejectionRefusesBatch, isRejected {
            var refused = answer(progress.lastSeq, [])
            refused.refusesRequest = true
            return refused
        }
        if mutant == .setAsideNotKept {
            for row in result.inserted {
                if case .setAside = row.content, let wire = try? WireRow(row) { result.checksum.remove(wire) }
            }
            result.inserted.removeAll { if case .setAside = $0.content { true } else { false } }
        }
        let lastSeq = isAppliedAgain ? progress.lastSeq : first.seq + Int64(slice.mutations.count) - 1
        let fates = result.outcomes
        var decision = answer(lastSeq, (isAppliedAgain ? [] : repeated) + fates)
        var freshHashes = Array(hashes.suffix(fresh.count))
        if mutant == .hashesTranslation {
            // The same as above, of other mutations.
            freshHashes = fresh.compactMap { try? Translations.current($0, from: request.schema).contentHash() }
        }
        let storedHashes = freshHashes
        let archiveHorizon = database.archiveHorizon
        let mutant = self.mutant
        let marks = marks(for: slice.chart, at: now)
        decision.write = { state, transaction in
            state.write(
                result, to: slice.chart, hashes: storedHashes,
                by: ServiceState.Authorship(
                    holder: holder, device: request.device,
                    firstSeq: first.seq + Int64(isAppliedAgain ? 0 : repeatedCount),
                    clientTime: request.clientTime),
                marking: marks, in: transaction)
            if !isAppliedAgain {
                state.charts[slice.chart]?.firstOutcomes[request.device, default: []] += zip(storedHashes, fates).map {
                    StoredChart.FirstOutcome(hash: $0, outcome: $1)
                }
            }
            var progress = state.progress[key] ?? .init()
            if progress.pushedBy < archiveHorizon { progress.durableSeq = progress.lastSeq }
            progress.lastSeq = lastSeq
            if mutant == .rejectionNotConsumed, fates.last?.status == .rejected { progress.lastSeq -= 1 }
            if mutant == .lostAcknowledgement { progress.lastSeq = max(0, first.seq - 1) }
            progress.pushedBy = transaction.number
            progress.pushedAt = transaction.startedAt
            state.progress[key] = progress
        }
        return decision
    }

    /// The places that are marked by a commit, found while the chart is locked.
    func marks(for member: MemberID, at now: Instant) -> Set<Int> {
        let state = database.committed
        return switch mutant {
        case .commitNotMarked: []
        case .marksOnlyActive: Set(state.places.filter { $0.member == member && $0.isActive(at: now) }.map(\.id))
        default: state.places(markedFor: member, at: now)
        }
    }

    /// Whether somebody may write to a chart: nil for one to whom it does not exist.
    private func standing(
        of holder: Holder, on chart: MemberID, in state: ServiceState, at now: Instant
    ) -> ChartMerge.Standing? {
        switch holder {
        case .member(let member): return member == chart ? .present : nil
        case .practitioner(let practitioner):
            switch access(of: practitioner, to: chart, in: state, at: now) {
            case .present: return .present
            case .past: return mutant == .formerPractitionerRefused ? nil : .formerly
            case .none: return nil
            }
        }
    }

    func access(
        of practitioner: PractitionerID, to chart: MemberID, in state: ServiceState, at now: Instant
    ) -> ServiceState.Access {
        let access = state.access(of: practitioner, to: chart, at: now)
        return mutant == .dateEndIgnored && access == .past ? .present : access
    }

    func progressKey(_ device: DeviceID, _ chart: MemberID) -> ServiceState.ProgressKey {
        .init(device: device, member: mutant == .sequenceAcrossCharts ? Roster.members[0] : chart)
    }

    /// The last number of a device on a chart that is on the second place.
    func durableThrough(_ progress: ServiceState.Progress) -> Int64? {
        guard database.hasSecondPlace else { return nil }
        // Nothing was archived yet.
        guard database.archive != nil else { return 0 }
        if mutant == .durableAhead { return progress.lastSeq }
        if mutant == .durableByTime, progress.pushedAt <= database.archivedAt { return progress.lastSeq }
        return progress.pushedBy < database.archiveHorizon ? progress.lastSeq : progress.durableSeq
    }

    /// A first outcome as it is answered again: with the row as it stands now, for somebody who may see it now.
    private func shown(
        _ outcome: Outcome, of slice: PushRequest.Slice, in chart: StoredChart, mayRead: Bool
    ) -> Outcome {
        var outcome = outcome
        if mutant == .outcomeNotStable { outcome.version = chart.version }
        guard outcome.status != .applied, mayRead || mutant == .repeatedOutcomeShowsRow,
            let mutation = slice.mutations.first(where: { $0.seq == outcome.seq })
        else { return outcome }
        outcome.row =
            chart.rows[mutation.row]?.wire ?? chart.rows.values.min { $0.state.version < $1.state.version }?.wire
        return outcome
    }

    private func picture(
        for mutations: [Mutation], of chart: StoredChart, holder: Holder, standing: ChartMerge.Standing,
        in state: ServiceState
    ) -> ChartMerge.Picture {
        let named = Set(mutations.flatMap { [$0.row] + $0.references })
        var picture = chart.picture(naming: named)
        picture.standing = standing
        if mutant == .idNotTaken { picture.gone = picture.gone.subtracting(chart.tombstones.keys) }
        if mutant == .updateRecreates {
            for id in named.intersection(picture.gone) where chart.lastStates[id] != nil {
                picture.gone.remove(id)
                picture.rows[id] = chart.lastStates[id]
            }
        }
        if case .member(let member) = holder {
            picture.cover = ChartMerge.Cover(
                state.coverage[member] ?? [], today: TimeZoneName.utc.day(of: database.now))
        }
        return picture
    }
}

extension StoredChart {
    /// What a batch that names these rows sees of the chart.
    func picture(naming named: Set<RowID>) -> ChartMerge.Picture {
        var waiting: [RowID: Int] = [:]
        var inUse: Set<RowID> = []
        for row in rows.values {
            switch row.state.content {
            case .setAside(let aside)
            where aside.op == "insert" && aside.resolution == nil && named.contains(aside.row):
                waiting[aside.row, default: 0] += 1
            case .runLog(let run) where !named.contains(row.state.id):
                if let shoe = run.shoe { inUse.insert(shoe) }
            default: break
            }
        }
        return ChartMerge.Picture(
            version: version, checksum: checksum,
            rows: rows.filter { named.contains($0.key) }.mapValues(\.state),
            gone: named.filter { tombstones[$0] != nil || taken.contains($0) }, waiting: waiting,
            latestRevision: latestRevision, shoesInUse: inUse)
    }
}
