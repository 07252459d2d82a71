/// Says that the server has begun to shut down, to requests that would otherwise wait for something.
///
/// Requests under way are not cancelled then: most finish by themselves. One that waits for news answers without them.
package struct DrainSignal: Sendable {
    /// Keeps an action until the drain begins; returns how to take it back, or nil when the drain has begun before.
    package typealias Registration = @Sendable (_ action: @escaping @Sendable () -> Void) -> (@Sendable () -> Void)?

    private let register: Registration

    /// A signal that a server gives, or a test.
    package init(_ register: @escaping Registration) { self.register = register }

    /// The signal of a request that no server serves.
    package static let never = DrainSignal { _ in {} }

    /// Runs the operation, and the action if the server begins to shut down meanwhile, or has begun before.
    ///
    /// - Parameter action: ends the operation's waiting, from any thread and without waiting itself.
    package func whileWaiting<Result>(
        _ operation: () async throws -> Result, onDrain action: @escaping @Sendable () -> Void
    ) async rethrows -> Result {
        guard let takeBack = register(action) else {
            action()
            return try await operation()
        }
        defer { takeBack() }
        return try await operation()
    }
}
