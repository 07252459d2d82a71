/// Turns the fields of one record into a roster row, or says everything that is wrong with them.
struct RosterRowReader {
    let header: RosterHeader
    let settings: RosterSettings

    func read(_ fields: [String], line: Int) -> Result<RosterRow, RowErrors> {
        guard fields.count == header.names.count else {
            let error = RowError(
                line: line, column: nil, code: .fieldCount,
                message: "The row has \(fields.count) fields, the header \(header.names.count).")
            let id = header.places[RosterColumn.sponsorMemberID.place].flatMap { place in
                fields.indices.contains(place) ? RosterID(fields[place].trimmingSpaces()) : nil
            }
            return .failure(RowErrors(list: [error], sponsorMemberID: id))
        }
        var record = RosterRecord(header: header, fields: fields, line: line)
        let recordType: RosterRow.RecordType? = record.choice(
            .recordType, or: .recordTypeUnknown, "must be subscriber or dependent"
        ) { $0.lowercased() }
        let relationship: RosterRow.Relationship? = record.choice(
            .relationship, or: .relationshipUnknown, "must be self, spouse, child or other"
        ) { $0.lowercased() }
        if let recordType, let relationship, (recordType == .subscriber) != (relationship == .subscriber) {
            record.fail(.relationship, .relationshipMismatch, "must be self for a subscriber, and for nobody else")
        }
        let sponsorMemberID = record.id(.sponsorMemberID)
        let ownsFamily = recordType == .subscriber && record.text(.subscriberID).isEmpty
        let subscriberID = ownsFamily ? sponsorMemberID : record.id(.subscriberID)
        let firstName = record.name(.firstName)
        let lastName = record.name(.lastName)
        let birthDate = birthDate(in: &record)
        let planCode = record.requiredLabel(.planCode)
        let period = period(in: &record)
        let sex: RosterRow.Sex? =
            record.text(.sex).isEmpty
            ? nil : record.choice(.sex, or: .sexUnknown, "must be M, F, X or U") { $0.uppercased() }
        let state = state(in: &record)
        let email = record.label(.email)
        let phone = record.label(.phone)
        let zip = record.label(.zip)
        let groupID = record.label(.groupID)
        let endReason = record.label(.endReason)
        let language = record.label(.language)

        guard record.errors.isEmpty, let recordType, let relationship, let sponsorMemberID, let subscriberID,
            let firstName, let lastName, let birthDate, let planCode, let period
        else { return .failure(RowErrors(list: record.errors, sponsorMemberID: sponsorMemberID)) }
        return .success(
            RosterRow(
                line: line, recordType: recordType, sponsorMemberID: sponsorMemberID, subscriberID: subscriberID,
                relationship: relationship, firstName: firstName.label, lastName: lastName.label,
                firstNameKey: firstName.key, lastNameKey: lastName.key, birthDate: birthDate, sex: sex, email: email,
                phone: phone, zip: zip, state: state, groupID: groupID, planCode: planCode, period: period,
                endReason: endReason, language: language, holdsFrom: period.from))
    }

    private func birthDate(in record: inout RosterRecord) -> LocalDay? {
        guard let day = record.date(.birthDate, settings.dateFormat) else { return nil }
        if day > settings.asOf {
            record.fail(.birthDate, .birthDateInFuture, "must not lie after \(settings.asOf)")
        } else if settings.asOf.parts.year - day.parts.year > RosterSettings.maximumAgeYears {
            record.fail(
                .birthDate, .birthDateImplausible, "must not lie \(RosterSettings.maximumAgeYears) years back")
        }
        return day
    }

    private func period(in record: inout RosterRecord) -> CoveragePeriod? {
        let effective = record.date(.effectiveDate, settings.dateFormat)
        let end = record.text(.endDate).isEmpty ? nil : record.date(.endDate, settings.dateFormat)
        guard let effective, end != nil || record.text(.endDate).isEmpty else { return nil }
        guard let period = settings.endDateMeaning.period(effective: effective, end: end) else {
            record.fail(.endDate, .endBeforeStart, "must not lie before effective_date")
            return nil
        }
        return period
    }

    private func state(in record: inout RosterRecord) -> USState? {
        let text = record.text(.state)
        guard !text.isEmpty else { return nil }
        guard let state = USState(text) else {
            record.fail(.state, .stateUnknown, "must be a two-letter state such as CO")
            return nil
        }
        return state
    }
}

/// Everything that is wrong with one row; never empty.
struct RowErrors: Error {
    let list: [RowError]
    /// Whom the row names, where that much of it can be read.
    let sponsorMemberID: RosterID?
}

/// The fields of one record by column, and what was found wrong with them so far.
private struct RosterRecord {
    let header: RosterHeader
    let fields: [String]
    let line: Int
    private(set) var errors: [RowError] = []

    init(header: RosterHeader, fields: [String], line: Int) {
        self.header = header
        self.fields = fields
        self.line = line
    }

    /// The column's text without spaces around it; empty where the file does not have the column.
    func text(_ column: RosterColumn) -> String {
        header.places[column.place].map { fields[$0].trimmingSpaces() } ?? ""
    }

    mutating func fail(_ column: RosterColumn, _ code: RowError.Code, _ message: String) {
        // A birth date is one of the three things that prove who somebody is: not even masked.
        let masked = column == .birthDate ? nil : RowError.mask(text(column))
        let name = header.places[column.place].map(header.name(at:)) ?? column.rawValue
        errors.append(
            RowError(line: line, column: name, code: code, maskedValue: masked, message: "The value \(message)."))
    }

    private mutating func required(_ column: RosterColumn) -> String? {
        let text = text(column)
        guard text.isEmpty else { return text }
        fail(column, .fieldMissing, "must be given")
        return nil
    }

    mutating func choice<Choice: RawRepresentable<String>>(
        _ column: RosterColumn, or code: RowError.Code, _ message: String, spelled: (String) -> String
    ) -> Choice? {
        guard let text = required(column) else { return nil }
        guard let choice = Choice(rawValue: spelled(text)) else {
            fail(column, code, message)
            return nil
        }
        return choice
    }

    mutating func id(_ column: RosterColumn) -> RosterID? {
        guard let text = required(column) else { return nil }
        guard let id = RosterID(text) else {
            fail(column, .idInvalid, "must be 1 to 64 printable ASCII characters without spaces")
            return nil
        }
        guard !id.looksLikeSocialSecurityNumber else {
            fail(column, .idLooksLikeSSN, "must not be a social security number: send another id")
            return nil
        }
        return id
    }

    mutating func date(_ column: RosterColumn, _ format: RosterDateFormat) -> LocalDay? {
        guard let text = required(column) else { return nil }
        guard let day = format.day(text) else {
            fail(column, .dateInvalid, "must be a real date, written \(format.rawValue)")
            return nil
        }
        return day
    }

    mutating func label(_ column: RosterColumn) -> Label? {
        let text = text(column)
        guard !text.isEmpty else { return nil }
        guard text.utf8.count <= Label.maximumBytes else {
            fail(column, .fieldTooLong, "must be at most \(Label.maximumBytes) bytes long")
            return nil
        }
        guard let label = Label(text) else {
            fail(column, .controlCharacter, "must be text on one line, without control characters")
            return nil
        }
        return label
    }

    mutating func requiredLabel(_ column: RosterColumn) -> Label? {
        required(column) == nil ? nil : label(column)
    }

    mutating func name(_ column: RosterColumn) -> (label: Label, key: NameKey)? {
        guard let label = requiredLabel(column) else { return nil }
        guard let key = NameKey(label.description) else {
            fail(column, .nameInvalid, "must hold a letter")
            return nil
        }
        return (label, key)
    }
}
