import Care

/// Why something was not done; nothing was changed, and nothing that was recorded is lost.
public enum CareFailure: Error, Hashable, Sendable {
    /// Nobody is enrolled or signed in on this device: not yet, or not any more.
    case notSignedIn
    /// The device is somebody else's; another person needs another store.
    case somebodyElses
    /// What was to be recorded breaks these rules.
    case invalid([FieldProblem])
    /// What was asked cannot be done here; the text says why.
    case impossible(String)
    /// Signing out would lose so many records that the service does not have.
    case unsentWork(count: Int)
    /// Signing out would leave so many records to the one place on which the service has them: if it were restored from a
    /// backup that is older, nobody would have them.
    ///
    /// With `hasSecondPlace` they will be on a second one in a few minutes; otherwise the practice keeps none, and their owner
    /// has to say that they trust it.
    case onOnePlace(count: Int, hasSecondPlace: Bool)
    /// The service could not be reached or could not answer: trying again later is safe, and all that is needed.
    case unavailable(retryAfterSeconds: Int?, detail: String)
    /// The service understood, and said no.
    case refused(status: Int, problem: String?, detail: String?)
    /// The credential is not accepted any more: sign in again, or ask the practice.
    case signedOut(detail: String?)
    /// The service has revoked this device; its copies are gone.
    case revoked(detail: String?)
    /// What the service answered breaks the protocol; it was not stored.
    case misbehaved(String)
    /// The store's file failed.
    case storage(String)

    /// One value that cannot be recorded.
    public struct FieldProblem: Hashable, Sendable {
        /// A JSON Pointer into the record, such as `/pain`.
        public var field: String
        /// What it must be.
        public var message: String

        /// A problem as an app's own checks may state it, too.
        public init(field: String, message: String) {
            self.field = field
            self.message = message
        }
    }
}

extension CareFailure: CustomStringConvertible {
    /// What happened and what to do, in a sentence or two for people.
    public var description: String {
        switch self {
        case .notSignedIn: "Nobody is signed in on this device. Enrol or sign in first."
        case .somebodyElses: "This device is somebody else's. Another person needs another store."
        case .invalid(let problems):
            "Nothing was recorded: " + problems.map { "\($0.field) \($0.message)" }.joined(separator: "; ") + "."
        case .impossible(let reason), .misbehaved(let reason), .storage(let reason): reason
        case .unsentWork(let count): "\(count) records are on this device only, and would be lost."
        case .onOnePlace(let count, let hasSecondPlace):
            StoreError.onOnePlace(count: count, hasSecondPlace: hasSecondPlace).description
        case .unavailable(_, let detail): detail
        case .refused(let status, _, let detail): detail ?? "The service refused (HTTP \(status))."
        case .signedOut(let detail): detail ?? "This device is not signed in any more."
        case .revoked(let detail): detail ?? "This device was revoked, and its copies were removed."
        }
    }
}

extension CareFailure {
    init(_ error: StoreError) {
        switch error {
        case .notEnrolled, .leaving: self = .notSignedIn
        case .alreadyEnrolled: self = .somebodyElses
        case .invalid(let violations):
            self = .invalid(violations.map { FieldProblem(field: $0.pointer, message: $0.message) })
        case .unsentWork(let count): self = .unsentWork(count: count)
        case .onOnePlace(let count, let hasSecondPlace):
            self = .onOnePlace(count: count, hasSecondPlace: hasSecondPlace)
        case .chartNotNamed, .notAllowed, .unknownRow, .notOpen: self = .impossible(error.description)
        case .cannotOpen, .newerStore, .storage, .damaged: self = .storage(error.description)
        }
    }

    init(_ error: SyncError) {
        switch error {
        case .noAnswer(let failure): self = .unavailable(retryAfterSeconds: nil, detail: failure.description)
        case .busy(_, let seconds): self = .unavailable(retryAfterSeconds: seconds, detail: error.description)
        case .refused(let status, let problem, let detail):
            self = .refused(status: status, problem: problem, detail: detail)
        case .signedOut(let detail): self = .signedOut(detail: detail)
        case .revoked(let detail): self = .revoked(detail: detail)
        case .misbehaved, .cursorsRefused: self = .misbehaved(error.description)
        case .store(let failure): self = CareFailure(failure)
        }
    }
}
