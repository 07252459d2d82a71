/// Reads rows that another format has brought into the columns of the canonical one, so that both take the same values
/// and refuse the same with the same words.
package struct RosterFields {
    private let reader: RosterRowReader

    /// Dates are YYYY-MM-DD, whatever the feed's own files write.
    package init(_ settings: RosterSettings) {
        var settings = settings
        settings.dateFormat = .iso
        reader = RosterRowReader(header: RosterHeader.canonical, settings: settings)
    }

    /// The fields of one coverage of a person, and where it stands in the file.
    package struct Coverage {
        package var fields: [RosterColumn: String]
        package var line: Int

        package init(_ fields: [RosterColumn: String], line: Int) {
            self.fields = fields
            self.line = line
        }
    }

    /// The rows of one person, as far as they and the rows before them let them stand: all of them or none.
    package func read(_ coverages: [Coverage], into admission: inout RosterAdmission) -> [RosterEvent] {
        var rows: [RosterRow] = []
        var errors: [RowError] = []
        var id: RosterID?
        for coverage in coverages {
            switch reader.read(RosterColumn.allCases.map { coverage.fields[$0] ?? "" }, line: coverage.line) {
            case .success(let row): rows.append(row)
            case .failure(let found):
                id = id ?? found.sponsorMemberID
                // What is wrong with the person is said once.
                let isFirst = coverage.line == coverages.first?.line
                errors += found.list.filter { isFirst || Self.ofOneCoverage.contains($0.column ?? "") }
            }
        }
        guard errors.isEmpty else { return [admission.refuse(errors, of: id ?? rows.first?.sponsorMemberID)] }
        return admission.admit(rows) { $0.rawValue }
    }

    private static let ofOneCoverage = Set(
        [RosterColumn.planCode, .effectiveDate, .endDate, .endReason].map(\.rawValue))
}

extension RosterHeader {
    /// Every column under its own name, in order.
    fileprivate static let canonical = RosterHeader(columns: RosterColumn.allCases)

    private init(columns: [RosterColumn]) {
        names = columns.map(\.rawValue)
        unknownColumns = []
        places = columns.map(\.place)
    }
}
