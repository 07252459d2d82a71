import Care
package import ChartSync
import GRDB

extension SyncEngine {
    /// Waits until a scope has news, and notes which; returns none when the wait ended without any.
    ///
    /// The news themselves come with the next sync. Nothing is locked meanwhile: recording and syncing go on.
    package func watch(waitSeconds: Int? = nil) async throws(SyncError) -> [ScopeNews] {
        let (device, scopes) = try stored { store throws(StoreError) in
            try store.read { database in
                let owner = try DeviceTable.owner(database)
                let scopes = try ScopeTable.all(database).filter { state in
                    // A panel tells of its charts.
                    if case (.practitioner, .chart) = (owner.holder, state.scope) { return false }
                    return state.dropReason == nil
                }
                return (
                    owner.device.id,
                    scopes.map { ScopeRequest($0.scope, cursor: $0.cursor, since: $0.wantedSince) }
                )
            }
        }
        let request = WatchRequest(
            device: device, schema: ProtocolVersion.current, scopes: scopes, waitSeconds: waitSeconds)
        let answer = try await authorised("POST", "/v1/sync/watch", try body(request))
        guard answer.isSuccess else { throw refusal(answer) }
        let news: WatchAnswer = try value(of: answer)
        try changed { database in
            for item in news.scopes { try ScopeTable.hear(item.scope, version: item.version, database) }
        }
        return news.scopes
    }
}
