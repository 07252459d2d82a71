import Care
package import ChartSync

/// Lets devices wait for news instead of asking for it again and again.
///
/// A wait says that a scope has news and at which version, and never a row of it: rows come by a pull, so that there is one
/// way for them, with its own authorisation.
package struct WatchService: Sendable {
    private let pull: PullService
    private let board: WatchBoard

    package init(pull: PullService, board: WatchBoard) {
        self.pull = pull
        self.board = board
    }

    /// How long an idle stream says nothing before it shows that it lives.
    package static let heartbeat: Duration = .seconds(15)
    /// How long a stream lasts; the device then opens another, and proves anew who it is.
    package static let streamLifetime: Duration = .seconds(300)

    /// Waits until one of some scopes has news, or the time is over.
    ///
    /// It begins to listen before it looks, so that nothing can come between the two.
    ///
    /// - Throws: as `PullService.pull`; `.tooManyWaiting` when this process holds as many waits as it can, `.waitReplaced`
    ///   when another wait of the same device began meanwhile.
    package func wait(
        _ request: WatchRequest, actor: Actor, listening: (Waiter) async -> Waiter.Wake
    ) async throws -> WatchAnswer {
        guard WatchRequest.waits.contains(request.waitSeconds ?? 0) else {
            throw CareError.invalid([
                FieldViolation(
                    pointer: "/waitSeconds",
                    message: "must be \(WatchRequest.waits.lowerBound) to \(WatchRequest.waits.upperBound)")
            ])
        }
        let waiter = try listen(as: actor, to: Set(request.scopes.map(\.scope)))
        defer { board.remove(waiter, of: request.device) }
        let known = try await pull.news(of: request, actor: actor)
        guard known.isEmpty else { return Self.answer(known) }
        switch await listening(waiter) {
        case .news(let news): return Self.answer(news)
        case .timedOut, .ended: return Self.answer([])
        // Told apart from a quiet wait, or two programs of one device would end each other's as fast as they can ask.
        case .replaced: throw CareError.waitReplaced
        }
    }

    /// Begins to listen to everything that a device may hold; the caller ends it by `endListening`.
    ///
    /// - Throws: `CareError.notFound` for a credential that is bound to no device, `.tooManyWaiting`.
    package func listen(as actor: Actor) throws -> Waiter {
        if let member = actor.member { return try listen(as: actor, to: [.chart(member), .catalog]) }
        return try listen(as: actor, to: [.panel, .catalog])
    }

    package func endListening(_ waiter: Waiter, actor: Actor) {
        if let device = actor.device { board.remove(waiter, of: device) }
    }

    private func listen(as actor: Actor, to scopes: Set<Scope>) throws -> Waiter {
        guard let device = actor.device else { throw CareError.notFound }
        guard let waiter = board.register(device, for: actor, scopes: scopes) else {
            throw CareError.tooManyWaiting(retryAfterSeconds: Int.random(in: 5...30))
        }
        return waiter
    }

    private static func answer(_ news: [ScopeNews]) -> WatchAnswer {
        WatchAnswer(scopes: news, nextPollSeconds: PullService.nextPollSeconds)
    }
}
