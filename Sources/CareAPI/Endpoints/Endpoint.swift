import HTTPMessages

/// What a route leads to: the promise, and what keeps it.
package struct Endpoint: Sendable {
    package let operation: Operation
    let answer: @Sendable (Call) async throws -> Response
    /// Throws what is wrong with a call whose body has yet to come.
    let admit: @Sendable (Call) async throws -> Void

    init(
        _ operation: Operation, admit: @escaping @Sendable (Call) async throws -> Void = { _ in },
        answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.operation = operation
        self.admit = admit
        self.answer = answer
    }
}
