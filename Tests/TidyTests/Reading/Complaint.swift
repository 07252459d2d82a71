/// A place where a rule of the project is not kept, and what to do about it.
struct Complaint: Hashable, CustomStringConvertible {
    var path: String
    /// Counted from 1; nil where the file as a whole is meant.
    var line: Int?
    var advice: String

    var description: String {
        if let line { "\(path):\(line): \(advice)" } else { "\(path): \(advice)" }
    }
}

/// All complaints, one per line, for the message of a failed expectation.
func listing(_ complaints: [Complaint]) -> String {
    complaints.map(\.description).joined(separator: "\n")
}
