import Care
import CareMessages
import CareStore
import Foundation
import Postgres

/// What happens to a received file.
extension RosterService {
    /// Reads a file, compares it with what is in force, and applies it or says why not; all in one transaction.
    func stage(
        _ upload: RosterUpload, _ received: RosterLoad, of slug: Slug, dryRun: Bool, actor: Actor
    ) async throws -> LoadReport {
        let (now, board) = (now, board)
        let today = TimeZoneName.utc.day(of: now())
        return try await database.transaction(TransactionOptions(timeout: Self.loadTimeout)) { transaction in
            // Before the sponsor's lock, for which it may have to wait: a load that waits is worked on.
            _ = try transaction.only(LoadStatements.workOn, received.id)
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
            load.mode = feed.rules.mode
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
                _ = pipeline.add(
                    LoadStatements.update(
                        load, of: sponsor.id, header: staged.declared.columns, sender: staged.declared.sender))
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

    /// Keeps why a file is no roster.
    func reject(
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
            duplicates: staged.duplicates, unattributed: staged.counts.unattributed,
            outside: staged.counts.outside,
            inForce: effects.inForce, terminated: effects.roster.terminated, endingSoon: effects.endingSoon,
            subscribers: staged.counts.listedSubscribers, dependents: staged.counts.listedDependents,
            declared: staged.declared,
            lastMadeOn: last.0, lastHeader: last.1, lastSender: last.2, isAnothers: isAnothers)
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
