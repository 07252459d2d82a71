/// What switches a check of the compiler off, or throws an error away, says why in a comment on its line or above its statement.
///
/// `preconditionFailure` is left alone: its message is the reason.
enum Reasons {
    static func complaints(in file: SourceFile) -> [Complaint] {
        let text = file.swift
        return text.lines.enumerated().flatMap { index, line in
            found(in: line.code, isTest: file.isTest).filter { _ in !text.hasComment(at: index + 1) }.map { construct in
                Complaint(
                    path: file.path, line: index + 1,
                    advice:
                        "say in a comment on this line or above the statement why \(construct) is right, or do without it"
                )
            }
        }
    }

    private static func found(in code: String, isTest: Bool) -> [String] {
        var everywhere = ["@unchecked Sendable", "nonisolated(unsafe)"]
        // In a test an error thrown away shows as the expectation that fails after it.
        if !isTest { everywhere += ["try?", "try!", "fatalError("] }
        return everywhere.filter { holds(code, $0) }
    }

    /// Whether it stands there by itself, and not as the end of another word, as in `Entry?`.
    private static func holds(_ code: String, _ construct: String) -> Bool {
        code.ranges(of: construct).contains { range in
            range.lowerBound == code.startIndex || !code[code.index(before: range.lowerBound)].isLetter
        }
    }
}
