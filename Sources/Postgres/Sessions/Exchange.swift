import CLibPQ

/// A call that waits for its answer, with the type of the answer left out.
protocol PendingCall: AnyObject {
    var statement: StatementText { get }

    /// The parameters, or why they cannot be sent.
    func parameters() throws(PostgresError) -> EncodedParameters
    /// Takes the answer; a failure to read it is kept for whoever asks for the value.
    func receive(_ result: borrowing QueryResult)
    /// Why the answer cannot be used, if it cannot.
    var failure: (any Error)? { get }
}

/// The place where the answer to a call in a pipeline will be.
package final class Pending<Answer>: PendingCall {
    private let call: Call<Answer>
    private var answer: Result<Answer, any Error>?

    init(_ call: Call<Answer>) { self.call = call }

    /// The answer, once the pipeline has run; before that, and after it has failed, an error.
    package var value: Answer {
        get throws {
            guard let answer else {
                throw PostgresError.protocolViolation("a pipeline's answer was read before the pipeline had run")
            }
            return try answer.get()
        }
    }

    var statement: StatementText { call.statement }

    func parameters() throws(PostgresError) -> EncodedParameters { try call.parameters.get() }

    func receive(_ result: borrowing QueryResult) {
        do {
            answer = .success(try call.decode(result))
        } catch {
            answer = .failure(error)
        }
    }

    var failure: (any Error)? {
        guard case .failure(let error) = answer else { return nil }
        return error
    }
}

/// The commands that travel together and share one sync: all succeed, or those from the first failure on do nothing.
package struct Pipeline: ~Copyable {
    var calls: [any PendingCall] = []

    /// Adds a call; its answer is there when the pipeline has run.
    @discardableResult
    package mutating func add<Answer>(_ call: Call<Answer>) -> Pending<Answer> {
        let pending = Pending(call)
        calls.append(pending)
        return pending
    }
}

/// What the COMMIT of an exchange came to.
enum ExchangeEnding {
    /// No COMMIT was part of it.
    case open
    case committed
    case rolledBack
}
