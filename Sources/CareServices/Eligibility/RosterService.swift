package import Care
package import CareMessages
import CareStore
import Credentials
package import Foundation
package import Logging
package import Postgres

/// Sponsors' roster files: each is applied whole, together with the record of it, or changes nothing.
package struct RosterService: Sendable {
    let database: Database
    let now: @Sendable () -> Instant
    private let logger: Logger
    let board = LoadProgressBoard()

    /// The most that one file may take: a million lives take minutes, and a stuck load must not hold its sponsor's
    /// lock.
    static let loadTimeout = Duration.seconds(3_600)
    /// How many loads a listing shows.
    private static let listedLoads = 100

    /// Takes the database of eligibility, a clock, and a log for what becomes of work that nobody waits for.
    package init(database: Database, now: @escaping @Sendable () -> Instant, logger: Logger) {
        self.database = database
        self.now = now
        self.logger = logger
    }

    /// Says whether this actor may send files of this sponsor, before one is sent.
    ///
    /// - Throws: as `load` does.
    package func requireAccess(to sponsor: Slug, actor: Actor) async throws {
        try actor.requireSponsorRole()
        _ = try await database.transaction(.readOnly) { transaction in try actor.sponsor(sponsor, transaction) }
    }

    /// Loads a file, or says why nothing of it was applied.
    ///
    /// A file that is no roster, or that would do too much harm if it were wrong, is no error here: its report says
    /// so. The very file that was received before changes nothing and gets the first report again, also when the two
    /// arrive at once, unless it was rejected or taken back; one that was cut short is taken up. A dry run reports what the file would do and leaves no trace.
    ///
    /// - Throws: `CareError.notFound` for another sponsor's roster, `.notAllowed` for roles that load none, `.invalid` when
    ///   the file is said to be made after tomorrow.
    package func load(
        _ upload: RosterUpload, sponsor: Slug, dryRun: Bool = false, actor: Actor
    ) async throws -> LoadReport {
        let (load, known) = try await receive(upload, of: sponsor, dryRun: dryRun, actor: actor)
        if let known { return known }
        return try await work(on: upload, load, of: sponsor, dryRun: dryRun, actor: actor).value
    }

    /// Loads a file, and waits for no longer than so many seconds: what becomes of it afterwards is asked with
    /// `load(_:of:actor:)`.
    ///
    /// The report of a file that is still worked on has `progress`. One that is worked on here is not worked on a second
    /// time.
    ///
    /// - Throws: as `load` does.
    package func begin(
        _ upload: RosterUpload, sponsor: Slug, waitingSeconds: Int, actor: Actor
    ) async throws -> LoadReport {
        let (load, known) = try await receive(upload, of: sponsor, dryRun: false, actor: actor)
        if let known { return known }
        var work: Task<LoadReport, any Error>?
        if board.progress(of: load.id) == nil {
            let begun = self.work(on: upload, load, of: sponsor, dryRun: false, actor: actor)
            watch(begun, load.id)
            work = begun
        }
        let deadline = ContinuousClock.now + .seconds(waitingSeconds)
        while board.progress(of: load.id) != nil, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        // Whoever has waited long enough is told of an error as well.
        if let work, board.progress(of: load.id) == nil { return try await work.value }
        var report = try await self.load(load.id, of: sponsor, actor: actor)
        report.repeated = work == nil
        return report
    }

    /// Has the log tell of work that ended without an outcome: whoever sent the file may not wait any more.
    private func watch(_ work: Task<LoadReport, any Error>, _ load: UUID) {
        Task { [logger] in
            do {
                _ = try await work.value
            } catch {
                logger.error("cannot load a roster", metadata: ["load": "\(load)", "error": "\(error)"])
            }
        }
    }

    /// Waits until no load is worked on here any more, until the deadline at the latest.
    ///
    /// - Returns: whether none is.
    @discardableResult
    package func finish(deadline: ContinuousClock.Instant) async -> Bool {
        while !board.isEmpty, ContinuousClock.now < deadline {
            // Cancelled, it looks more often, and nothing else changes.
            try? await Task.sleep(for: .milliseconds(50))
        }
        return board.isEmpty
    }

    /// The newest loads, up to 100, without holds, steps and faults.
    package func loads(of sponsor: Slug, actor: Actor) async throws -> [LoadReport] {
        try await database.transaction(.readOnly) { transaction in
            let sponsor = try actor.sponsor(sponsor, transaction)
            return try transaction.all(LoadStatements.newest, sponsor.id, Self.listedLoads).map { load in
                var report = LoadReport(load, of: sponsor.slug)
                report.progress = try progress(of: load.id, in: load.state, transaction)
                return report
            }
        }
    }

    /// One load with everything that is known of it.
    ///
    /// - Throws: `CareError.notFound` when the sponsor has no such load.
    package func load(_ id: UUID, of sponsor: Slug, actor: Actor) async throws -> LoadReport {
        try await database.transaction(.readOnly) { transaction in
            var report = try Self.report(of: id, try actor.sponsor(sponsor, transaction), transaction)
            report.progress = try progress(of: id, in: report.state, transaction)
            return report
        }
    }

    /// How far a load is; nil when nobody is at work on it, here or in another process.
    private func progress(
        of load: UUID, in state: LoadState, _ transaction: borrowing Transaction
    ) throws -> LoadProgress? {
        if let progress = board.progress(of: load) { return progress }
        guard state == .received, try transaction.only(LoadStatements.isWorkedOn, load) else { return nil }
        return LoadProgress(phase: .received, percent: 0)
    }

    /// Finds the load of the file, or begins one.
    ///
    /// A file that counts already is known; that one which was cut short is anybody's to finish.
    private func receive(
        _ upload: RosterUpload, of slug: Slug, dryRun: Bool, actor: Actor
    ) async throws -> (load: RosterLoad, known: LoadReport?) {
        try actor.requireSponsorRole()
        let receivedAt = now()
        // Tomorrow, for whoever's day begins before ours; every file after one from the future would be an older one.
        let tomorrow = TimeZoneName.utc.day(of: receivedAt).adding(days: 1)
        if let madeOn = upload.madeOn, madeOn > tomorrow {
            throw CareError.invalid([
                FieldViolation(pointer: "/madeOn", message: "must not lie after \(tomorrow)")
            ])
        }
        let sha256 = try upload.file.sha256()
        let load = RosterLoad(
            id: UUID.timeOrdered(at: receivedAt), sha256: sha256, fileName: upload.fileName, receivedAt: receivedAt,
            state: .received)
        return try await database.transaction { transaction in
            // Asked only under the sponsor's lock: two uploads of one file must not both find nothing.
            let feed = try Self.lockFeed(slug, actor, transaction)
            let sponsor = feed.sponsor
            if let earlier = try transaction.first(LoadStatements.ofFile, sponsor.id, sha256) {
                guard earlier.state == .received else {
                    return (earlier, try Self.report(of: earlier.id, sponsor, repeated: true, transaction))
                }
                return (earlier, nil)
            }
            if !dryRun {
                try transaction.pipeline { pipeline in
                    _ = pipeline.add(LoadStatements.insert(load, of: sponsor.id))
                    _ = pipeline.add(
                        LoadStatements.insert(actor.step(.received, at: receivedAt), of: load.id, sponsor.id))
                }
            }
            return (load, nil)
        }
    }

    /// Works on a received file; nobody's giving up ends it, since proxies wait for less than a large file takes.
    private func work(
        on upload: RosterUpload, _ load: RosterLoad, of sponsor: Slug, dryRun: Bool, actor: Actor
    ) -> Task<LoadReport, any Error> {
        board.set(LoadProgress(phase: .received, percent: 0), of: load.id)
        return Task {
            defer { board.set(nil, of: load.id) }
            do {
                return try await stage(upload, load, of: sponsor, dryRun: dryRun, actor: actor)
            } catch let problem as RosterFileProblem {
                return try await reject(upload, load, of: sponsor, because: problem, dryRun: dryRun, actor: actor)
            } catch let dryRun as DryRunEnded {
                return dryRun.report
            }
        }
    }
}

extension RosterService {
    static func lockFeed(
        _ slug: Slug, _ actor: Actor, _ transaction: borrowing Transaction
    ) throws -> SponsorFeed {
        // Looked at before it is locked: another sponsor's program must not be able to hold up loads.
        _ = try actor.sponsor(slug, transaction)
        var feed = try transaction.only(SponsorStatements.lockFeed, slug)
        feed.rules.columns = try transaction.all(SponsorStatements.columns, feed.sponsor.id)
        return feed
    }

    /// Everything that is known of a load, read in the transaction that may have changed it.
    static func report(
        of id: UUID, _ sponsor: Sponsor, repeated: Bool = false, _ transaction: borrowing Transaction
    ) throws -> LoadReport {
        guard let load = try transaction.first(LoadStatements.find, sponsor.id, id) else { throw CareError.notFound }
        let (faults, holds, steps) = try transaction.pipeline(
            LoadStatements.faults.all(sponsor.id, id), LoadStatements.holds.all(sponsor.id, id),
            LoadStatements.steps.all(sponsor.id, id))
        return LoadReport(load, of: sponsor.slug, repeated: repeated, faults, holds, steps)
    }
}

extension Actor {
    /// A load moved on by this actor.
    func step(_ state: LoadState, at instant: Instant, reason: String? = nil) -> LoadTransition {
        LoadTransition(
            state: state, at: instant, role: role, subject: subject, credential: credential, reason: reason)
    }
}

/// Ends the transaction of a dry run, so that nothing stays.
struct DryRunEnded: Error {
    let report: LoadReport
}
