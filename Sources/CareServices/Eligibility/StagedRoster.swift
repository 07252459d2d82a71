import Care
import CareMessages
import CareStore
import Foundation
import Postgres
import X12

/// One file on its way: its good rows in a temporary table, its faults counted, and what it would change.
struct StagedRoster {
    /// What the file changes, and how many people could lose by it.
    struct Effects {
        var roster: RosterEffects
        /// People with cover today or later before the file.
        var inForce: Int
        /// Those of them who keep it for the time being, and whose last day comes nearer and soon.
        var endingSoon: Int

        /// Whose cover would end, at once or soon.
        var ending: Int { roster.terminated + endingSoon }
    }

    let feed: SponsorFeed
    private let today: LocalDay
    private var collected = FaultCollector()
    /// Whom faulty rows name: a faulty row is not an absence.
    private var namedInFaultyRows: [RosterID] = []
    /// What the file says of itself.
    private(set) var declared = RosterDeclaration()
    private(set) var counts = RosterCounts()
    /// How an interchange was received; nil for other formats.
    private(set) var interchange: InterchangeOutcome?
    /// Rows that were read without fault, and do not fit what is known.
    private var misfits = 0
    /// Those of them whose number is on another row.
    private(set) var duplicates = 0

    init(feed: SponsorFeed, today: LocalDay) {
        self.feed = feed
        self.today = today
    }

    /// Rows that are not taken.
    var faulty: Int { counts.refused + misfits }

    /// The first 1,000 faults by line.
    var faults: [RowFault] { collected.faults }

    /// Reads the file into the temporary table; `read` is told how much of it in a hundred, `stepped` of each state that it
    /// has reached.
    ///
    /// - Throws: `RosterFileProblem` when it is no roster; then the transaction is of no more use.
    mutating func stage(
        _ upload: RosterUpload, _ transaction: borrowing Transaction, read: (Int) -> Void,
        stepped: (LoadState) -> Void
    ) throws {
        var reader = upload.format.reader(RosterSettings(feed.rules, asOf: today))
        try transaction.runScript(StagedRosterStatements.create)
        try transaction.copyIn(StagedRosterStatements.copy) { writer in
            var bytes = 0
            try upload.file.forEachChunk { chunk in
                bytes += chunk.count
                read(bytes * 100 / max(1, upload.file.count))
                for event in try reader.parse(chunk) { try take(event, &writer) }
            }
            for event in try reader.endOfFile() { try take(event, &writer) }
        }
        interchange = (reader as? EnrolmentRoster)?.interchange
        stepped(.parsed)
        try withdrawOrphans(&reader, transaction)
        counts = reader.counts
        declared = upload.declared(reader.declared)
        namedInFaultyRows += reader.refusedMemberIDs
        try transaction.runScript(StagedRosterStatements.settle)
        try putTogether(Array(reader.repeatedMemberIDs), transaction)
        try withdrawMisfits(transaction)
        if feed.rules.mode == .delta {
            try transaction.run(RosterFittingStatements.endFamilies, feed.sponsor.id, namedInFaultyRows)
        }
        stepped(.validated)
    }

    /// Takes up a load that has waited.
    mutating func takeUp(_ load: UUID, _ transaction: borrowing Transaction) throws {
        try transaction.runScript(StagedRosterStatements.create)
        try transaction.run(StagedRosterStatements.takeUpRows, feed.sponsor.id, load)
        namedInFaultyRows = try transaction.all(StagedRosterStatements.named, feed.sponsor.id, load)
        try transaction.runScript(StagedRosterStatements.settle)
    }

    /// What the staged rows would change; counted in people.
    func effects(_ transaction: borrowing Transaction) throws -> Effects {
        let sponsor = feed.sponsor.id
        var (inForce, (roster, endingSoon)) = try transaction.pipeline(
            StagedRosterStatements.inForce.only(sponsor, today),
            StagedRosterStatements.effects.only(sponsor, today, LoadHold.soon(after: today)))
        if feed.rules.mode == .full {
            roster.terminated += try transaction.only(
                StagedRosterStatements.absent, sponsor, today, namedInFaultyRows)
        }
        return Effects(roster: roster, inForce: inForce, endingSoon: endingSoon)
    }

    /// Adds the commands that keep the staged rows, and what they would do, until somebody decides.
    func keep(for load: UUID, _ pipeline: inout Pipeline) {
        let sponsor = feed.sponsor.id
        _ = pipeline.add(StagedRosterStatements.keepRows.run(sponsor, load))
        _ = pipeline.add(StagedRosterStatements.keepNamed.run(sponsor, load, namedInFaultyRows))
        _ = pipeline.add(StagedRosterStatements.keepChanges.run(sponsor, today, load))
        if feed.rules.mode == .full {
            _ = pipeline.add(StagedRosterStatements.keepAbsences.run(sponsor, today, load, namedInFaultyRows))
        }
    }

    /// Adds the commands that let go of what was kept.
    static func drop(_ load: UUID, of sponsor: SponsorID, _ pipeline: inout Pipeline) {
        _ = pipeline.add(StagedRosterStatements.dropRows.run(sponsor, load))
        _ = pipeline.add(StagedRosterStatements.dropNamed.run(sponsor, load))
        _ = pipeline.add(StagedRosterStatements.dropChanges.run(sponsor, load))
    }

    /// Adds the commands that put the staged rows into force, and keep what they replace.
    func apply(as load: UUID, _ pipeline: inout Pipeline) {
        let sponsor = feed.sponsor.id
        _ = pipeline.add(CoverageChangeStatements.keepPeople.run(sponsor, load))
        _ = pipeline.add(CoverageChangeStatements.keepPeriods.run(sponsor, load))
        if feed.rules.mode == .full {
            _ = pipeline.add(CoverageChangeStatements.keepAbsent.run(sponsor, load, today, namedInFaultyRows))
        }
        _ = pipeline.add(CoverageChangeStatements.updatePeople.run(sponsor, load))
        _ = pipeline.add(CoverageChangeStatements.insertPeople.run(sponsor, load))
        _ = pipeline.add(CoverageChangeStatements.replaceLater.run(sponsor, load))
        _ = pipeline.add(CoverageChangeStatements.updateSame.run(sponsor, load))
        _ = pipeline.add(CoverageChangeStatements.insertNew.run(sponsor, load))
        if feed.rules.mode == .full {
            _ = pipeline.add(CoverageChangeStatements.endAbsent.run(sponsor, load, today, namedInFaultyRows))
        }
    }

    private mutating func take(_ event: RosterEvent, _ writer: inout StagedRosterStatements.Writer) throws {
        switch event {
        case .row(let row):
            try writer.row(
                Int32(clamping: row.line), row.sponsorMemberID, row.subscriberID, row.relationship, row.firstName,
                row.lastName, row.firstNameKey, row.lastNameKey, row.birthDate, row.sex, row.email, row.phone, row.zip,
                row.state, row.groupID, row.language, row.period.from, row.period.until, row.planCode, row.endReason,
                row.isFirst, row.holdsFrom, row.isOfPlanOnly, row.ending)
        case .refused(let errors): collected.add(errors)
        // Only settling withdraws rows, and that comes after the last of them.
        case .withdrawn(let error): collected.add([error])
        }
    }

    /// Takes out the dependants whose subscriber is neither in the file nor, in a delta, known from earlier ones.
    private mutating func withdrawOrphans(
        _ reader: inout any RosterReading, _ transaction: borrowing Transaction
    ) throws {
        let unresolved = reader.unresolvedSubscriberIDs
        var known: [RosterID] = []
        if feed.rules.mode == .delta, !unresolved.isEmpty {
            known = try transaction.all(StagedRosterStatements.knownSubscribers, feed.sponsor.id, unresolved)
        }
        let errors = reader.settle(knownSubscribers: Set(known)).compactMap { event in
            if case .withdrawn(let error) = event { error } else { nil }
        }
        guard !errors.isEmpty else { return }
        collected.add(errors)
        namedInFaultyRows += try transaction.all(
            StagedRosterStatements.withdraw, errors.map { Int32(clamping: $0.line) })
    }

    /// Makes the rows of people who have several speak together, and takes out those that say nothing new and those that
    /// contradict each other: of these none stands, since nobody can say which is right.
    private mutating func putTogether(_ repeated: [RosterID], _ transaction: borrowing Transaction) throws {
        guard !repeated.isEmpty else { return }
        let contradictions = try transaction.all(RosterFittingStatements.contradicting, repeated)
        let saidAgain = try transaction.all(RosterFittingStatements.saidAgain, repeated)
        try transaction.run(RosterFittingStatements.putTogether, repeated)
        namedInFaultyRows += Set(contradictions.map(\.1))
        let messages = [
            (contradictions, "The value is on another row too, which contradicts this one. Neither is taken."),
            (saidAgain, "The value is on an earlier row, which stands."),
        ]
        let errors = messages.flatMap { rows, message in
            rows.map { line, number in
                RowError(
                    line: Int(line), column: RosterColumn.sponsorMemberID.rawValue, code: .duplicateKey,
                    maskedValue: RowError.mask(number.description), message: message)
            }
        }
        duplicates += errors.count
        misfits += errors.count
        collected.add(errors.sorted { $0.line < $1.line })
    }

    /// Takes out the rows that are good by themselves and contradict what earlier files said.
    private mutating func withdrawMisfits(_ transaction: borrowing Transaction) throws {
        if feed.rules.matchKeys == .numberAndPerson {
            note(
                try transaction.all(RosterFittingStatements.reused, feed.sponsor.id), .sponsorMemberID, .numberReused,
                "The number is known as somebody with another name and birth date. "
                    + "Give a number that nobody has had, or ask for the feed to go by numbers alone.")
        }
        let ends: [(RosterRow.Ending, RosterColumn, RowError.Code, String)] = [
            (
                .age, .birthDate, .childOverAge,
                "The child must be younger than \(feed.rules.dependentAgeLimit ?? 0) when the cover begins."
            ),
            (
                .plan, .effectiveDate, .fieldMissing,
                "The value must be given: the person has no cover by that plan that is in force when it ends."
            ),
            (
                .cover, .effectiveDate, .fieldMissing,
                "The value must be given: the person has no cover that is in force when it ends."
            ),
        ]
        for (ending, column, code, message) in ends {
            note(
                try transaction.all(RosterFittingStatements.endless, feed.sponsor.id, ending), column, code, message,
                masksNumber: false)
        }
        if feed.rules.mode == .delta {
            note(
                try transaction.all(RosterFittingStatements.demoted, feed.sponsor.id, today), .relationship,
                .subscriberHasDependents,
                "The person is a subscriber with dependants, who must end or move first, or in the same file.")
        }
    }

    private mutating func note(
        _ rows: [(Int32, RosterID)], _ column: RosterColumn, _ code: RowError.Code, _ message: String,
        masksNumber: Bool = true
    ) {
        guard !rows.isEmpty else { return }
        // Somebody with several coverages is one misfit, where they begin.
        let people = Dictionary(rows.map { ($0.1, $0.0) }, uniquingKeysWith: min)
        misfits += people.count
        namedInFaultyRows += people.keys
        collected.add(
            people.sorted { $0.value < $1.value }.map { number, line in
                RowError(
                    line: Int(line), column: column.rawValue, code: code,
                    maskedValue: masksNumber ? RowError.mask(number.description) : nil, message: message)
            })
    }
}

/// Keeps the first faults by line of however many there are: as many as a person can act upon.
private struct FaultCollector {
    private static let limit = LoadReport.maximumFaults

    // Refused rows come in order of lines, and so do withdrawn ones after them: the first so many of each hold the first
    // so many of both.
    private var runs: [[RowError]] = [[]]

    mutating func add(_ errors: [RowError]) {
        if let last = runs[runs.count - 1].last, let first = errors.first, first.line < last.line { runs.append([]) }
        let place = runs.count - 1
        runs[place] += errors.prefix(Self.limit - runs[place].count)
    }

    var faults: [RowFault] {
        runs.joined().sorted { $0.line < $1.line }.prefix(Self.limit).map { error in
            RowFault(
                line: error.line, column: error.column ?? "", code: error.code.rawValue,
                maskedValue: error.maskedValue ?? "", message: error.message)
        }
    }
}
