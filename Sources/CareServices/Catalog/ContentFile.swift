package import Care
package import StrictJSON

/// One file of content that keeps every rule.
package struct ContentFile: Hashable, Sendable {
    /// Its path below the content's folder, such as `exercises/calf-raises.json`.
    package var path: String
    package var kind: ContentKind
    package var slug: Slug
    /// The typed content as JSON, whatever the file's layout.
    package var body: JSONValue
}

/// What is wrong with one place of one file.
package struct ContentProblem: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The path below the content's folder.
    package var file: String
    /// A JSON Pointer (RFC 6901); empty for the file as a whole.
    package var pointer: String
    /// What it must be.
    package var message: String

    package var description: String { "\(file)\(pointer.isEmpty ? "" : " \(pointer)"): \(message)" }
}

/// Everything that is wrong with the content of a folder; never empty.
package struct ContentProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// By file, in the order of the folder.
    package var problems: [ContentProblem]

    /// One problem a line.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// What loading does with one piece of content.
package struct CatalogChange: Hashable, Sendable, CustomStringConvertible {
    package enum Action: String, Hashable, Sendable, Codable, CaseIterable {
        case new, changed, unchanged
        /// Published once and no longer among the files: it stays, since plans may name it.
        case removedFromFiles = "removed_from_files"
        /// Waits for the practice's reviewers from now on.
        case drafted
        /// A version of it is being written or reviewed already, and is left alone.
        case underWay = "under_way"
    }

    package var action: Action
    package var kind: ContentKind
    package var slug: Slug
    /// The version that is published once the load is done.
    package var version: Int
    /// Which fields differ from the version before, by JSON Pointer; for what has changed.
    package var fields: [String]

    package var description: String {
        let name = "\(kind.rawValue) \(slug)"
        return switch action {
        case .new: "new: \(name), version \(version)"
        case .changed: "changed: \(name), version \(version) (\(fields.joined(separator: ", ")))"
        case .unchanged: "unchanged: \(name), version \(version)"
        case .drafted: "drafted for review: \(name), version \(version)"
        case .underWay: "under review already, left alone: \(name), version \(version - 1)"
        case .removedFromFiles: "not among the files, kept: \(name), version \(version)"
        }
    }
}
