/// Numbers with what they count: a dose that is torn apart at the end of a line is read wrong.
enum Measures {
    private static let units: Set<Substring> = [
        "%", "°", "s", "min", "h", "d", "mm", "cm", "m", "km", "mi", "g", "kg", "rep", "reps", "set", "sets", "day",
        "days",
        "week", "weeks", "mile", "miles", "minutes", "hours", "seconds",
    ]

    /// The words of a text, where a number and its unit, and the two sides of a ×, are one word of at most `width` columns.
    static func words(of text: String, to width: Int) -> [String] {
        var words: [String] = []
        var last: Substring = ""
        for word in text.split(separator: " ") {
            if let joined = words.last.map({ "\($0) \(word)" }), belongs(word, after: last),
                displayWidth(of: joined) <= width
            {
                words[words.count - 1] = joined
            } else {
                words.append(String(word))
            }
            last = word
        }
        return words
    }

    private static func belongs(_ word: Substring, after last: Substring) -> Bool {
        if word == "×" { return endsInNumber(last) }
        if last == "×" { return word.first?.isNumber ?? false }
        return endsInNumber(last) && units.contains(word.prefix { !",.;:)".contains($0) })
    }

    private static func endsInNumber(_ word: Substring) -> Bool {
        // "R1" and "ankle-v2" end in a digit and are no numbers.
        guard let first = word.first(where: { $0 != "(" }) else { return false }
        return first.isNumber && (word.last?.isNumber ?? false)
    }
}
