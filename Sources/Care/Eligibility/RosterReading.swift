/// How a sponsor writes its rosters.
package enum RosterFormat: String, Hashable, Sendable, Codable, CaseIterable {
    /// The canonical CSV (domain guide §6, a choice).
    case csv
    /// 834 of X12 (005010X220A1).
    case x12

    /// The type under which a file of the format is sent.
    package var mediaType: String {
        switch self {
        case .csv: "text/csv"
        // The registered name is application/EDI-X12 (RFC 1767); types are compared in small letters.
        case .x12: "application/edi-x12"
        }
    }

    /// The format of a file, by how it begins: an interchange of X12 says so in its first three letters.
    package init(of file: some Sequence<UInt8>) {
        self = file.starts(with: Array("ISA".utf8)) ? .x12 : .csv
    }
}

/// Reads a roster as it arrives, whatever its format: bytes in, rows and faults out.
///
/// Call `parse` for each chunk, `endOfFile` once, and `settle` with what is known of `unresolvedSubscriberIDs`. A file
/// problem is final: every later call throws it again. What must hold between the rows of one file is in
/// `RosterAdmission`, for every format alike.
package protocol RosterReading {
    /// The rows that end in this chunk of bytes, wherever the file was cut.
    mutating func parse(_ chunk: [UInt8]) throws(RosterFileProblem) -> [RosterEvent]

    /// What is left when the file has ended.
    mutating func endOfFile() throws(RosterFileProblem) -> [RosterEvent]

    /// The subscribers that dependants name and the file does not hold, each once, in a fixed order; complete after
    /// `endOfFile`.
    var unresolvedSubscriberIDs: [RosterID] { get }

    /// Withdraws the dependants whose subscriber is neither in the file nor among `knownSubscribers`.
    ///
    /// In a full file nobody else is known, as absence means termination; in a delta, whoever was loaded before.
    mutating func settle(knownSubscribers: Set<RosterID>) -> [RosterEvent]

    var counts: RosterCounts { get }

    /// Whom the refused rows name, as far as that can be read; withdrawn rows aside.
    ///
    /// A faulty row is not an absence: nobody's cover ends because of one.
    var refusedMemberIDs: Set<RosterID> { get }

    /// Whose id is on several rows that are no coverages of one turn.
    ///
    /// Whether they fit together is for whoever has them all: see `StagedRoster`.
    var repeatedMemberIDs: Set<RosterID> { get }

    /// What the file says of itself; complete after `endOfFile`.
    var declared: RosterDeclaration { get }
}

/// What a file says of itself as a whole, where its format has a place for it; nil where it says nothing.
package struct RosterDeclaration: Hashable, Sendable {
    /// Whether it holds the whole roster; a file that says otherwise than its feed does harm.
    package var isFull: Bool?
    /// When the sponsor made it: a file older than the last applied one does harm.
    package var madeOn: LocalDay?
    package var subscribers: Int?
    package var dependents: Int?
    package var people: Int?
    /// Who sends it and for which employer; a file of somebody else brings somebody else's people.
    package var sender: String?
    /// The names of its columns, in order, as the file writes them.
    package var columns: [String]?

    package init() {}
}
