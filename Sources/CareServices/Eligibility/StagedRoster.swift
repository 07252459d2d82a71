import Care
import CareMessages
import CareStore
import Foundation
import Postgres

/// One file on its way: its good rows in a temporary table, its faults counted, and what it would change.
struct StagedRoster {
    /// What the file changes, and how many people could lose by it.
    struct Effects {
        var roster: RosterEffects
        /// People with cover today or later before the file.
        var inForce: Int
    }

    let feed: SponsorFeed
    private let today: LocalDay
    private var reader: any RosterReading
    private var collected = FaultCollector()
    /// Whom faulty rows name: a faulty row is not an absence.
    private var namedInFaultyRows: [RosterID] = []

    /// How much of the file is read between two looks at the rows.
    private static let chunkBytes = 65_536

    init(feed: SponsorFeed, format: RosterFormat, today: LocalDay) {
        self.feed = feed
        self.today = today
        reader = format.reader(RosterSettings(endDateMeaning: feed.endDateMeaning, asOf: today))
    }

    var counts: RosterCounts { reader.counts }

    /// The first 1,000 faults by line.
    var faults: [RowFault] { collected.faults }

    /// Reads the file into the temporary table.
    ///
    /// - Throws: `RosterFileProblem` when it is no roster; then the transaction is of no more use.
    mutating func stage(_ file: [UInt8], _ transaction: borrowing Transaction) throws {
        try transaction.runScript(StagedRosterStatements.create)
        try transaction.copyIn(StagedRosterStatements.copy) { writer in
            for start in stride(from: 0, to: file.count, by: Self.chunkBytes) {
                let chunk = Array(file[start..<min(start + Self.chunkBytes, file.count)])
                for event in try reader.parse(chunk) { try take(event, &writer) }
            }
            for event in try reader.endOfFile() { try take(event, &writer) }
        }
        try withdrawOrphans(transaction)
        namedInFaultyRows += reader.refusedMemberIDs
        try transaction.runScript(StagedRosterStatements.analyze)
    }

    /// What the staged rows would change; counted in people.
    func effects(_ transaction: borrowing Transaction) throws -> Effects {
        let sponsor = feed.sponsor.id
        var (inForce, roster) = try transaction.pipeline(
            StagedRosterStatements.inForce.only(sponsor, today), StagedRosterStatements.effects.only(sponsor, today))
        if feed.mode == .full {
            roster.terminated += try transaction.only(
                StagedRosterStatements.absent, sponsor, today, namedInFaultyRows)
        }
        return Effects(roster: roster, inForce: inForce)
    }

    /// Adds the commands that put the staged rows into force.
    func apply(as load: UUID, _ pipeline: inout Pipeline) {
        let sponsor = feed.sponsor.id
        _ = pipeline.add(CoverageChangeStatements.updatePeople.run(sponsor))
        _ = pipeline.add(CoverageChangeStatements.insertPeople.run(sponsor))
        _ = pipeline.add(CoverageChangeStatements.replaceLater.run(sponsor, load))
        _ = pipeline.add(CoverageChangeStatements.updateSame.run(sponsor, load))
        _ = pipeline.add(CoverageChangeStatements.insertNew.run(sponsor, load))
        if feed.mode == .full {
            _ = pipeline.add(CoverageChangeStatements.endAbsent.run(sponsor, load, today, namedInFaultyRows))
        }
    }

    private mutating func take(_ event: RosterEvent, _ writer: inout StagedRosterStatements.Writer) throws {
        switch event {
        case .row(let row):
            try writer.row(
                Int32(clamping: row.line), row.sponsorMemberID, row.subscriberID, row.relationship, row.firstName,
                row.lastName, row.firstNameKey, row.lastNameKey, row.birthDate, row.sex, row.email, row.phone, row.zip,
                row.state, row.groupID, row.language, row.period.from, row.period.until, row.planCode, row.endReason)
        case .refused(let errors): collected.add(errors)
        // Only settling withdraws rows, and that comes after the last of them.
        case .withdrawn(let error): collected.add([error])
        }
    }

    /// Takes out the dependants whose subscriber is neither in the file nor, in a delta, known from earlier ones.
    private mutating func withdrawOrphans(_ transaction: borrowing Transaction) throws {
        let unresolved = reader.unresolvedSubscriberIDs
        var known: [RosterID] = []
        if feed.mode == .delta, !unresolved.isEmpty {
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
}

/// Keeps the first faults by line of however many there are.
private struct FaultCollector {
    /// As many as a person can act upon; the counts say how many there are.
    static let limit = 1_000

    // Refused rows come in order of lines, and so do withdrawn ones after them: the first 1,000 of each hold the first
    // 1,000 of both.
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
