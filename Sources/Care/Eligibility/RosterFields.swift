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
        /// Whether other plans stay as they are.
        package var isOfPlanOnly = false
        /// Whether it is terminated, so that it must not be open.
        package var isTerminated = false
        /// Nil unless it only ends what is in force; then it begins and ends on the first day without cover.
        package var ending: RosterRow.Ending?

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
            case .success(var row):
                if coverage.isTerminated, row.period.until == nil {
                    errors.append(
                        RowError(
                            line: coverage.line, column: RosterColumn.endDate.rawValue, code: .fieldMissing,
                            message: "The value must be given, as the coverage is terminated."))
                }
                row.isOfPlanOnly = coverage.isOfPlanOnly
                row.ending = coverage.ending
                rows.append(row)
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
