import Care
import CareStore
package import ChartSync
import Foundation
package import Postgres
import StrictJSON

/// Takes what devices did, chart by chart, and answers what became of it.
package struct PushService: Sendable {
    private let database: Database

    package init(database: Database) { self.database = database }

    /// How many charts one request may touch.
    package static let maximumCharts = 20

    /// Applies each slice in a transaction of its own; a repeat gets the first outcomes again and changes nothing.
    ///
    /// - Throws: `CareError.invalid` when numbers are not consecutive or a limit is passed, `schemaUnknown`, `notAllowed` for
    ///   actors other than a member's device; `PostgresError` when the outcome of a slice is unknown, and then the whole
    ///   request is to be sent again as it was.
    package func push(_ request: PushRequest, actor: Actor) async throws -> PushAnswer {
        guard actor.role == .member else { throw CareError.notAllowed }
        guard request.schema == ProtocolVersion.current else { throw CareError.schemaUnknown }
        try Self.check(request)
        var answers: [SliceAnswer] = []
        for slice in request.charts { answers.append(try await push(slice, of: request, actor: actor)) }
        return PushAnswer(charts: answers)
    }

    private static func check(_ request: PushRequest) throws {
        var violations: [FieldViolation] = []
        if !(1...maximumCharts).contains(request.charts.count) {
            violations.append(FieldViolation(pointer: "/charts", message: "must hold 1 to \(maximumCharts) charts"))
        }
        if Set(request.charts.map(\.chart)).count != request.charts.count {
            violations.append(FieldViolation(pointer: "/charts", message: "names a chart twice"))
        }
        for (index, slice) in request.charts.enumerated() {
            let place = "/charts/\(index)/mutations"
            if !(1...PushRequest.maximumMutations).contains(slice.mutations.count) {
                violations.append(
                    FieldViolation(
                        pointer: place, message: "must hold 1 to \(PushRequest.maximumMutations) mutations"))
            }
            // Numbers stay far from the end of Int64, so that adding to one can never trap.
            for (position, mutation) in slice.mutations.enumerated() where !(1...1 << 53).contains(mutation.seq) {
                violations.append(
                    FieldViolation(pointer: "\(place)/\(position)/seq", message: "must be 1 or more"))
            }
            guard violations.isEmpty, let first = slice.mutations.first?.seq else { continue }
            for (position, mutation) in slice.mutations.enumerated() where mutation.seq != first + Int64(position) {
                violations.append(
                    FieldViolation(
                        pointer: "\(place)/\(position)/seq", message: "must follow the number before it"))
                break
            }
        }
        if !violations.isEmpty { throw CareError.invalid(violations) }
    }

    private func push(
        _ slice: PushRequest.Slice, of request: PushRequest, actor: Actor
    ) async throws -> SliceAnswer {
        // Somebody else's chart, and a device that this credential is not bound to, answer as if there were no such chart.
        guard actor.member == slice.chart, actor.device == request.device else { return .notFound(slice.chart) }
        let hashes = try slice.mutations.map { try $0.contentHash() }
        return try await database.retrying(TransactionOptions(settings: actor.access(to: slice.chart))) { transaction in
            guard
                let chart = try OpenChart(
                    slice.chart, for: slice.mutations, device: request.device, in: transaction)
            else { return .notFound(slice.chart) }
            let lastSeq = chart.progress?.lastSeq ?? 0
            let epoch = chart.head.epoch.uuidString.lowercased()
            func refused(_ problem: SliceProblem) -> SliceAnswer {
                SliceAnswer(chart: slice.chart, epoch: epoch, lastSeq: lastSeq, outcomes: [], problem: problem)
            }
            guard slice.mutations[0].seq <= lastSeq + 1 else { return refused(.sequenceGap) }

            let repeatedCount = Int(clamping: max(0, min(lastSeq - slice.mutations[0].seq + 1, Int64(hashes.count))))
            var outcomes: [Outcome] = []
            if repeatedCount > 0 {
                guard
                    let earlier = try FirstOutcomes(
                        of: request.device, on: slice.chart, from: slice.mutations[0].seq, count: repeatedCount,
                        in: transaction
                    ).matching(Array(hashes[..<repeatedCount]))
                else { return refused(.deviceForked) }
                outcomes = earlier
            }
            let fresh = Array(slice.mutations[repeatedCount...])
            guard let firstFresh = fresh.first else {
                return SliceAnswer(chart: slice.chart, epoch: epoch, lastSeq: lastSeq, outcomes: outcomes)
            }
            let result = try ChartMerge.apply(
                fresh, to: try chart.picture(for: fresh, in: transaction), role: actor.role, device: request.device)
            try chart.commit(
                result, mutationHashes: Array(hashes[repeatedCount...]),
                by: OpenChart.Authorship(
                    actor: actor, device: request.device, firstSeq: firstFresh.seq, clientTime: request.clientTime),
                in: transaction)
            return SliceAnswer(
                chart: slice.chart, epoch: epoch, lastSeq: firstFresh.seq + Int64(fresh.count) - 1,
                outcomes: outcomes + result.outcomes)
        }
    }
}

extension SliceAnswer {
    fileprivate static func notFound(_ chart: MemberID) -> SliceAnswer {
        SliceAnswer(chart: chart, epoch: nil, lastSeq: 0, outcomes: [], problem: .notFound)
    }
}
