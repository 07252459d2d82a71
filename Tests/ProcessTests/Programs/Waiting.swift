/// Waits until something is so, looking every few milliseconds; throws when it is not within the bound.
///
/// The bound is for a machine in trouble, and no test depends on how long anything takes.
func eventually(
    _ what: String, withinSeconds bound: Int = 60, _ isSo: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(bound)
    while try await !isSo() {
        guard ContinuousClock.now < deadline else { throw NotAsExpected("not within \(bound) s: \(what)") }
        try await Task.sleep(for: .milliseconds(5))
    }
}
