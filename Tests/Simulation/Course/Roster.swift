import Care
import Foundation

/// Who takes part in a run: the same people in each.
enum Roster {
    static let members = [MemberID(uuid(1, 1)), MemberID(uuid(1, 2))]
    static let practitioners = [PractitionerID(uuid(2, 1)), PractitionerID(uuid(2, 2)), PractitionerID(uuid(2, 3))]

    private static func uuid(_ kind: UInt8, _ number: UInt8) -> UUID {
        UUID(bytes: [0x01, 0x9A, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, kind, number])
    }
}
