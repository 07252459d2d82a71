package import Care
import Crypto
import Foundation
package import StrictJSON

/// A mutation that was not applied, whole, with the reason.
package struct SetAside: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable, Codable, CaseIterable, JSONForm {
        /// It breaks a rule; its author may correct it and record it again.
        case rejected
        /// A fact that may well be true, and names something that the service does not know (yet).
        case quarantined
    }

    package var status: Status
    package var reason: SetAsideReason
    /// Which field and what it must be, where a field is to blame.
    package var detail: FieldViolation?
    package var device: DeviceID
    package var seq: Int64
    package var kind: String
    package var op: String
    package var row: RowID
    package var body: JSONValue?
    /// What somebody decided about it; nil while it waits.
    package var resolution: Resolution?

    /// The end of a mutation that was set aside.
    package struct Resolution: Hashable, Sendable {
        package enum Decision: String, Hashable, Sendable, Codable, CaseIterable, JSONForm {
            /// It was made part of the chart after all, by the commit that says so.
            case accepted
            /// It was looked at, and stays aside.
            case dismissed
        }

        package var decision: Decision
        /// Whose decision it was.
        package var role: Role
        package var note: Note?

        package init(decision: Decision, role: Role, note: Note?) {
            self.decision = decision
            self.role = role
            self.note = note
        }
    }

    package init(
        status: Status, reason: SetAsideReason, detail: FieldViolation?, device: DeviceID, seq: Int64, kind: String,
        op: String, row: RowID, body: JSONValue?, resolution: Resolution? = nil
    ) {
        self.status = status
        self.reason = reason
        self.detail = detail
        self.device = device
        self.seq = seq
        self.kind = kind
        self.op = op
        self.row = row
        self.body = body
        self.resolution = resolution
    }

    /// The id of the row that keeps what a device sent under a number: made from the two, and of UUID version 8, which no
    /// client may choose for a row of its own.
    package static func rowID(device: DeviceID, seq: Int64) -> RowID {
        let digest = Array(SHA256.hash(data: Array("set-aside \(device) \(seq)".utf8)))
        return RowID(UUID(digest: digest))
    }
}

/// Why a mutation was set aside; stable texts that clients may act on.
package enum SetAsideReason: String, Hashable, Sendable, Codable, CaseIterable, JSONForm {
    /// A field is missing, unknown, of the wrong type or out of range; `detail` names it.
    case invalid
    case unknownKind = "unknown_kind"
    case unknownOperation = "unknown_operation"
    /// This role does not write this kind.
    case notAllowed = "not_allowed"
    /// Another row has this id.
    case idTaken = "id_taken"
    /// The row was deleted, and its id stays taken.
    case gone
    case unknownRow = "unknown_row"
    /// Somebody changed the same prescription or field group first.
    case baseMoved = "base_moved"
    case baseFromFuture = "base_from_future"
    /// Another row names it.
    case inUse = "in_use"
    /// The log names a plan revision that this chart does not have.
    case unknownRevision = "unknown_revision"
    /// The run names a shoe that this chart does not have.
    case unknownShoe = "unknown_shoe"
    /// It changes a row whose insertion was itself set aside.
    case dependsOnSetAside = "depends_on_set_aside"
    /// It was recorded for a day that was covered, and came after the cover had ended.
    case coverageEnded = "coverage_ended"
    /// It was recorded for a day without cover.
    case notCovered = "not_covered"
    /// Its author's period on the care team had ended when it came.
    case accessEnded = "access_ended"

    /// Facts that name something unknown are kept for a person to decide; everything else is a rejection.
    package var status: SetAside.Status {
        switch self {
        case .unknownRevision, .unknownShoe, .coverageEnded, .accessEnded: .quarantined
        default: .rejected
        }
    }
}

extension SetAside: JSONObjectForm {
    package init(_ field: inout JSONFields<SetAside>) throws(JSONProblem) {
        self.init(
            status: try field("status", \.status), reason: try field("reason", \.reason),
            detail: try field("detail", \.detail), device: try field("device", \.device), seq: try field("seq", \.seq),
            kind: try field("kind", \.kind), op: try field("op", \.op), row: try field("row", \.row),
            body: try field("body", \.body), resolution: try field("resolution", \.resolution))
    }
}

extension SetAside.Resolution: JSONObjectForm {
    package init(_ field: inout JSONFields<SetAside.Resolution>) throws(JSONProblem) {
        self.init(
            decision: try field("decision", \.decision), role: try field("role", \.role),
            note: try field("note", \.note))
    }
}
