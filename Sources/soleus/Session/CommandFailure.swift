import Foundation

/// How the program ends, for scripts to decide on; `soleus --help` lists them.
enum ExitStatus: Int32, CaseIterable {
    case done = 0
    /// The service understood, and said no.
    case refused = 3
    /// Nobody is signed in, or this role may not do it.
    case notAllowed = 4
    /// No answer, or one that leaves open what happened: doing it again is safe.
    case unknownOutcome = 5
    /// The plan moved on since it was read.
    case conflict = 6
    /// The file or the text is not what the command needs.
    case badInput = 7

    var explanation: String {
        switch self {
        case .done: "done"
        case .refused: "the service refused it, or a name fits nobody or several"
        case .notAllowed: "not signed in, or not allowed"
        case .unknownOutcome: "no answer, or the outcome is unknown: repeating is safe"
        case .conflict: "the plan has changed since it was read"
        case .badInput: "the input file is not valid; nothing was sent"
        }
    }
}

/// Why a command did not do what it was asked, with what to do about it.
struct CommandFailure: Error, Hashable {
    var status: ExitStatus
    /// What is wrong, for a person.
    var message: String
    /// What to do next.
    var advice: String?
    /// The problem as the service sent it, for `--json`.
    var problemJSON: String?
    /// The problem's type, such as `/problems/no-plan`, where the service sent one.
    var problemType: String?

    init(
        _ status: ExitStatus, _ message: String, advice: String? = nil, problemJSON: String? = nil,
        problemType: String? = nil
    ) {
        self.status = status
        self.message = message
        self.advice = advice
        self.problemJSON = problemJSON
        self.problemType = problemType
    }

    /// The lines for standard error.
    var text: String { "soleus: " + message + (advice.map { "\n" + $0 } ?? "") }
}

extension ExitStatus {
    /// What an answer that is no success means for a script.
    static func answering(_ httpStatus: Int, problemType: String?) -> ExitStatus {
        switch (httpStatus, problemType) {
        case (409, "/problems/base-moved"?): .conflict
        case (401, _), (403, _): .notAllowed
        // Nothing was decided: the request was not served in time.
        case (408, _), (500..., _): .unknownOutcome
        default: .refused
        }
    }
}
