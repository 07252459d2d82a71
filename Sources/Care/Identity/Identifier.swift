package import Foundation

/// A UUID that names one kind of thing, so that a member's id never passes for a chart row's.
///
/// Written in lower case everywhere: on the wire, in SQL and in hashes.
package struct Identifier<Subject>: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    /// Nil unless the text is a UUID in its usual form of 36 characters, in either case.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 36, let uuid = UUID(uuidString: String(text)) else { return nil }
        self.uuid = uuid
    }

    package var description: String { uuid.uuidString.lowercased() }

    package static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be a UUID")
        }
        self = identifier
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

package typealias MemberID = Identifier<Member>
package typealias PractitionerID = Identifier<Practitioner>
package typealias SponsorID = Identifier<Sponsor>
package typealias DeviceID = Identifier<Device>
package typealias RowID = Identifier<ChartRow>

/// One row of a chart, of whatever kind; only ever named, as `RowID`.
package enum ChartRow {}
