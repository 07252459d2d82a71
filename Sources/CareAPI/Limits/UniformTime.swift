/// Work whose answers all take the same time to whoever waits for them.
enum UniformTime {
    /// Does the work, and gives its outcome not before `floor` has passed since it began.
    ///
    /// Neither an error nor a quick answer can be told from the others by the clock, as long as the work is faster than
    /// the floor. A client that leaves meanwhile ends the wait.
    static func atLeast<Value: Sendable>(
        _ floor: Duration, _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        let earliest = ContinuousClock.now + floor
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
        try await Task.sleep(until: earliest, clock: .continuous)
        return try outcome.get()
    }
}
