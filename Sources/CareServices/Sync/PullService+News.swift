import Care
package import ChartSync

extension PullService {
    /// The scopes that have news since their cursors, each with a version that it has at least come to.
    ///
    /// It looks as a pull looks, and takes no more than the first row: what has no cursor, or is to be dropped, is news as well.
    ///
    /// - Throws: as `pull`.
    package func news(of request: WatchRequest, actor: Actor) async throws -> [ScopeNews] {
        try actor.mustHold(request.device)
        let pull = PullRequest(
            device: request.device, schema: request.schema, clientTime: .now, scopes: request.scopes, limit: 1)
        let asked = try AskedScopes(pull, actor: actor, seal: seal)
        let unknown = asked.scopes.filter { $0.place == nil }.map { ScopeNews(scope: $0.scope, version: 0) }
        guard unknown.isEmpty else { return unknown }
        do {
            let reader = PullReader(
                device: request.device, actor: actor, asked: asked, request: pull, mayBeHeavy: true)
            let snapshot = try await copies.snapshot(request.device, actor) { transaction in
                try reader.read(in: transaction)
            }
            return snapshot.pages.map { ScopeNews(scope: $0.page.scope, version: $0.page.to) }
                + snapshot.drops.map { ScopeNews(scope: $0.scope, version: 0) }
        } catch CopyObstacle.notHeld(let members) {
            return members.map { ScopeNews(scope: .chart($0), version: 0) }
        }
    }
}
