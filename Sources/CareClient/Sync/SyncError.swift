/// Why a sync could not go on; everything that was recorded is still there.
package enum SyncError: Error, Hashable, Sendable {
    /// No answer: the service may or may not have what was sent, and will be sent the same again.
    case noAnswer(ServiceError)
    /// The service cannot serve now.
    case busy(status: Int, retryAfterSeconds: Int?)
    /// The service said no and changed nothing.
    case refused(status: Int, problem: String?, detail: String?)
    /// Neither the credential nor the enrolment is accepted any more: sign in again, or ask the practice.
    case signedOut(detail: String?)
    /// The service has revoked this device: its copies are removed, and what it had not sent is kept.
    case revoked(detail: String?)
    /// Some cursors are not taken any more, at these places of the question; the pull begins anew there.
    case cursorsRefused(at: [Int])
    /// What the service answered breaks the protocol; it was not stored.
    case misbehaved(String)
    /// The device's own store failed.
    case store(StoreError)

    /// Whether trying again later is all that is needed.
    package var isPassing: Bool {
        switch self {
        case .noAnswer, .busy: true
        case .refused, .signedOut, .revoked, .cursorsRefused, .misbehaved, .store: false
        }
    }
}

extension SyncError: CustomStringConvertible {
    /// What happened, in a sentence for people.
    package var description: String {
        switch self {
        case .noAnswer(let error): return error.description
        case .busy(let status, let seconds):
            let advice = seconds.map { " Try again in \($0) seconds." } ?? " Try again later."
            return "The service cannot answer now (HTTP \(status))." + advice
        case .refused(let status, let problem, let detail):
            let reason = [problem, detail].compactMap { $0 }.joined(separator: ": ")
            return "The service refused (HTTP \(status))" + (reason.isEmpty ? "." : ": \(reason)")
        case .signedOut(let detail):
            return "This device is not signed in any more" + (detail.map { ": \($0)" } ?? ".")
        case .revoked(let detail):
            return "This device was revoked, and its copies were removed" + (detail.map { ": \($0)" } ?? ".")
        case .cursorsRefused: return "The service does not know how far this copy has come."
        case .misbehaved(let what): return "The service's answer makes no sense: \(what). Nothing of it was stored."
        case .store(let error): return error.description
        }
    }
}
