package import Foundation

/// A UUID that names one kind of thing, so that a member's id never passes for a chart row's.
///
/// Written in lower case everywhere: on the wire, in SQL and in hashes.
package struct Identifier<Subject>: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    /// Nil unless the text is a UUID in its usual form of 36 characters, in either case.
    package init?(_ text: some StringProtocol) {
        guard let uuid = UUID(text: text) else { return nil }
        self.uuid = uuid
    }

    package var description: String { uuid.text }

    package static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }
}

extension Identifier: TextValue {
    package static var rule: String { "must be a UUID" }
}

package typealias MemberID = Identifier<Member>
package typealias PractitionerID = Identifier<Practitioner>
package typealias SponsorID = Identifier<Sponsor>
package typealias DeviceID = Identifier<Device>
package typealias RowID = Identifier<ChartRow>

/// One row of a chart, of whatever kind; only ever named, as `RowID`.
package enum ChartRow {}
