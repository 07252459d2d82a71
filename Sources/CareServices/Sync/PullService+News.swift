import Care
package import ChartSync

extension PullService {
    /// The scopes that have news since their cursors, each with a version that it has at least come to.
    ///
    /// It looks as a pull looks, and takes no more than the first row: what has no cursor, or is to be dropped, is news as well.
    ///
    /// - Throws: as `pull`.
    package func news(of request: WatchRequest, actor: Actor) async throws -> [ScopeNews] {
        guard actor.role == .member || actor.role == .practitioner else { throw CareError.notAllowed }
        guard actor.device == request.device else { throw CareError.notFound }
        let pull = PullRequest(
            device: request.device, schema: request.schema, clientTime: .now, scopes: request.scopes, limit: 1)
        let asked = try AskedScopes(pull, actor: actor, seal: seal)
        let unknown = asked.scopes.filter { $0.place == nil }.map { ScopeNews(scope: $0.scope, version: 0) }
        guard unknown.isEmpty else { return unknown }
        do throws(PullObstacle) {
            let snapshot = try await attempt(pull, asked, actor: actor, mayBeHeavy: true)
            return snapshot.pages.map { ScopeNews(scope: $0.page.scope, version: $0.page.to) }
                + snapshot.drops.map { ScopeNews(scope: $0.scope, version: 0) }
        } catch {
            switch error {
            case .notHeld(let members): return members.map { ScopeNews(scope: .chart($0), version: 0) }
            // It may always be heavy here: one row is read.
            case .heavy: return asked.scopes.map { ScopeNews(scope: $0.scope, version: 0) }
            case .failed(let error): throw error
            }
        }
    }
}
