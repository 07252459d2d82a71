import GRDB

extension OfflineStore {
    /// What `read` finds, now and whenever a change of the store through this process changes it.
    ///
    /// Equal values do not come twice in a row, and a reader that is slow gets the latest. What another process changes is
    /// seen with the next change of this one.
    func observing<Value: Equatable & Sendable>(
        _ read: @escaping @Sendable (Database) throws -> Value
    ) -> AsyncThrowingStream<Value, any Error> {
        let observation = ValueObservation.tracking(read).removeDuplicates()
        let pool = pool
        return AsyncThrowingStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                do {
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
