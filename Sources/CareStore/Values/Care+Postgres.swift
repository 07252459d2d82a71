package import Care
import Foundation
package import Postgres

// How the values of care lie in columns. A value that the database holds and Care refuses is a broken constraint of ours,
// and is reported as one rather than repaired.

extension Identifier: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { UUID.postgresType }

    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) { uuid.encode(into: &bytes) }

    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Self { Self(try UUID.decode(bytes)) }
}

extension Instant: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { Timestamp.postgresType }

    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        try Timestamp(microsecondsSince1970: milliseconds * 1_000).encode(into: &bytes)
    }

    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Instant {
        let microseconds = try Timestamp.decode(bytes).microsecondsSince1970
        return Instant(milliseconds: microseconds >= 0 ? microseconds / 1_000 : (microseconds - 999) / 1_000)
    }
}

extension LocalDay: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { PostgresDate.postgresType }

    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        try PostgresDate(daysSince1970: Int32(clamping: dayNumber)).encode(into: &bytes)
    }

    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> LocalDay {
        LocalDay(dayNumber: Int(try PostgresDate.decode(bytes).daysSince1970))
    }
}

// A push sends some hundred elements of arrays of these. Their loops stand in this module, where the compiler knows of what
// types they are; elsewhere each element would be asked by way of tables.

extension PostgresEncodable {
    static func encodePlainly(_ elements: [Self], into bytes: inout PostgresBytes) throws(PostgresError) {
        let type = postgresType
        try bytes.beginArray(of: type, count: elements.count, hasNull: false)
        for element in elements {
            let field = bytes.beginField()
            try element.encode(into: &bytes)
            try bytes.endField(field, of: type)
        }
    }

    static func encodePlainly(optional elements: [Self?], into bytes: inout PostgresBytes) throws(PostgresError) {
        let type = postgresType
        try bytes.beginArray(of: type, count: elements.count, hasNull: elements.contains { $0 == nil })
        for element in elements {
            guard let element else {
                bytes.appendNull()
                continue
            }
            let field = bytes.beginField()
            try element.encode(into: &bytes)
            try bytes.endField(field, of: type)
        }
    }
}

extension PostgresEncodable where Self: TextValue {
    package static func encodeArray(_ elements: [Self], into bytes: inout PostgresBytes) throws(PostgresError) {
        try encodePlainly(elements, into: &bytes)
    }
    package static func encodeArray(optional elements: [Self?], into bytes: inout PostgresBytes) throws(PostgresError) {
        try encodePlainly(optional: elements, into: &bytes)
    }
}

extension PostgresEncodable where Self: BoundedInteger {
    package static func encodeArray(_ elements: [Self], into bytes: inout PostgresBytes) throws(PostgresError) {
        try encodePlainly(elements, into: &bytes)
    }
    package static func encodeArray(optional elements: [Self?], into bytes: inout PostgresBytes) throws(PostgresError) {
        try encodePlainly(optional: elements, into: &bytes)
    }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue == String {
    package static func encodeArray(_ elements: [Self], into bytes: inout PostgresBytes) throws(PostgresError) {
        try encodePlainly(elements, into: &bytes)
    }
    package static func encodeArray(optional elements: [Self?], into bytes: inout PostgresBytes) throws(PostgresError) {
        try encodePlainly(optional: elements, into: &bytes)
    }
}

extension PostgresTyped where Self: BoundedInteger {
    /// A score or scale fits two bytes.
    package static var postgresType: PostgresType { Int16.postgresType }
}

extension PostgresEncodable where Self: BoundedInteger {
    /// The number itself.
    package func encode(into bytes: inout PostgresBytes) throws(PostgresError) {
        Int16(rawValue).encode(into: &bytes)
    }
}

extension PostgresDecodable where Self: BoundedInteger {
    /// - Throws: `PostgresError` when the number is outside the range that a constraint keeps.
    package static func decode(_ bytes: RawSpan) throws(PostgresError) -> Self {
        guard let value = Self(Int(try Int16.decode(bytes))) else {
            throw .valueOutOfRange(type: String(describing: Self.self))
        }
        return value
    }
}

extension PainScore: PostgresEncodable, PostgresDecodable {}
extension StiffnessScore: PostgresEncodable, PostgresDecodable {}
extension EffortScore: PostgresEncodable, PostgresDecodable {}
extension Difficulty: PostgresEncodable, PostgresDecodable {}
