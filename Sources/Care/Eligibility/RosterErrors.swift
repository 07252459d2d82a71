/// Why a whole roster file is refused, so that none of its rows counts.
package struct RosterFileProblem: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    package enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        case empty = "file.empty"
        /// UTF-16 or UTF-32, as spreadsheets save "Unicode text".
        case utf16 = "file.utf16"
        /// Compressed, or nothing but zeros.
        case notText = "file.not_text"
        case tooManyRows = "file.too_many_rows"
        /// A whole roster whose last row is not whole.
        case truncated = "file.truncated"
        /// A file that says that it was made on a day which is still to come.
        case madeInFuture = "file.made_in_future"
        case headerMissing = "header.missing"
        case headerDuplicate = "header.duplicate"
        case headerInvalid = "header.invalid"
        /// An interchange that cannot be read to its end.
        case interchangeUnreadable = "x12.unreadable"
        /// An interchange whose 999 rejects it.
        case interchangeRejected = "x12.rejected"
        /// An interchange that its sender marked as a test.
        case interchangeIsTest = "x12.test"
    }

    package let code: Code
    /// What is wrong and what to do about it, without any row's values.
    package let message: String

    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(code.rawValue): \(message)" }
}

/// Why one row of a roster is not loaded: for the sponsor's error report (domain guide §6).
package struct RowError: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// Stable: sponsors' programs act on them.
    package enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        case strayQuote = "csv.stray_quote"
        case openQuote = "csv.open_quote"
        case bareCarriageReturn = "csv.bare_cr"
        case rowTooLong = "row.too_long"
        case fieldCount = "row.field_count"
        case notUTF8 = "text.not_utf8"
        case nul = "text.nul"
        case controlCharacter = "text.control"
        case fieldMissing = "field.missing"
        case fieldTooLong = "field.too_long"
        case recordTypeUnknown = "record_type.unknown"
        case relationshipUnknown = "relationship.unknown"
        /// A subscriber that is not "self", or a dependant that is.
        case relationshipMismatch = "relationship.mismatch"
        case idInvalid = "id.invalid"
        case idLooksLikeSSN = "id.looks_like_ssn"
        case nameInvalid = "name.invalid"
        case dateInvalid = "date.invalid"
        case birthDateInFuture = "birth_date.in_future"
        case birthDateImplausible = "birth_date.implausible"
        /// A child who had reached the feed's age limit before the cover begins, and has none that could end.
        case childOverAge = "birth_date.over_age_limit"
        /// A group that the feed does not name: somebody else's people.
        case groupUnknown = "group.unknown"
        /// The number is known as somebody with another birth date, and another first or last name.
        case numberReused = "number.reused"
        /// A subscriber with dependants of their own would become a dependant.
        case subscriberHasDependents = "subscriber.has_dependents"
        case sexUnknown = "sex.unknown"
        case stateUnknown = "state.unknown"
        case endBeforeStart = "end.before_start"
        /// The `sponsor_member_id` is on another row that says the same and stands, or that contradicts this one, and neither
        /// stands.
        case duplicateKey = "duplicate.key"
        /// The `subscriber_id` was on an earlier subscriber's row, which stands.
        case duplicateSubscriber = "duplicate.subscriber"
        /// Two coverages of one person by one plan from the same day on, which end differently.
        case duplicateCoverage = "duplicate.coverage"
        /// A dependant whose subscriber is neither in the file nor known.
        case subscriberUnknown = "subscriber.unknown"
        /// A member of an 834 none of whose benefits insures health, and with it physical therapy.
        case noHealthBenefit = "benefit.none_for_health"
        /// A segment of an 834 that the row needs is missing or at fault.
        case segmentAtFault = "x12.segment"
        /// A dependant whose subscriber is a dependant by the same file: a chain, a circle, or themselves.
        case subscriberIsDependent = "subscriber.is_dependent"
    }

    /// The line on which the row begins, 1 for the header.
    package let line: Int
    /// The column as the file names it; nil when the row as a whole is at fault.
    package let column: String?
    package let code: Code
    /// The first character and the length of the value; nil for a birth date and where there is none.
    package let maskedValue: String?
    /// What the field must be, without the value.
    package let message: String

    package init(line: Int, column: String?, code: Code, maskedValue: String? = nil, message: String) {
        self.line = line
        self.column = column
        self.code = code
        self.maskedValue = maskedValue
        self.message = message
    }

    package var description: String {
        let value = maskedValue.map { " [\($0)]" } ?? ""
        return "line \(line)\(column.map { ", \($0)" } ?? ""): \(code.rawValue)\(value): \(message)"
    }

    /// Enough of a value to find it in the file, too little to learn it: `O… (8)`, and `… (1)` for a single character.
    package static func mask(_ value: String) -> String? {
        guard let first = value.first else { return nil }
        let shown = value.count > 1 && (first.isLetter || first.isNumber) ? String(first) : ""
        return "\(shown)… (\(value.count))"
    }
}
