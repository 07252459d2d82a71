/// What one place in a segment takes.
struct ElementRule: Hashable, Sendable {
    enum Usage: Hashable, Sendable {
        case required, situational, unused
    }

    enum Content: Hashable, Sendable {
        /// A value, from the codes where there are any.
        case value(DataElement, codes: Set<String>)
        /// Several values between component separators.
        case composite([ElementRule])
    }

    let content: Content
    let usage: Usage
    /// How often the value may stand in one element.
    let repeats: Int

    /// Must be there; `codes` is a list with spaces, and empty where any value will do.
    static func must(_ element: DataElement, _ codes: String = "") -> Self {
        Self(content: .value(element, codes: list(codes)), usage: .required, repeats: 1)
    }

    static func may(_ element: DataElement, _ codes: String = "", repeats: Int = 1) -> Self {
        Self(content: .value(element, codes: list(codes)), usage: .situational, repeats: repeats)
    }

    /// The guide leaves the place out.
    static func unused(_ element: DataElement) -> Self {
        Self(content: .value(element, codes: []), usage: .unused, repeats: 1)
    }

    static func composite(_ usage: Usage, _ parts: [ElementRule], repeats: Int = 1) -> Self {
        Self(content: .composite(parts), usage: usage, repeats: repeats)
    }

    private static func list(_ codes: String) -> Set<String> { Set(codes.split(separator: " ").map(String.init)) }
}
