import Care
import CareStore
import ChartSync
import Foundation
import Postgres

/// One slice of a push, in one transaction.
struct SlicePush: Sendable {
    let slice: PushRequest.Slice
    let request: PushRequest
    let actor: Actor
    /// Of the mutations as they were sent.
    let hashes: [[UInt8]]
    /// Every transaction below it is on a second place; nil where there is none.
    let durable: UInt64?

    struct Done: Sendable {
        var answer: SliceAnswer
        /// Nil when there was nothing new.
        var commit: ChartCommit?
    }

    /// Nil when there is no such chart for the actor.
    func run(in transaction: borrowing Transaction) throws -> Done? {
        guard
            let chart = try OpenChart(
                slice.chart, for: slice.mutations, by: actor, device: request.device, in: transaction)
        else { return nil }
        let lastSeq = chart.progress?.lastSeq ?? 0
        var answer = SliceAnswer(
            chart: slice.chart, epoch: chart.head.epoch.uuidString.lowercased(), lastSeq: lastSeq,
            durableThrough: chart.progress?.durableThrough(durable) ?? durable.map { _ in 0 }, outcomes: [])
        func refused(_ problem: SliceProblem) -> Done {
            answer.problem = problem
            return Done(answer: answer)
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
        guard let firstFresh = fresh.first else { return Done(answer: answer) }

        var picture = try chart.picture(for: fresh, in: transaction)
        if let practitioner = actor.practitioner, chart.standing == .present {
            picture.objections = try Prescribing.objections(
                to: fresh, by: practitioner, author: practitioner, on: chart, in: transaction)
        }
        let result = try ChartMerge.apply(
            fresh, to: picture, role: actor.role, device: request.device, schema: request.schema)
        let commit = try chart.commit(
            result, mutationHashes: Array(hashes[repeatedCount...]),
            by: OpenChart.Authorship(
                actor: actor,
                sender: OpenChart.Authorship.Sender(
                    device: request.device, firstSeq: firstFresh.seq, clientTime: request.clientTime,
                    monotonicMilliseconds: request.monotonicMilliseconds, schema: request.schema, durable: durable)),
            in: transaction)
        answer.lastSeq = firstFresh.seq + Int64(fresh.count) - 1
        if durable != nil { answer.durableThrough = chart.durableSeq(durable) }
        answer.outcomes += result.outcomes
        return Done(answer: answer, commit: commit)
    }
}
