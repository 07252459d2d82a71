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

    /// The row that the fields make, as far as they and the rows before it let it stand.
    package func read(
        _ fields: [RosterColumn: String], line: Int, into admission: inout RosterAdmission
    ) -> RosterEvent {
        switch reader.read(RosterColumn.allCases.map { fields[$0] ?? "" }, line: line) {
        case .failure(let errors): admission.refuse(errors.list, of: errors.sponsorMemberID)
        case .success(let row): admission.admit(row) { $0.rawValue }
        }
    }
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
