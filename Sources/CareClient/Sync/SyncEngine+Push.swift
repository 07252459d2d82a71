import Care
import CareMessages
import ChartSync
import GRDB
import StrictJSON

extension SyncEngine {
    /// Sends the outbox, batch by batch, until nothing waits.
    func push(into report: inout SyncReport) async throws(SyncError) {
        var limit = PushRequest.maximumMutations
        var hasRequeued = false
        // Each turn settles a batch or makes one smaller, except the two repairs, which happen once.
        while let batch = try nextBatch(limit: limit) {
            let answer = try await authorised("/v1/sync/push", batch.request)
            if answer.status == 413, batch.lastSeq > batch.firstSeq {
                try dissolve(batch)
                limit = max(1, Int(batch.lastSeq - batch.firstSeq + 1) / 2)
                continue
            }
            guard answer.isSuccess else {
                // A definite no: nothing of the batch was recorded, and it may be made anew.
                try dissolve(batch)
                throw refusal(answer)
            }
            let slice = try slice(of: answer)
            switch slice.problem {
            case nil:
                try settle(batch, slice, &report)
            case .notFound:
                try dissolve(batch)
                throw .refused(
                    status: answer.status, problem: SliceProblem.notFound.rawValue,
                    detail: "the service has no such chart for this device")
            case .sequenceGap:
                let canRequeue = try stored { store throws(StoreError) in
                    try store.read { try OutboxTable.firstKeptSeq($0) ?? .max } <= slice.lastSeq + 1
                }
                if canRequeue, slice.lastSeq + 1 < batch.firstSeq, !hasRequeued {
                    // The service was restored from a backup that lacks our last mutations: they go again.
                    hasRequeued = true
                    try dissolve(batch)
                    // First the copy of the new time, which says what our changes are now based on.
                    try await pull(into: &report)
                    report.requeued += try changed { try OutboxTable.requeue(above: slice.lastSeq, $0) }
                } else {
                    try await takeNewIdentity(&report)
                }
            case .deviceForked:
                try await takeNewIdentity(&report)
            }
        }
    }

    /// Sends the last answered batch again, byte for byte.
    ///
    /// - Returns: Nil when there is none.
    package func repeatLastBatch() async throws(SyncError) -> RepeatReport? {
        let batch = try stored { store throws(StoreError) in try store.read(BatchTable.lastAnswered) }
        guard let batch else { return nil }
        let answer = try await authorised("/v1/sync/push", batch.request)
        guard answer.isSuccess else { throw refusal(answer) }
        let slice = try slice(of: answer)
        if let problem = slice.problem {
            throw .refused(status: answer.status, problem: problem.rawValue, detail: nil)
        }
        let first = try stored { store throws(StoreError) in
            try store.read {
                try OutboxTable.entries(from: batch.firstSeq, through: batch.lastSeq, $0).compactMap(\.outcome)
            }
        }
        guard first.map(\.seq) == slice.outcomes.map(\.seq) else {
            throw .misbehaved("the outcomes are not those of the mutations sent")
        }
        return RepeatReport(lines: zip(first, slice.outcomes).map { RepeatReport.Line(first: $0, again: $1) })
    }

    private func slice(of answer: ServiceAnswer) throws(SyncError) -> SliceAnswer {
        let push: PushAnswer = try value(of: answer)
        guard push.charts.count == 1, let slice = push.charts.first else {
            throw .misbehaved("one chart was sent, and \(push.charts.count) were answered")
        }
        return slice
    }

    /// The batch without an answer, or a new one out of what waits.
    private func nextBatch(limit: Int) throws(SyncError) -> Batch? {
        let instant = now()
        return try changed { database in
            if let batch = try BatchTable.unanswered(database) { return batch }
            return try BatchFreezing.freeze(limit: limit, at: instant, database)
        }
    }

    private func dissolve(_ batch: Batch) throws(SyncError) {
        _ = try changed { try BatchTable.dissolve(batch, $0) }
    }

    private func settle(_ batch: Batch, _ slice: SliceAnswer, _ report: inout SyncReport) throws(SyncError) {
        guard slice.outcomes.map(\.seq) == Array(batch.firstSeq...batch.lastSeq), slice.lastSeq >= batch.lastSeq else {
            throw .misbehaved("the outcomes are not those of the mutations sent")
        }
        let instant = now()
        let isFirst = try changed { database in
            guard try BatchTable.answer(batch, at: instant, database) else { return false }
            for outcome in slice.outcomes { try OutboxTable.acknowledge(outcome, database) }
            try OutboxTable.forgetOldest(database)
            return true
        }
        if isFirst { report.outcomes += slice.outcomes }
    }

    /// Becomes a new device of the same member, with the waiting work as its own.
    ///
    /// Another device has used our numbers, as after a phone was restored from a backup. What it sent and what we send are both
    /// the member's; rows that the service has already are recognised by their ids. The old identity stays until the service
    /// has accepted the new one, so that nothing is lost if it does not.
    private func takeNewIdentity(_ report: inout SyncReport) async throws(SyncError) {
        guard !report.tookNewIdentity else {
            throw .misbehaved("it says of a new device that its numbers were used")
        }
        let instant = now()
        let (old, enrolment) = try changed { database in
            guard let record = try DeviceTable.current(database) else { throw StoreError.notEnrolled }
            let old = record.enrolment.device.id
            if let next = record.nextEnrolment { return (old, next) }
            var next = record.enrolment
            next.device.id = DeviceID.make(at: instant)
            next.enrolmentKey = Self.freshKey()
            try DeviceTable.beginNext(next, database)
            return (old, next)
        }
        let enrolled: EnrolmentAnswer
        do throws(SyncError) {
            enrolled = try await enrolAnswer(enrolment)
        } catch .refused(let status, _, _) {
            throw .refused(
                status: status, problem: SliceProblem.deviceForked.rawValue,
                detail: "another device has used this one's numbers, and a new enrolment was not confirmed; "
                    + "what waits stays on the device")
        }
        try changed { database in
            // Another process of this device may have come here first.
            guard try DeviceTable.current(database)?.enrolment.device.id == old else { return }
            try BatchTable.deleteAll(database)
            let nextSeq = try OutboxTable.renumber(database)
            try DeviceTable.completeNext(enrolled, nextSeq: nextSeq, database)
            try ScopeTable.clearCursors(database)
            try ScopeTable.clearAcknowledgements(database)
        }
        report.tookNewIdentity = true
    }
}
