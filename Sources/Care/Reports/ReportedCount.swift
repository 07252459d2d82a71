/// What a report says of a count of people: a range that holds it, and never the count itself.
package struct ReportedCount: Hashable, Sendable {
    /// 0 where even that it is more than none is not told.
    package let atLeast: Int
    /// Nil where it is not told how many more there are, because that would tell how few are left out.
    package let atMost: Int?

    package init(atLeast: Int, atMost: Int?) {
        self.atLeast = atLeast
        self.atMost = atMost
    }

    /// Whether the count, or its complement, may be of so few that nothing is said of it.
    package var isSuppressed: Bool { atLeast == 0 || atMost == nil }

    /// As it is printed.
    package var text: String {
        switch (atLeast, atMost) {
        case (0, let most?): "<\(most + 1)"
        case (0, nil): "not shown"
        case (let least, let most?): least == most ? "\(least)" : "\(least) to \(most)"
        case (let least, nil): "\(least) or more"
        }
    }
}
