/// How one sponsor's file is to be read.
package struct RosterSettings: Hashable, Sendable {
    package var endDateMeaning: EndDateMeaning
    /// The day on which the file was received: nobody in it was born later.
    package var asOf: LocalDay
    /// The most rows in a file, as the ids of all are held to find duplicates.
    package var maximumRows: Int

    /// An age that nobody has reached, so that a mistyped century shows (choice).
    package static let maximumAgeYears = 125

    package init(endDateMeaning: EndDateMeaning, asOf: LocalDay, maximumRows: Int = 5_000_000) {
        self.endDateMeaning = endDateMeaning
        self.asOf = asOf
        self.maximumRows = maximumRows
    }
}

/// What comes out of a roster file, in the order of its rows.
package enum RosterEvent: Hashable, Sendable {
    case row(RosterRow)
    /// Everything that is wrong with one row, which is not loaded.
    case refused([RowError])
    /// A row that came out earlier, at the error's line, and does not stand: it is to be dropped again.
    case withdrawn(RowError)
}

/// How many rows a roster file has, blank lines aside.
package struct RosterCounts: Hashable, Sendable, Codable {
    package internal(set) var rows = 0
    /// Rows that stand.
    package internal(set) var accepted = 0
    /// Rows with at least one error, withdrawn ones included.
    package internal(set) var refused = 0
    /// Accepted rows of subscribers.
    package internal(set) var subscribers = 0
    /// Accepted rows of dependants.
    package internal(set) var dependents = 0
    /// Refused rows whose `sponsor_member_id` was on an earlier one.
    package internal(set) var duplicates = 0

    package init() {}
}

/// Reads a sponsor's roster in the canonical CSV (domain guide §6) as it arrives.
///
/// Call `parse` for each chunk, `endOfFile` once, and `settle` with what is known of `unresolvedSubscriberIDs`. It
/// holds the ids of all rows and nothing else of them. A file problem is final: every later call throws it again.
package struct RosterParser {
    private let settings: RosterSettings
    private var reader = CSVReader()
    private var rowReader: RosterRowReader?
    private var problem: RosterFileProblem?
    private var memberIDs: Set<RosterID> = []
    private var familyIDs: Set<RosterID> = []
    private var waiting: [(line: Int, subscriber: RosterID)] = []
    package private(set) var counts = RosterCounts()
    /// Whom the refused rows name, as far as that can be read; withdrawn rows aside.
    ///
    /// A faulty row is not an absence: nobody's cover ends because of one.
    package private(set) var refusedMemberIDs: Set<RosterID> = []

    package init(_ settings: RosterSettings) { self.settings = settings }

    /// What the first line says; nil until it was read.
    package var header: RosterHeader? { rowReader?.header }

    /// The rows that end in this chunk of bytes, wherever the file was cut.
    package mutating func parse(_ chunk: [UInt8]) throws(RosterFileProblem) -> [RosterEvent] {
        if let problem { throw problem }
        do throws(RosterFileProblem) {
            return try events(of: try reader.read(chunk))
        } catch {
            problem = error
            throw error
        }
    }

    /// The last row, where the file does not end in a line break.
    package mutating func endOfFile() throws(RosterFileProblem) -> [RosterEvent] {
        if let problem { throw problem }
        do throws(RosterFileProblem) {
            let events = try events(of: try reader.finish())
            guard rowReader != nil else {
                throw RosterFileProblem(code: .empty, message: "The file is empty: its first line must be the header.")
            }
            return events
        } catch {
            problem = error
            throw error
        }
    }

    /// The subscribers that dependants name and the file does not hold, each once, in a fixed order; complete after
    /// `endOfFile`.
    package var unresolvedSubscriberIDs: [RosterID] {
        Set(waiting.lazy.map(\.subscriber).filter { !familyIDs.contains($0) }).sorted()
    }

    /// Withdraws the dependants whose subscriber is neither in the file nor among `knownSubscribers`.
    ///
    /// In a full file nobody else is known, as absence means termination; in a delta, whoever was loaded before.
    package mutating func settle(knownSubscribers: Set<RosterID> = []) -> [RosterEvent] {
        let orphans = waiting.filter { !familyIDs.contains($0.subscriber) && !knownSubscribers.contains($0.subscriber) }
        waiting = []
        counts.accepted -= orphans.count
        counts.dependents -= orphans.count
        counts.refused += orphans.count
        return orphans.map { orphan in
            .withdrawn(
                RowError(
                    line: orphan.line, column: columnName(.subscriberID), code: .subscriberUnknown,
                    maskedValue: RowError.mask(orphan.subscriber.description),
                    message: "The value must be the id of a subscriber whose row is accepted."))
        }
    }

    private mutating func events(of records: [CSVRecord]) throws(RosterFileProblem) -> [RosterEvent] {
        var events: [RosterEvent] = []
        events.reserveCapacity(records.count)
        for record in records {
            guard let rowReader else {
                try readHeader(record)
                continue
            }
            counts.rows += 1
            guard counts.rows <= settings.maximumRows else {
                throw RosterFileProblem(
                    code: .tooManyRows, message: "The file has more than \(settings.maximumRows) rows.")
            }
            events.append(event(of: record, rowReader))
        }
        return events
    }

    private mutating func readHeader(_ record: CSVRecord) throws(RosterFileProblem) {
        switch record.content {
        case .fields(let fields): rowReader = RosterRowReader(header: try RosterHeader(fields), settings: settings)
        case .fault(let fault):
            throw RosterFileProblem(code: .headerInvalid, message: "The header cannot be read: \(fault.message)")
        }
    }

    private mutating func event(of record: CSVRecord, _ rowReader: RosterRowReader) -> RosterEvent {
        switch record.content {
        case .fault(let fault):
            counts.refused += 1
            return .refused([
                RowError(
                    line: record.line, column: fault.column.map(rowReader.header.name(at:)), code: fault.code,
                    message: fault.message)
            ])
        case .fields(let fields):
            switch rowReader.read(fields, line: record.line) {
            case .failure(let errors):
                counts.refused += 1
                if let id = errors.sponsorMemberID { refusedMemberIDs.insert(id) }
                return .refused(errors.list)
            case .success(let row):
                return admit(row)
            }
        }
    }

    /// Of two rows with one id the first stands; a refused row claims none.
    private mutating func admit(_ row: RosterRow) -> RosterEvent {
        guard !memberIDs.contains(row.sponsorMemberID) else {
            counts.duplicates += 1
            return refuse(row, .sponsorMemberID, .duplicateKey, row.sponsorMemberID)
        }
        switch row.recordType {
        case .subscriber:
            guard familyIDs.insert(row.subscriberID).inserted else {
                return refuse(row, .subscriberID, .duplicateSubscriber, row.subscriberID)
            }
            counts.subscribers += 1
        case .dependent:
            if !familyIDs.contains(row.subscriberID) { waiting.append((row.line, row.subscriberID)) }
            counts.dependents += 1
        }
        memberIDs.insert(row.sponsorMemberID)
        counts.accepted += 1
        return .row(row)
    }

    private mutating func refuse(
        _ row: RosterRow, _ column: RosterColumn, _ code: RowError.Code, _ id: RosterID
    ) -> RosterEvent {
        counts.refused += 1
        refusedMemberIDs.insert(row.sponsorMemberID)
        return .refused([
            RowError(
                line: row.line, column: columnName(column), code: code,
                maskedValue: RowError.mask(id.description),
                message: "The value is on an earlier row, which stands.")
        ])
    }

    private func columnName(_ column: RosterColumn) -> String {
        header?.places[column.place].flatMap { header?.name(at: $0) } ?? column.rawValue
    }
}
