/// A value now, and again whenever it changes on this device.
///
/// Equal values do not come twice in a row, and a reader that is slow gets the latest. It ends when its task is cancelled.
public struct CareUpdates<Element: Sendable>: AsyncSequence, Sendable {
    private let stream: AsyncThrowingStream<Element, any Error>

    init(_ stream: AsyncThrowingStream<Element, any Error>) { self.stream = stream }

    /// Begins to observe.
    public func makeAsyncIterator() -> Iterator { Iterator(stream.makeAsyncIterator()) }

    /// The values, one after another.
    public struct Iterator: AsyncIteratorProtocol {
        private var iterator: AsyncThrowingStream<Element, any Error>.AsyncIterator

        init(_ iterator: AsyncThrowingStream<Element, any Error>.AsyncIterator) { self.iterator = iterator }

        /// Waits for the next value; nil when the task was cancelled.
        ///
        /// - Throws: `CareFailure` when the store cannot be read.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Element? {
            try await iterator.next(isolation: actor)
        }
    }
}
