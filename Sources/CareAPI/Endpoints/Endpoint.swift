import HTTPMessages

/// What a route leads to: the promise, and what keeps it.
package struct Endpoint: Sendable {
    package let operation: Operation
    let answer: @Sendable (Call) async throws -> Response

    init(_ operation: Operation, answer: @escaping @Sendable (Call) async throws -> Response) {
        self.operation = operation
        self.answer = answer
    }
}
