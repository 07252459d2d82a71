/// An integer with a range of its own, checked once where it comes in.
///
/// A value is never clamped: a clamped report would be a report that nobody made.
package protocol BoundedInteger: RawRepresentable, Hashable, Sendable, Codable, Comparable where RawValue == Int {
    static var range: ClosedRange<Int> { get }
    /// Makes the value without a check; only `init?(_:)` calls it.
    init(unchecked value: Int)
}

extension BoundedInteger {
    /// Nil outside `range`.
    package init?(_ value: Int) {
        guard Self.range.contains(value) else { return nil }
        self.init(unchecked: value)
    }

    package init?(rawValue: Int) { self.init(rawValue) }

    /// What the number must be, in words that do not repeat what was sent.
    package static var rule: String { "must be a whole number from \(range.lowerBound) to \(range.upperBound)" }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(Int.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: Self.rule)
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
