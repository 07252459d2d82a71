/// Unfinished work is an issue in the tracker, not a comment.
enum Unfinished {
    private static let marks: Set<Substring> = ["TODO", "FIXME", "XXX", "HACK"]

    static func complaints(in file: SourceFile) -> [Complaint] {
        let lines =
            file.path.hasSuffix(".swift")
            ? file.swift.lines.map(\.comment)
            : file.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.enumerated().flatMap { index, line in
            SwiftText.words(of: line).filter(marks.contains).map { mark in
                Complaint(
                    path: file.path, line: index + 1, advice: "\(mark): finish it, or open an issue and remove the mark"
                )
            }
        }
    }
}
