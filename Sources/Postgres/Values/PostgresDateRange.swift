/// Days from one to before another, stored as `daterange`.
package struct PostgresDateRange: Hashable, Sendable {
    /// The first day within; nil means that there is no first.
    package let lower: PostgresDate?
    /// The first day after; nil means that there is no end.
    package let upper: PostgresDate?
    /// Whether no day is within.
    package let isEmpty: Bool

    /// Takes the first day within and the first day after; equal days make an empty range, and a reversed one is nil.
    package init?(from lower: PostgresDate?, until upper: PostgresDate?) {
        if let lower, let upper {
            guard lower <= upper else { return nil }
            if lower == upper {
                self = .empty
                return
            }
        }
        self.init(lower: lower, upper: upper, isEmpty: false)
    }

    private init(lower: PostgresDate?, upper: PostgresDate?, isEmpty: Bool) {
        self.lower = lower
        self.upper = upper
        self.isEmpty = isEmpty
    }

    /// The range without any day.
    package static let empty = PostgresDateRange(lower: nil, upper: nil, isEmpty: true)

    /// Whether a day is within.
    package func contains(_ day: PostgresDate) -> Bool {
        if isEmpty { return false }
        if let lower, day < lower { return false }
        if let upper, day >= upper { return false }
        return true
    }
}

extension PostgresDateRange: PostgresEncodable, PostgresDecodable {
    /// `daterange`.
    package static var postgresType: PostgresType { .daterange }

    // The first byte of a range, from the server's rangetypes.h.
    private static let emptyFlag: UInt8 = 0x01
    private static let lowerInclusiveFlag: UInt8 = 0x02
    private static let upperInclusiveFlag: UInt8 = 0x04
    private static let lowerInfiniteFlag: UInt8 = 0x08
    private static let upperInfiniteFlag: UInt8 = 0x10

    /// The flags, and then each bound that is there.
    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        if isEmpty {
            bytes.append(Self.emptyFlag)
            return
        }
        bytes.append(
            (lower == nil ? Self.lowerInfiniteFlag : Self.lowerInclusiveFlag)
                | (upper == nil ? Self.upperInfiniteFlag : 0))
        if let lower { try bytes.appendField(lower) }
        if let upper { try bytes.appendField(upper) }
    }

    /// The range in the form that the server keeps: with its first day, and without its last bound.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> PostgresDateRange {
        let flags: UInt8 = try bytes.integer(of: postgresType)
        if flags & emptyFlag != 0 { return .empty }
        guard flags & upperInclusiveFlag == 0 else { throw .malformedValue(type: postgresType.name) }
        var offset = 1
        var bounds: [PostgresDate?] = []
        for infinite in [lowerInfiniteFlag, upperInfiniteFlag] {
            if flags & infinite != 0 {
                bounds.append(nil)
                continue
            }
            let length: Int32 = try bytes.integer(at: offset, of: postgresType)
            guard length == 4, bytes.byteCount - offset >= 8 else { throw .malformedValue(type: postgresType.name) }
            bounds.append(try PostgresDate.decode(bytes.extracting((offset + 4)..<(offset + 8))))
            offset += 8
        }
        guard let range = PostgresDateRange(from: bounds[0], until: bounds[1]) else {
            throw .malformedValue(type: postgresType.name)
        }
        return range
    }
}
