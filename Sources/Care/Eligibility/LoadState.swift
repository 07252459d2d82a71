/// Where a sponsor's file stands on its way into force (domain guide §6, "Load states").
package enum LoadState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Here as it was sent. A load that stays here was cut short: sending the file again takes it up.
    case received
    /// Every byte was read.
    case parsed
    /// Every row was judged, by itself and beside the others.
    case validated
    /// What it would change is known. A load that stays here waits for approval.
    case staged
    /// It waits for a person, because it would do too much harm if it were wrong.
    case held
    /// It may be applied.
    case approved
    /// What it says is in force.
    case applied
    /// The sponsor has taken note.
    case acknowledged
    /// It is no roster, or a person turned it down; nothing of it is in force.
    case rejected
    /// It was in force, and was taken back.
    case undone

    /// Whether it waits for a person's decision.
    package var waits: Bool { self == .staged || self == .held }
    /// Whether what it says is in force.
    package var isInForce: Bool { self == .applied || self == .acknowledged }
}

/// Why a load waits for a person.
package enum HoldCode: String, Hashable, Sendable, Codable, CaseIterable {
    case noUsableRows = "no_usable_rows"
    case errorRate = "error_rate"
    case duplicateKeys = "duplicate_keys"
    case unattributedRows = "unattributed_rows"
    case massTermination = "mass_termination"
    case controlTotals = "control_totals"
    case declaredMode = "declared_mode"
    case olderThanLast = "older_than_last"
    case headerChanged = "header_changed"
    case anotherSponsors = "another_sponsors"
    case anotherSender = "another_sender"

    /// Whether releasing it takes a second person: it could end the cover of many, or bring people who are somebody
    /// else's.
    package var isSevere: Bool {
        switch self {
        case .errorRate, .duplicateKeys, .unattributedRows, .headerChanged: false
        case .noUsableRows, .massTermination, .controlTotals, .declaredMode, .olderThanLast, .anotherSponsors,
            .anotherSender:
            true
        }
    }
}
