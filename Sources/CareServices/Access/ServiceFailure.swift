import Credentials
import Postgres

/// Why a use case did not come to its end, in the terms in which an interface answers.
package enum ServiceFailure: Sendable {
    /// It was refused; nothing was changed.
    case refused(CareError)
    /// Worth a later try of the identical request: it may have been done or not.
    case unavailable(String, facts: [String: String])
    /// Whoever asked has gone.
    case abandoned
    /// Something of ours is wrong; the facts are for the log, and hold no row's values.
    case unexpected(facts: [String: String])

    /// Judges what a use case threw.
    package init(_ error: any Error) {
        switch error {
        case let error as CareError: self = .refused(error)
        case let error as PostgresError: self.init(error)
        case let error as PasswordHasher.Problem:
            switch error {
            case .queueFull: self = .unavailable(error.description, facts: ["reason": "password_queue_full"])
            case .cancelled: self = .abandoned
            case .failed: self = .unexpected(facts: ["reason": error.description])
            }
        case is CancellationError: self = .abandoned
        // An error of another type may quote what somebody wrote: its type alone is safe to log.
        default: self = .unexpected(facts: ["error_type": "\(type(of: error))"])
        }
    }

    private init(_ error: PostgresError) {
        if error == .cancelled {
            self = .abandoned
            return
        }
        var facts = ["reason": error.description]
        facts["sqlstate"] = error.sqlState?.code
        facts["constraint"] = error.constraint
        if error == .commitOutcomeUnknown {
            self = .unavailable("The outcome is not known. Send the identical request again.", facts: facts)
        } else if error.isUnavailable || error.isRetryable {
            self = .unavailable("The database cannot take this request now.", facts: facts)
        } else {
            self = .unexpected(facts: facts)
        }
    }
}
