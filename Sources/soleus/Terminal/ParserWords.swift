/// What the parser says of a command line that it does not understand, for a terminal: it repeats a value as it was typed,
/// however long it is and whatever is in it, and says the usage in one line.
enum ParserWords {
    static func shaped(_ message: String, width: Int) -> String {
        let (message, hint) = valueShortened(message)
        var lines: [String] = []
        for line in message.split(separator: "\n", omittingEmptySubsequences: false).map({ printable(String($0)) }) {
            if line.hasPrefix("Usage: ") {
                lines += wrapped(line, to: width, indent: 7)
            } else if line.hasPrefix("Error: ") {
                lines += wrapped(line, to: width) + (hint.map { wrapped($0, to: width) } ?? [])
            } else {
                lines.append(line)
            }
        }
        while lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    private static let before = "The value '"
    private static let after = "' is invalid for '"
    private static let longestValue = 40

    /// The message with no more of the value than tells which it is, and what is wrong with the value.
    private static func valueShortened(_ message: String) -> (message: String, hint: String?) {
        guard let start = message.firstRange(of: before)?.upperBound,
            let end = message[start...].ranges(of: after).last
        else { return (message, nil) }
        let value = String(message[start..<end.lowerBound])
        let place = message[end.upperBound...].prefix { $0 != "'" }
        let shown = fitted(printable(value), to: longestValue)
        return (message[..<start] + shown + message[end.lowerBound...], hint(value, place))
    }

    private static func hint(_ value: String, _ place: Substring) -> String? {
        if !value.contains(where: { !$0.isWhitespace }) { return "It is blank." }
        if place.hasSuffix("<day>") { return "A day is such as 2026-12-01." }
        if place.hasSuffix("<when>") { return "A time is such as \"2026-12-04 09:30\", or 2026-12-04T16:30:00Z." }
        if place.hasSuffix("<instant>") { return "An instant is such as 2026-12-04T16:30:00Z, in UTC." }
        let isControl = { (scalar: Unicode.Scalar) in
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        }
        if value.unicodeScalars.contains(where: isControl) { return "It holds control characters." }
        let bytes = value.utf8.count
        return bytes > 200 ? "It is \(bytes) bytes long, which is too much." : nil
    }
}
