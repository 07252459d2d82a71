/// How one sponsor's file is to be read.
package struct RosterSettings: Hashable, Sendable {
    package var endDateMeaning: EndDateMeaning
    /// Whether the file is the whole roster: then it must not be cut short, as whoever is absent loses their cover.
    package var isWhole = false
    package var dateFormat = RosterDateFormat.iso
    /// The age at which a child's cover ends, whatever the file says.
    package var dependentAgeLimit: Int?
    /// The groups whose people the file may bring; any where it is empty.
    package var groups: Set<Label> = []
    /// Our columns by what the file calls them, in lower case; our own names count as well.
    package var columns: [String: RosterColumn] = [:]
    /// The day on which the file was received: nobody in it was born later.
    package var asOf: LocalDay
    /// The most rows in a file, as the ids of all are held to find who has several.
    package var maximumRows: Int

    /// An age that nobody has reached, so that a mistyped century shows (choice).
    package static let maximumAgeYears = 125

    package init(endDateMeaning: EndDateMeaning, asOf: LocalDay, maximumRows: Int = 5_000_000) {
        self.endDateMeaning = endDateMeaning
        self.asOf = asOf
        self.maximumRows = maximumRows
    }

    /// How a feed's file is to be read that was received on a day.
    package init(_ rules: FeedRules, asOf: LocalDay) {
        self.init(endDateMeaning: rules.endDateMeaning, asOf: asOf)
        isWhole = rules.mode == .full
        dateFormat = rules.dateFormat
        dependentAgeLimit = rules.dependentAgeLimit
        groups = Set(rules.groups)
        for column in rules.columns { columns[column.header.description.lowercased()] = column.column }
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
    /// Refused rows of which nobody can say whose they are, or whether they are one.
    package internal(set) var unattributed = 0
    /// Refused rows of people who have nothing to do with the service: no fault of the file.
    package internal(set) var outside = 0
    /// Members of an 834 by what they say they are, refused ones included.
    package internal(set) var listedSubscribers = 0
    package internal(set) var listedDependents = 0

    package init() {}
}

/// Reads a sponsor's roster in the canonical CSV (domain guide §6).
package struct RosterParser: RosterReading {
    private let settings: RosterSettings
    private var reader = CSVReader()
    private var rowReader: RosterRowReader?
    private var problem: RosterFileProblem?
    private var admission: RosterAdmission

    package init(_ settings: RosterSettings) {
        self.settings = settings
        admission = RosterAdmission(settings)
    }

    /// What the first line says; nil until it was read.
    package var header: RosterHeader? { rowReader?.header }

    package var counts: RosterCounts { admission.counts }
    package var refusedMemberIDs: Set<RosterID> { admission.refusedMemberIDs }
    package var repeatedMemberIDs: Set<RosterID> { admission.repeatedMemberIDs }
    package var unresolvedSubscriberIDs: [RosterID] { admission.unresolvedSubscriberIDs }

    /// The names of its columns: CSV has no place for more.
    package var declared: RosterDeclaration {
        var declaration = RosterDeclaration()
        declaration.columns = header?.names
        return declaration
    }

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

    package mutating func settle(knownSubscribers: Set<RosterID> = []) -> [RosterEvent] {
        let names = rowReader?.header
        return admission.settle(knownSubscribers: knownSubscribers) { names.name(of: $0) }
    }

    private mutating func events(of records: [CSVRecord]) throws(RosterFileProblem) -> [RosterEvent] {
        var events: [RosterEvent] = []
        events.reserveCapacity(records.count)
        for record in records {
            guard let rowReader else {
                try readHeader(record)
                continue
            }
            admission.countRow()
            guard counts.rows <= settings.maximumRows else {
                throw RosterFileProblem(
                    code: .tooManyRows, message: "The file has more than \(settings.maximumRows) rows.")
            }
            events.append(try event(of: record, rowReader))
        }
        return events
    }

    private mutating func readHeader(_ record: CSVRecord) throws(RosterFileProblem) {
        switch record.content {
        case .fields(let fields):
            rowReader = RosterRowReader(header: try RosterHeader(fields, called: settings.columns), settings: settings)
        case .fault(let fault):
            throw RosterFileProblem(code: .headerInvalid, message: "The header cannot be read: \(fault.message)")
        }
    }

    private mutating func event(
        of record: CSVRecord, _ rowReader: RosterRowReader
    ) throws(RosterFileProblem) -> RosterEvent {
        switch record.content {
        case .fault(let fault):
            try requireEnd(of: record)
            return admission.refuse([
                RowError(
                    line: record.line, column: fault.column.map(rowReader.header.name(at:)), code: fault.code,
                    message: fault.message)
            ])
        case .fields(let fields):
            switch rowReader.read(fields, line: record.line) {
            case .failure(let errors):
                if errors.mayBeCut(rowReader.header) { try requireEnd(of: record) }
                return admission.refuse(errors.list, of: errors.sponsorMemberID, isOneRow: !record.spansLines)
            case .success(let row):
                let header: RosterHeader? = rowReader.header
                return admission.admit(row) { header.name(of: $0) }
            }
        }
    }

    /// A whole roster that breaks off in a row was cut, and whoever stood behind that would lose their cover.
    private func requireEnd(of record: CSVRecord) throws(RosterFileProblem) {
        guard settings.isWhole, !record.isTerminated else { return }
        throw RosterFileProblem(
            code: .truncated,
            message: "The file breaks off in the row on line \(record.line). Send the whole of it; "
                + "if it is whole, correct that row and end it with a line break.")
    }
}

extension RowErrors {
    /// Whether the row may be the beginning of a longer one.
    fileprivate func mayBeCut(_ header: RosterHeader) -> Bool {
        list.contains { $0.code == .fieldCount || $0.column == header.names.last }
    }
}

extension RosterHeader? {
    /// What the file calls a column, and our name for it where the file has none.
    fileprivate func name(of column: RosterColumn) -> String {
        self?.places[column.place].flatMap { self?.name(at: $0) } ?? column.rawValue
    }
}
