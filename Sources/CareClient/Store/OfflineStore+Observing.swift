import GRDB

extension OfflineStore {
    /// What `read` finds, now and whenever a change of the store changes it, by this process or, up to a second later, another.
    ///
    /// Equal values do not come twice in a row, and a reader that is slow gets the latest.
    func observing<Value: Equatable & Sendable>(
        _ read: @escaping @Sendable (Database) throws -> Value
    ) -> AsyncThrowingStream<Value, any Error> {
        let observation = ValueObservation.tracking(read).removeDuplicates()
        let (pool, watch) = (pool, watch)
        return AsyncThrowingStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                do {
                    // Before the first value is read: what changes after that is seen.
                    try watch.begin()
                    defer { watch.end() }
                    for try await value in observation.values(in: pool) { continuation.yield(value) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: CareFailure(StoreError(error)))
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
