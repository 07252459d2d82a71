/// Numbers with units as a plan's text writes them.
enum PlanTextNumbers {
    /// At most nine ASCII digits, so that no number of a text can overflow.
    static func wholeNumber(_ text: some StringProtocol) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    /// `10` or `10-15`.
    static func range(_ text: some StringProtocol) -> (lower: Int, upper: Int?)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, let lower = wholeNumber(first) else { return nil }
        if parts.count == 1 { return (lower, nil) }
        guard parts.count == 2, let upper = wholeNumber(parts[1]) else { return nil }
        return (lower, upper)
    }

    /// `120s`, `120-180s`, `2min` or `2-3min`, in seconds.
    static func seconds(_ text: some StringProtocol) -> (lower: Int, upper: Int?)? {
        if text.hasSuffix("min") {
            guard let minutes = range(text.dropLast(3)), minutes.lower < 10_000, (minutes.upper ?? 0) < 10_000 else {
                return nil
            }
            return (minutes.lower * 60, minutes.upper.map { $0 * 60 })
        }
        return text.hasSuffix("s") ? range(text.dropLast(1)) : nil
    }

    /// `5kg`, `2.5kg` or `500g`, in grams.
    static func grams(_ text: some StringProtocol) -> Int? {
        if text.hasSuffix("kg") {
            let parts = text.dropLast(2).split(separator: ".", omittingEmptySubsequences: false)
            guard let first = parts.first, let whole = wholeNumber(first), whole < 1_000_000 else { return nil }
            if parts.count == 1 { return whole * 1_000 }
            guard parts.count == 2, (1...3).contains(parts[1].utf8.count), let decimals = wholeNumber(parts[1]) else {
                return nil
            }
            return whole * 1_000 + decimals * [100, 10, 1][parts[1].utf8.count - 1]
        }
        return text.hasSuffix("g") ? wholeNumber(text.dropLast(1)) : nil
    }

    /// Grams as kilograms, with as many decimals as they need.
    static func kilograms(_ grams: Int) -> String {
        let decimals = String(grams % 1_000 + 1_000).dropFirst()
        let trimmed = String(decimals.reversed().drop { $0 == "0" }.reversed())
        return trimmed.isEmpty ? "\(grams / 1_000)kg" : "\(grams / 1_000).\(trimmed)kg"
    }
}
