import Care
import CareStore
import ChartSync
import Foundation
import Postgres

/// One slice of a push, in one transaction.
struct SlicePush: Sendable {
    let slice: PushRequest.Slice
    let request: PushRequest
    let caller: Caller
    /// Of the mutations as they were sent.
    let hashes: [[UInt8]]
    /// Up to when everything committed is on a second place; nil where there is none.
    let durable: Instant?

    struct Done: Sendable {
        var answer: SliceAnswer
        /// Whose it was.
        var author: Actor
        /// Nil when there was nothing new.
        var commit: ChartCommit?
    }

    /// Nil when there is no such chart for the caller on this device.
    ///
    /// - Throws: `CareError.sessionEnded` for a caller who is nobody.
    func run(in transaction: borrowing Transaction) throws -> Done? {
        guard
            let chart = try OpenChart(
                slice.chart, for: slice.mutations, by: caller, device: request.device, in: transaction),
            chart.author.mayPush(to: slice.chart, from: request.device)
        else { return nil }
        let actor = chart.author
        let lastSeq = chart.progress?.lastSeq ?? 0
        var answer = SliceAnswer(
            chart: slice.chart, epoch: chart.head.epoch.text, lastSeq: lastSeq,
            durableThrough: chart.progress?.durableThrough(durable) ?? durable.map { _ in 0 }, outcomes: [])
        func refused(_ problem: SliceProblem) -> Done {
            answer.problem = problem
            return Done(answer: answer, author: actor)
        }
        guard slice.mutations[0].seq <= lastSeq + 1 else { return refused(.sequenceGap) }

        let repeatedCount = Int(clamping: max(0, min(lastSeq - slice.mutations[0].seq + 1, Int64(hashes.count))))
        if repeatedCount > 0 {
            guard
                let earlier = try FirstOutcomes(
                    of: request.device, on: slice.chart, from: slice.mutations[0].seq, count: repeatedCount,
                    in: transaction
                ).matching(Array(hashes[..<repeatedCount]))
            else { return refused(.deviceForked) }
            answer.outcomes = earlier
        }
        let fresh = Array(slice.mutations[repeatedCount...])
        guard let firstFresh = fresh.first else { return Done(answer: answer, author: actor) }

        var picture = try chart.picture(for: fresh, in: transaction)
        if let practitioner = actor.practitioner, chart.standing == .present {
            picture.objections = try Prescribing.objections(
                to: fresh, by: practitioner, author: practitioner, on: chart, in: transaction)
        }
        let result = try ChartMerge.apply(
            fresh, to: picture, role: actor.role, device: request.device, schema: request.schema)
        let commit = try chart.commit(
            result, mutationHashes: Array(hashes[repeatedCount...]),
            from: OpenChart.Sender(
                device: request.device, firstSeq: firstFresh.seq, clientTime: request.clientTime,
                monotonicMilliseconds: request.monotonicMilliseconds, schema: request.schema, durable: durable),
            in: transaction)
        answer.lastSeq = firstFresh.seq + Int64(fresh.count) - 1
        if durable != nil { answer.durableThrough = chart.durableSeq(durable) }
        answer.outcomes += result.outcomes
        return Done(answer: answer, author: actor, commit: commit)
    }
}

extension Actor {
    /// Whether what they push may reach the chart at all: somebody else's, and a device that their credential is not bound to,
    /// are as if there were no such chart.
    func mayPush(to chart: MemberID, from device: DeviceID) -> Bool {
        self.device == device && (role == .practitioner || member == chart)
    }
}
