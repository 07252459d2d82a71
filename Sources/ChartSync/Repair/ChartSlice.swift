package import Care
import StrictJSON

/// A part of a scope that can be compared and repaired by itself.
///
/// In a chart a slice is a month, `2026-03`, of what happened on a day of it by the member's calendar, and `standing` is
/// everything without a day: plan revisions, shoes, what was set aside. Elsewhere a slice is a kind of row.
package struct ChartSlice: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let description: String

    package static let standing = ChartSlice("standing")

    private init(_ name: String) { description = name }

    /// The slice of a scope to which a row belongs; a row never moves to another.
    package init(of row: WireRow, in scope: Scope) {
        switch scope {
        case .chart:
            if let day = row.body["moment"]?["day"]?.stringValue, day.utf8.count == 10 {
                self.init(String(day.prefix(7)))
            } else {
                self = .standing
            }
        case .catalog, .panel: self.init(row.kind)
        }
    }

    /// Whether a copy that begins with a day has all of it: what has no day, and months from the first whole one on.
    package func isWhole(since day: LocalDay) -> Bool {
        guard self != .standing else { return true }
        let month = String(day.description.prefix(7))
        return description > month || description == month && day.description.hasSuffix("-01")
    }

    /// Nil unless 1 to 40 lower-case letters, digits, `_` and `-`.
    package init?(named text: String) {
        let isPlain = text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 95 || byte == 45
        }
        guard (1...40).contains(text.utf8.count), isPlain else { return nil }
        self.init(text)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let slice = Self(named: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "must be a month such as 2026-03, standing, or a kind of row")
        }
        self = slice
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }

    /// The checksums of the slices that some rows of a scope make, by name.
    package static func sums(of rows: some Sequence<WireRow>, in scope: Scope) -> [SliceSum] {
        var sums = SliceSums(scope)
        for row in rows { sums.add(row) }
        return sums.list
    }
}

/// The checksums of a scope's slices, as they add up row by row.
package struct SliceSums: Sendable {
    private let scope: Scope
    private var sums: [ChartSlice: (count: Int, checksum: ChartChecksum)] = [:]

    package init(_ scope: Scope) { self.scope = scope }

    package mutating func add(_ row: WireRow) {
        sums[ChartSlice(of: row, in: scope), default: (0, .empty)].count += 1
        sums[ChartSlice(of: row, in: scope), default: (0, .empty)].checksum.add(row)
    }

    /// By name.
    package var list: [SliceSum] {
        sums.sorted { $0.key < $1.key }.map { slice, sum in
            SliceSum(slice: slice, rows: sum.count, checksum: sum.checksum.description)
        }
    }
}
