/// A file that cannot be read in one sitting holds more than one subject.
enum Length {
    static let maximumLines = 400

    static func complaints(in file: SourceFile) -> [Complaint] {
        let count = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        guard count > maximumLines else { return [] }
        return [
            Complaint(
                path: file.path, line: nil,
                advice: "\(count) lines, at most \(maximumLines): give each type or family a file of its own")
        ]
    }
}
