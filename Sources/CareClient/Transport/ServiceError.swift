/// Why there is no answer to a request.
///
/// None of these says that the service did nothing: except where `nothingWasSent`, the request may have taken effect, so only
/// what may be repeated without harm should be.
public enum ServiceError: Error, Hashable, Sendable {
    /// No connection came about; the text says why, and names no credential.
    case unreachable(String)
    /// The answer did not come in the time that the connection allows.
    case timedOut(seconds: Int)
    /// The connection broke before the whole answer was there.
    case cut(String)
    /// The answer is larger than the connection accepts.
    case answerTooLarge(maximumBytes: Int)
    /// What answered does not speak HTTP as the service does.
    case notAService(String)
    /// The request cannot be put into a URL; a mistake of the caller.
    case badRequest(String)

    /// Whether it is certain that the service never saw the request.
    public var nothingWasSent: Bool {
        switch self {
        case .unreachable, .badRequest: true
        case .timedOut, .cut, .answerTooLarge, .notAService: false
        }
    }
}

extension ServiceError: CustomStringConvertible {
    /// What happened, in a sentence for people.
    public var description: String {
        switch self {
        case .unreachable(let reason): "The service cannot be reached: \(reason)."
        case .timedOut(let seconds): "The service did not answer within \(seconds) seconds."
        case .cut(let reason): "The connection broke before the whole answer was there: \(reason)."
        case .answerTooLarge(let maximumBytes): "The answer is larger than \(maximumBytes) bytes."
        case .notAService(let reason): "What answered is not a Soleus service: \(reason)."
        case .badRequest(let reason): "The request cannot be made: \(reason)."
        }
    }
}
