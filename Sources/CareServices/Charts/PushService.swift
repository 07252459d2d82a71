import Care
import CareStore
package import ChartSync
import Foundation
package import Postgres
import StrictJSON

/// Takes what devices did, chart by chart, and answers what became of it.
package struct PushService: Sendable {
    private let database: Database
    private let secondPlace: SecondPlace
    private let committed: ChartCommit.Listener
    private let answered: SliceAnswer.Listener

    /// `committed` is told of each commit, after it; `answered` of what each slice is answered.
    package init(
        database: Database, secondPlace: SecondPlace, committed: @escaping ChartCommit.Listener = { _ in },
        answered: @escaping SliceAnswer.Listener = { _, _ in }
    ) {
        self.database = database
        self.secondPlace = secondPlace
        self.committed = committed
        self.answered = answered
    }

    /// How many charts one request may touch.
    package static let maximumCharts = 20

    /// Applies each slice in a transaction of its own; a repeat gets the first outcomes again and changes nothing.
    ///
    /// What a practitioner recorded while they looked after a member is taken when they no longer do, and kept aside.
    ///
    /// - Throws: `CareError.invalid` when numbers are not consecutive or a limit is passed, `schemaUnknown`, `notAllowed` for
    ///   actors that have no devices; `PostgresError` when the outcome of a slice is unknown, and then the whole request is
    ///   to be sent again as it was.
    package func push(_ request: PushRequest, actor: Actor) async throws -> PushAnswer {
        guard actor.role == .member || actor.role == .practitioner else { throw CareError.notAllowed }
        return try await push(request, caller: .known(actor))
    }

    /// The same for whoever presents a token: the first slice's transaction finds out who it is.
    ///
    /// - Throws: also `CareError.sessionEnded` for a token that speaks for nobody.
    package func push(_ request: PushRequest, caller: Caller) async throws -> PushAnswer {
        guard ProtocolVersion.accepted.contains(request.schema) else { throw CareError.schemaUnknown }
        try Self.check(request)
        var answers: [SliceAnswer] = []
        var caller = caller
        for slice in request.charts {
            let answer = try await push(slice, of: request, caller: &caller)
            answers.append(Translations.answer(answer, to: request.schema))
        }
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
        // Numbers stay far from the end of Int64, so that adding to one can never trap.
        let numbers: ClosedRange<Int64> = 1...1 << 53
        if let monotonic = request.monotonicMilliseconds, !(0...numbers.upperBound).contains(monotonic) {
            violations.append(FieldViolation(pointer: "/monotonicMilliseconds", message: "must be 0 to 2^53"))
        }
        // One fault of a slice is enough to say what is wrong with it, however many it has.
        for (index, slice) in request.charts.prefix(maximumCharts).enumerated() {
            let place = "/charts/\(index)/mutations"
            guard let first = slice.mutations.first?.seq,
                slice.mutations.count <= PushRequest.maximumMutations
            else {
                let message = "must hold 1 to \(PushRequest.maximumMutations) mutations"
                violations.append(FieldViolation(pointer: place, message: message))
                continue
            }
            if let position = slice.mutations.firstIndex(where: { !numbers.contains($0.seq) }) {
                violations.append(
                    FieldViolation(pointer: "\(place)/\(position)/seq", message: "must be 1 to 2^53"))
            } else if let position = slice.mutations.indices.first(where: {
                slice.mutations[$0].seq != first + Int64($0)
            }) {
                violations.append(
                    FieldViolation(
                        pointer: "\(place)/\(position)/seq", message: "must follow the number before it"))
            }
        }
        if !violations.isEmpty { throw CareError.invalid(violations) }
    }

    /// After the first slice, the caller is known.
    private func push(
        _ slice: PushRequest.Slice, of request: PushRequest, caller: inout Caller
    ) async throws -> SliceAnswer {
        let hashes = try slice.mutations.map { try $0.contentHash() }
        let durable = await secondPlace.horizon()
        var done = try await run(
            SlicePush(slice: slice, request: request, caller: caller, hashes: hashes, durable: durable),
            caller.access(to: slice.chart))
        let actor = if let done { done.author } else { try await caller.actor(in: database) }
        guard actor.role == .member || actor.role == .practitioner else { throw CareError.notAllowed }
        caller = .known(actor)
        if done == nil, actor.role == .practitioner {
            done = try await run(
                SlicePush(slice: slice, request: request, caller: caller, hashes: hashes, durable: durable),
                actor.handingOver(to: slice.chart))
        }
        guard var done else { return .notFound(slice.chart) }
        if let commit = done.commit { committed(commit) }
        answered(done.answer, done.commit != nil)
        if request.schema >= ProtocolVersion.current {
            try await PresentRows.add(to: &done.answer, of: slice, actor: actor, database)
        }
        return done.answer
    }

    private func run(_ push: SlicePush, _ settings: [String: String]) async throws -> SlicePush.Done? {
        try await database.retrying(TransactionOptions(settings: settings)) { transaction in
            try push.run(in: transaction)
        }
    }
}

extension SliceAnswer {
    /// What is told of each answer, and whether anything in it is new; it must not wait.
    package typealias Listener = @Sendable (SliceAnswer, _ isNew: Bool) -> Void

    fileprivate static func notFound(_ chart: MemberID) -> SliceAnswer {
        SliceAnswer(chart: chart, epoch: nil, lastSeq: 0, outcomes: [], problem: .notFound)
    }
}
