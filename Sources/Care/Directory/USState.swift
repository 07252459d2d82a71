/// A state, the District of Columbia or a territory of the United States, by its two-letter postal code.
package struct USState: TextValue {
    package let description: String

    /// USPS Publication 28, appendix B, without the armed forces' codes, under which no PT is licensed.
    package static let codes: Set<String> = [
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
        "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH",
        "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "PR", "GU", "VI",
        "AS", "MP",
    ]

    /// Nil unless the text is one of `codes`, in either case.
    package init?(_ text: some StringProtocol) {
        let code = text.uppercased()
        guard Self.codes.contains(code) else { return nil }
        description = code
    }

    package static var rule: String { "must be a two-letter state such as CO" }
}
