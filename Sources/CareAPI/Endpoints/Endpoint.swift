import HTTPMessages

/// What a route leads to: the promise, and what keeps it.
package struct Endpoint: Sendable {
    package let operation: Operation
    let admission: Admission
    let answer: @Sendable (Call) async throws -> Response
    /// Throws what is wrong with a call whose body has yet to come.
    let admit: @Sendable (Call) async throws -> Void

    /// When it is found out who is calling.
    enum Admission {
        /// Before anything else.
        case first
        /// By the work itself, in its own transaction: for what every device asks all day.
        case withWork
    }

    init(
        _ operation: Operation, admission: Admission = .first,
        admit: @escaping @Sendable (Call) async throws -> Void = { _ in },
        answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.operation = operation
        self.admission = admission
        self.admit = admit
        self.answer = answer
    }
}
