package import Care
package import CareMessages
import CareStore
import Credentials
package import Foundation
package import Postgres

/// Sponsors' roster files: each is applied whole, together with the record of it, or changes nothing.
package struct RosterService: Sendable {
    let database: Database
    let now: @Sendable () -> Instant
    private let board = LoadProgressBoard()

    /// The most that one file may take: a million lives take minutes, and a stuck load must not hold its sponsor's
    /// lock.
    static let loadTimeout = Duration.seconds(900)
    /// How many loads a listing shows.
    private static let listedLoads = 100

    /// Takes the database of eligibility, and a clock.
    package init(database: Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
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
    /// arrive at once; one that was cut short is taken up. A dry run reports what the file would do and leaves no trace.
    ///
    /// - Throws: `CareError.notFound` for another sponsor's roster, `.notAllowed` for roles that load none.
    package func load(
        _ upload: RosterUpload, sponsor: Slug, dryRun: Bool = false, actor: Actor
    ) async throws -> LoadReport {
        try actor.requireSponsorRole()
        let sha256 = try upload.file.sha256()
        let load = try await receive(upload, sha256, of: sponsor, dryRun: dryRun, actor: actor)
        // A file that counts already; that one which was cut short is anybody's to finish.
        if let known = load.known { return known }
        let id = load.load.id
        defer { board.set(nil, of: id) }
        // Not given up when the sender's connection is: proxies wait for less than a large file takes.
        let work = Task { try await stage(upload, load.load, of: sponsor, dryRun: dryRun, actor: actor) }
        do {
            return try await work.value
        } catch let problem as RosterFileProblem {
            return try await reject(upload, load.load, of: sponsor, because: problem, dryRun: dryRun, actor: actor)
        } catch let dryRun as DryRunEnded {
            return dryRun.report
        }
    }

    /// The newest loads, up to 100, without holds, steps and faults.
    package func loads(of sponsor: Slug, actor: Actor) async throws -> [LoadReport] {
        try await database.transaction(.readOnly) { transaction in
            let sponsor = try actor.sponsor(sponsor, transaction)
            return try transaction.all(LoadStatements.newest, sponsor.id, Self.listedLoads).map { load in
                var report = LoadReport(load, of: sponsor.slug)
                report.progress = board.progress(of: load.id)
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
            report.progress = board.progress(of: id)
            return report
        }
    }

    /// Finds the load of the file, or begins one.
    private func receive(
        _ upload: RosterUpload, _ sha256: [UInt8], of slug: Slug, dryRun: Bool, actor: Actor
    ) async throws -> (load: RosterLoad, known: LoadReport?) {
        let receivedAt = now()
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

    private func stage(
        _ upload: RosterUpload, _ received: RosterLoad, of slug: Slug, dryRun: Bool, actor: Actor
    ) async throws -> LoadReport {
        let (now, board) = (now, board)
        let today = TimeZoneName.utc.day(of: now())
        return try await database.transaction(TransactionOptions(timeout: Self.loadTimeout)) { transaction in
            let feed = try Self.lockFeed(slug, actor, transaction)
            let sponsor = feed.sponsor
            if let known = try Self.finished(received, sponsor, transaction) { return known }
            if dryRun, try transaction.first(LoadStatements.find, sponsor.id, received.id) == nil {
                _ = try transaction.perform(LoadStatements.insert(received, of: sponsor.id))
            }
            var steps: [LoadTransition] = []
            var staged = StagedRoster(feed: feed, today: today)
            try staged.stage(
                upload, transaction,
                read: { percent in board.set(LoadProgress(phase: .parsed, percent: percent), of: received.id) },
                stepped: { state in steps.append(actor.step(state, at: now())) })
            board.set(LoadProgress(phase: .staged, percent: 100), of: received.id)
            let effects = try staged.effects(transaction)
            let holds = LoadHold.notices(try Self.figures(of: staged, effects, received, transaction))
            steps.append(actor.step(.staged, at: now()))

            var load = received
            load.rowCount = staged.counts.rows
            load.faultyCount = staged.faulty
            load.effects = effects.roster
            load.madeOn = staged.declared.madeOn
            if !holds.isEmpty {
                load.state = .held
                load.reason = Self.reason(holds)
                steps.append(actor.step(.held, at: now()))
            } else if upload.waits || feed.rules.approval == .required {
                load.state = .staged
                load.reason = "Nothing was applied. It waits for approval."
            } else {
                load.state = .applied
                steps += [actor.step(.approved, at: now()), actor.step(.applied, at: now())]
            }
            board.set(LoadProgress(phase: load.state, percent: 100), of: received.id)
            try transaction.pipeline { pipeline in
                _ = pipeline.add(LoadStatements.update(load, of: sponsor.id, header: staged.declared.columns))
                Self.keep(staged.faults, of: load, sponsor, &pipeline)
                if let kept = KeptAcknowledgement.call(for: staged.interchange, of: load.id, sponsor.id, at: now()) {
                    _ = pipeline.add(kept)
                }
                for hold in holds {
                    _ = pipeline.add(
                        LoadStatements.insertHold.run(sponsor.id, load.id, hold.code, hold.severe, hold.detail))
                }
                for step in steps { _ = pipeline.add(LoadStatements.insert(step, of: load.id, sponsor.id)) }
                if load.state == .applied {
                    staged.apply(as: load.id, &pipeline)
                } else if !dryRun {
                    staged.keep(for: load.id, &pipeline)
                }
            }
            let report = try Self.report(of: load.id, sponsor, transaction)
            if dryRun { throw DryRunEnded(report: report) }
            return report
        }
    }

    private func reject(
        _ upload: RosterUpload, _ received: RosterLoad, of slug: Slug, because problem: RosterFileProblem, dryRun: Bool,
        actor: Actor
    ) async throws -> LoadReport {
        var load = received
        load.state = .rejected
        load.reason = "\(problem) Nothing was applied."
        guard !dryRun else { return LoadReport(load, of: slug) }
        let at = now()
        let step = actor.step(.rejected, at: at)
        let outcome = try KeptAcknowledgement.outcome(of: upload)
        return try await database.transaction { [load] transaction in
            let sponsor = try Self.lockFeed(slug, actor, transaction).sponsor
            if let known = try Self.finished(load, sponsor, transaction) { return known }
            try transaction.pipeline { pipeline in
                _ = pipeline.add(LoadStatements.update(load, of: sponsor.id))
                _ = pipeline.add(LoadStatements.insert(step, of: load.id, sponsor.id))
                if let kept = KeptAcknowledgement.call(for: outcome, of: load.id, sponsor.id, at: at) {
                    _ = pipeline.add(kept)
                }
            }
            return try Self.report(of: load.id, sponsor, transaction)
        }
    }

    /// The report of a load that somebody else finished meanwhile.
    private static func finished(
        _ load: RosterLoad, _ sponsor: Sponsor, _ transaction: borrowing Transaction
    ) throws -> LoadReport? {
        guard let found = try transaction.first(LoadStatements.find, sponsor.id, load.id), found.state != .received
        else { return nil }
        return try report(of: load.id, sponsor, repeated: true, transaction)
    }

    private static func figures(
        of staged: StagedRoster, _ effects: StagedRoster.Effects, _ load: RosterLoad,
        _ transaction: borrowing Transaction
    ) throws -> LoadHold.Figures {
        let sponsor = staged.feed.sponsor.id
        let (last, isAnothers) = try transaction.pipeline(
            LoadStatements.lastInForce.only(sponsor), LoadStatements.isAnothers.only(sponsor, load.sha256 ?? []))
        return LoadHold.Figures(
            rules: staged.feed.rules, rows: staged.counts.rows, faulty: staged.faulty,
            duplicates: staged.counts.duplicates, unattributed: staged.counts.unattributed,
            inForce: effects.inForce, terminated: effects.roster.terminated,
            subscribers: staged.counts.subscribers, dependents: staged.counts.dependents, declared: staged.declared,
            lastMadeOn: last.0, lastHeader: last.1, isAnothers: isAnothers)
    }

    private static func reason(_ holds: [LoadHoldNotice]) -> String {
        let next =
            holds.contains(where: \.severe)
            ? "Check the file, and send a corrected one or have somebody else release it."
            : "Check the file, and send a corrected one or release it."
        return holds.map(\.detail).joined(separator: " ") + " Nothing was applied. " + next
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
