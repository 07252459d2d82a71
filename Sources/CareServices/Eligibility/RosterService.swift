package import Care
package import CareMessages
import CareStore
import Credentials
package import Foundation
package import Postgres

/// Sponsors' roster files: each is applied whole, together with the record of it, or changes nothing.
package struct RosterService: Sendable {
    private let database: Database
    private let now: @Sendable () -> Instant

    /// The most that one file may take: a million lives take minutes, and a stuck load must not hold its sponsor's
    /// lock.
    private static let loadTimeout = Duration.seconds(900)
    /// How many loads a listing shows.
    private static let listedLoads = 100

    /// Takes the database of eligibility, and a clock.
    package init(database: Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
    }

    /// Loads a file, or says why nothing of it was applied.
    ///
    /// A file that is no roster, or that would do too much harm if it were wrong, is no error here: its report says
    /// so. The very file that was received before changes nothing and gets the first report again, also when the two
    /// arrive at once. A dry run reports what the file would do and leaves no trace.
    ///
    /// - Throws: `CareError.notFound` for another sponsor's roster, `.notAllowed` for roles that load none.
    package func load(
        sponsor: Slug, fileName: Label?, format: RosterFormat = .csv, file: [UInt8], dryRun: Bool = false,
        actor: Actor
    ) async throws -> LoadReport {
        try actor.requireSponsorRole()
        let receivedAt = now()
        let upload = RosterUpload(
            id: UUID.timeOrdered(at: receivedAt), fileName: fileName, format: format, file: file,
            sha256: SHA256Digest(of: file).bytes, receivedAt: receivedAt, today: TimeZoneName.utc.day(of: receivedAt))
        do {
            return try await apply(upload, to: sponsor, dryRun: dryRun, actor: actor)
        } catch let problem as RosterFileProblem {
            return try await reject(upload, of: sponsor, because: problem, dryRun: dryRun, actor: actor)
        } catch let dryRun as DryRunEnded {
            return dryRun.report
        }
    }

    /// The newest loads, up to 100, without their faults.
    package func loads(of sponsor: Slug, actor: Actor) async throws -> [LoadReport] {
        try await database.transaction(.readOnly) { transaction in
            let sponsor = try actor.sponsor(sponsor, transaction)
            return try transaction.all(LoadStatements.newest, sponsor.id, Self.listedLoads).map { load in
                LoadReport(load, of: sponsor.slug)
            }
        }
    }

    /// One load with its faults.
    ///
    /// - Throws: `CareError.notFound` when the sponsor has no such load.
    package func load(_ id: UUID, of sponsor: Slug, actor: Actor) async throws -> LoadReport {
        try await database.transaction(.readOnly) { transaction in
            let sponsor = try actor.sponsor(sponsor, transaction)
            guard let load = try transaction.first(LoadStatements.find, sponsor.id, id) else {
                throw CareError.notFound
            }
            return LoadReport(load, of: sponsor.slug, faults: try Self.faults(of: load, sponsor, transaction))
        }
    }

    private func apply(
        _ upload: RosterUpload, to slug: Slug, dryRun: Bool, actor: Actor
    ) async throws -> LoadReport {
        try await database.transaction(TransactionOptions(timeout: Self.loadTimeout)) { transaction in
            let feed = try Self.lockFeed(slug, actor, transaction)
            if let known = try Self.earlierReport(of: upload, from: feed.sponsor, transaction) { return known }
            var staged = StagedRoster(feed: feed, format: upload.format, today: upload.today)
            try staged.stage(upload.file, transaction)
            let effects = try staged.effects(transaction)
            let load = upload.load(of: staged, with: effects)
            let report = LoadReport(load, of: slug, faults: staged.faults)
            if dryRun { throw DryRunEnded(report: report) }
            try transaction.pipeline { pipeline in
                _ = pipeline.add(LoadStatements.insert(load, of: feed.sponsor.id))
                Self.keep(staged.faults, of: load, feed.sponsor, &pipeline)
                if load.state == .applied { staged.apply(as: load.id, &pipeline) }
            }
            return report
        }
    }

    private func reject(
        _ upload: RosterUpload, of slug: Slug, because problem: RosterFileProblem, dryRun: Bool, actor: Actor
    ) async throws -> LoadReport {
        let load = RosterLoad(
            id: upload.id, sha256: upload.sha256, fileName: upload.fileName, receivedAt: upload.receivedAt,
            state: .rejected, reason: "\(problem) Nothing was applied.", rowCount: 0, faultyCount: 0,
            effects: RosterEffects())
        guard !dryRun else { return LoadReport(load, of: slug) }
        return try await database.transaction { transaction in
            let feed = try Self.lockFeed(slug, actor, transaction)
            if let known = try Self.earlierReport(of: upload, from: feed.sponsor, transaction) { return known }
            _ = try transaction.perform(LoadStatements.insert(load, of: feed.sponsor.id))
            return LoadReport(load, of: slug)
        }
    }

    private static func lockFeed(
        _ slug: Slug, _ actor: Actor, _ transaction: borrowing Transaction
    ) throws -> SponsorFeed {
        // Looked at before it is locked: another sponsor's program must not be able to hold up loads.
        _ = try actor.sponsor(slug, transaction)
        return try transaction.only(SponsorStatements.lockFeed, slug)
    }

    /// Asked only under the sponsor's lock: two uploads of one file must not both find nothing.
    private static func earlierReport(
        of upload: RosterUpload, from sponsor: Sponsor, _ transaction: borrowing Transaction
    ) throws -> LoadReport? {
        guard let load = try transaction.first(LoadStatements.ofFile, sponsor.id, upload.sha256) else { return nil }
        return LoadReport(
            load, of: sponsor.slug, repeated: true, faults: try faults(of: load, sponsor, transaction))
    }

    private static func faults(
        of load: RosterLoad, _ sponsor: Sponsor, _ transaction: borrowing Transaction
    ) throws -> [RowFault] {
        try transaction.all(LoadStatements.faults, sponsor.id, load.id).map { line, column, code, masked, message in
            RowFault(line: Int(line), column: column, code: code, maskedValue: masked, message: message)
        }
    }

    private static func keep(
        _ faults: [RowFault], of load: RosterLoad, _ sponsor: Sponsor, _ pipeline: inout Pipeline
    ) {
        guard !faults.isEmpty else { return }
        _ = pipeline.add(
            LoadStatements.insertFaults.run(
                sponsor.id, load.id, faults.indices.map { Int32($0) }, faults.map { Int32(clamping: $0.line) },
                faults.map(\.column), faults.map(\.code), faults.map(\.maskedValue), faults.map(\.message)))
    }
}

/// Ends the transaction of a dry run, so that nothing stays.
private struct DryRunEnded: Error {
    let report: LoadReport
}
