/// What a sponsor's files mean and how much of what they say is believed; declared once, never guessed from a file
/// (domain guide §6, "Feed settings").
package struct FeedRules: Hashable, Sendable, Codable {
    package var mode: FeedMode
    package var endDateMeaning: EndDateMeaning
    package var dateFormat: RosterDateFormat
    package var matchKeys: MatchKeys
    /// The age at which a child's cover ends, whatever the file says; nil where there is none.
    package var dependentAgeLimit: Int?
    /// The groups whose people the files may bring; any where it is empty.
    package var groups: [Label]
    /// What the files call our columns, where they call them otherwise.
    package var columns: [FeedColumn]
    package var approval: Approval
    package var thresholds: HoldThresholds

    package init(
        mode: FeedMode, endDateMeaning: EndDateMeaning, dateFormat: RosterDateFormat = .iso,
        matchKeys: MatchKeys = .numberAndPerson, dependentAgeLimit: Int? = nil, groups: [Label] = [],
        columns: [FeedColumn] = [], approval: Approval = .automatic, thresholds: HoldThresholds = HoldThresholds()
    ) {
        self.mode = mode
        self.endDateMeaning = endDateMeaning
        self.dateFormat = dateFormat
        self.matchKeys = matchKeys
        self.dependentAgeLimit = dependentAgeLimit
        self.groups = groups
        self.columns = columns
        self.approval = approval
        self.thresholds = thresholds
    }

    /// Whether a load waits for a person when nothing holds it.
    package enum Approval: String, Hashable, Sendable, Codable, CaseIterable {
        case automatic, required
    }

    /// Ages at which a child's cover may end (choice).
    package static let dependentAges = 16...99
    /// The most groups that a feed may name (choice).
    package static let maximumGroups = 64

    /// Everything that is wrong with the rules.
    package var violations: [FieldViolation] {
        var found: [FieldViolation] = []
        func fail(_ pointer: String, _ message: String) {
            found.append(FieldViolation(pointer: pointer, message: message))
        }
        if let dependentAgeLimit, !Self.dependentAges.contains(dependentAgeLimit) {
            fail("/dependentAgeLimit", "must be \(Self.dependentAges.lowerBound) to \(Self.dependentAges.upperBound)")
        }
        if groups.count > Self.maximumGroups { fail("/groups", "must be at most \(Self.maximumGroups)") }
        if Set(groups).count < groups.count { fail("/groups", "must name each group once") }
        var headers: Set<String> = []
        for (place, column) in columns.enumerated() {
            let header = column.header.description.lowercased()
            if !headers.insert(header).inserted {
                fail("/columns/\(place)/header", "must not be the name of another column too")
            }
            // Two columns of a file would mean one of ours.
            if let canonical = RosterColumn(rawValue: header), canonical != column.column {
                fail("/columns/\(place)/header", "must not be our own name of another column")
            }
        }
        if Set(columns.map(\.column)).count < columns.count { fail("/columns", "must name each column once") }
        return found + thresholds.violations
    }
}

/// Whether a sponsor's file is its whole roster.
package enum FeedMode: String, Hashable, Sendable, Codable, CaseIterable {
    /// The whole roster: who is absent is no longer covered.
    case full
    /// Changes only.
    case delta
}

/// What tells one person of a sponsor from another.
package enum MatchKeys: String, Hashable, Sendable, Codable, CaseIterable {
    /// The number alone: whoever has it is the person that had it before.
    case number
    /// The number, unless the birth date and one of the names are somebody else's: sponsors give the numbers of people who
    /// left to people who come, namesakes among them, and one must not inherit the other's care (choice).
    case numberAndPerson = "number_and_person"
}

/// What a sponsor's files call one of our columns.
package struct FeedColumn: Hashable, Sendable, Codable {
    package var column: RosterColumn
    package var header: Label

    package init(column: RosterColumn, header: Label) {
        self.column = column
        self.header = header
    }
}

/// How much a file may change before a person has to look at it.
///
/// The defaults are choices.
package struct HoldThresholds: Hashable, Sendable, Codable {
    /// A file is held that ends the cover of so many in a hundred of those covered, and of `terminatedRows` people.
    package var terminatedPercent: Int
    /// Of how many people at least.
    package var terminatedRows: Int
    /// A file is held of which more than so many rows in a hundred are faulty, and `faultyRows` rows.
    package var faultyPercent: Int
    /// How many rows at least.
    package var faultyRows: Int
    /// A file is held that has so many rows that are refused for a number that is on another one.
    package var duplicateRows: Int

    package init(
        terminatedPercent: Int = 10, terminatedRows: Int = 25, faultyPercent: Int = 5, faultyRows: Int = 10,
        duplicateRows: Int = 5
    ) {
        self.terminatedPercent = terminatedPercent
        self.terminatedRows = terminatedRows
        self.faultyPercent = faultyPercent
        self.faultyRows = faultyRows
        self.duplicateRows = duplicateRows
    }

    var violations: [FieldViolation] {
        let rows = 1...1_000_000
        let bounds: [(String, Int, ClosedRange<Int>)] = [
            ("terminatedPercent", terminatedPercent, 1...100), ("terminatedRows", terminatedRows, rows),
            ("faultyPercent", faultyPercent, 0...100), ("faultyRows", faultyRows, rows),
            ("duplicateRows", duplicateRows, rows),
        ]
        return bounds.filter { !$0.2.contains($0.1) }.map { name, _, range in
            FieldViolation(
                pointer: "/thresholds/\(name)", message: "must be \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
