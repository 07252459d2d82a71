/// Produces a body over time; it returns when the body is complete, and a body that it throws in is cut short.
///
/// Its task is cancelled when the client leaves, and as soon as the server begins to drain: it may still write a last
/// word then, and should return.
package typealias BodyProducer = @Sendable (BodyWriter) async throws -> Void

/// Where a body that is produced over time goes, piece by piece.
package struct BodyWriter: Sendable {
    /// Nobody will read what is written: the client has left, does not read, or the server has run out of time.
    package struct Closed: Error, Hashable, Sendable, CustomStringConvertible {
        package init() {}

        package var description: String { "the client is no longer there to read the body" }
    }

    /// Takes a piece when there is room for it.
    package typealias Sink = @Sendable ([UInt8]) async throws(Closed) -> Void

    private let sink: Sink

    /// A writer into a sink: the server's, or that of a test.
    package init(_ sink: @escaping Sink) { self.sink = sink }

    /// Sends bytes as soon as the client takes them, and waits while too many are on their way.
    package func write(_ bytes: [UInt8]) async throws(Closed) { try await sink(bytes) }

    /// Sends text, in UTF-8.
    package func write(_ text: String) async throws(Closed) { try await sink(Array(text.utf8)) }
}
