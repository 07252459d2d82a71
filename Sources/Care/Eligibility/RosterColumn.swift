/// The columns of the canonical roster file (domain guide §6, a choice), by the names of its header.
package enum RosterColumn: String, Hashable, Sendable, Codable, CaseIterable {
    case recordType = "record_type"
    case sponsorMemberID = "sponsor_member_id"
    case subscriberID = "subscriber_id"
    case relationship
    case firstName = "first_name"
    case lastName = "last_name"
    case birthDate = "birth_date"
    case sex, email, phone, zip, state
    case groupID = "group_id"
    case planCode = "plan_code"
    case effectiveDate = "effective_date"
    case endDate = "end_date"
    case endReason = "end_reason"
    case language

    /// Whether a file without the column is refused.
    ///
    /// `end_date` is: a file that lost it would cover everybody for ever.
    package var isRequired: Bool {
        switch self {
        case .sex, .email, .phone, .zip, .state, .groupID, .endReason, .language: false
        default: true
        }
    }
}

/// The first line of a roster file: which column holds what.
package struct RosterHeader: Hashable, Sendable {
    /// The names as the file writes them.
    package let names: [String]
    /// Names that mean nothing to us, which are reported and skipped.
    package let unknownColumns: [String]
    /// Where each column stands; nil where the file does not have it.
    let places: [Int?]

    static let maximumColumns = 200

    init(_ fields: [String], called mapped: [String: RosterColumn] = [:]) throws(RosterFileProblem) {
        guard fields.count <= Self.maximumColumns else {
            throw RosterFileProblem(
                code: .headerInvalid, message: "The header has more than \(Self.maximumColumns) columns.")
        }
        // Names are echoed to people: no control characters, no novels.
        guard fields.allSatisfy({ $0.isEmpty || Label($0) != nil }) else {
            throw RosterFileProblem(
                code: .headerInvalid,
                message: "A column's name is longer than \(Label.maximumBytes) bytes, blank or not plain text.")
        }
        var places = [Int?](repeating: nil, count: RosterColumn.allCases.count)
        var unknown: [String] = []
        names = fields.map { $0.trimmingSpaces() }
        for (place, name) in names.enumerated() {
            let lowercased = name.lowercased()
            guard let column = mapped[lowercased] ?? RosterColumn(rawValue: lowercased) else {
                unknown.append(name)
                continue
            }
            guard places[column.place] == nil else {
                throw RosterFileProblem(
                    code: .headerDuplicate, message: "The header has the column \(column.rawValue) twice.")
            }
            places[column.place] = place
        }
        let missing = RosterColumn.allCases.filter { $0.isRequired && places[$0.place] == nil }
        guard missing.isEmpty else {
            if let separator = Self.otherSeparator(in: names) {
                throw RosterFileProblem(
                    code: .headerMissing,
                    message: "The columns are separated by \(separator); send the file with commas between them.")
            }
            throw RosterFileProblem(
                code: .headerMissing,
                message: "The header lacks \(missing.map(\.rawValue).joined(separator: ", ")).")
        }
        self.places = places
        unknownColumns = unknown
    }

    /// What stands between the columns instead of commas, when the header is all one field.
    private static func otherSeparator(in names: [String]) -> String? {
        guard names.count == 1, let name = names.first else { return nil }
        let separators: [(Character, String)] = [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")]
        return separators.first { separator, _ in
            name.split(separator: separator).contains { RosterColumn(rawValue: $0.lowercased()) != nil }
        }?.1
    }

    /// The name of a column for an error, whatever it holds.
    func name(at index: Int) -> String {
        names.indices.contains(index) ? names[index] : "column \(index + 1)"
    }
}

extension RosterColumn {
    /// The place of the column in the canonical order, from 0.
    var place: Int {
        switch self {
        case .recordType: 0
        case .sponsorMemberID: 1
        case .subscriberID: 2
        case .relationship: 3
        case .firstName: 4
        case .lastName: 5
        case .birthDate: 6
        case .sex: 7
        case .email: 8
        case .phone: 9
        case .zip: 10
        case .state: 11
        case .groupID: 12
        case .planCode: 13
        case .effectiveDate: 14
        case .endDate: 15
        case .endReason: 16
        case .language: 17
        }
    }
}

extension String {
    /// The text without ASCII spaces and tabs at its ends.
    func trimmingSpaces() -> String {
        let utf8 = self.utf8
        guard let first = utf8.first, let last = utf8.last else { return self }
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard isSpace(first) || isSpace(last) else { return self }
        guard let start = utf8.firstIndex(where: { !isSpace($0) }),
            let end = utf8.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(self[start...end])
    }
}
