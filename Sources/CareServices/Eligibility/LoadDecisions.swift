package import Care
package import CareMessages
import CareStore
package import Foundation
import Postgres

/// What people decide about loads: to let one that waits come into force or not, and to take one back.
extension RosterService {
    /// A page of what a load that waits would do, person by person; the numbers after `after`.
    package func changes(
        of id: UUID, sponsor: Slug, effect: LoadEffect, after: String?, limit: Int, actor: Actor
    ) async throws -> LoadChanges {
        guard (1...LoadChanges.maximumCount).contains(limit) else {
            throw CareError.invalid([
                FieldViolation(pointer: "/limit", message: "must be 1 to \(LoadChanges.maximumCount)")
            ])
        }
        return try await database.transaction(.readOnly) { transaction in
            let sponsor = try actor.sponsor(sponsor, transaction)
            let load = try transaction.first(LoadStatements.find, sponsor.id, id)
            guard let load else { throw CareError.notFound }
            guard load.state.waits else { throw CareError.loadIs(load.state) }
            let rows = try transaction.all(
                StagedRosterStatements.changes, sponsor.id, id, effect.rawValue, after ?? "", limit)
            let changes = rows.map { _, number, line, columns, plan, from, until in
                LoadChange(
                    effect: effect, number: number, line: line.map { Int($0) }, columns: columns, planCode: plan,
                    from: from, until: until)
            }
            return LoadChanges(changes: changes, next: changes.count == limit ? changes.last?.number : nil)
        }
    }

    /// Puts a load that waits into force.
    ///
    /// It is compared again with what is in force now. A severe hold, one that is new included, is released by another
    /// person than the sender, and what ends the cover of many by somebody who gives the sponsor's short name again.
    package func release(
        _ id: UUID, of slug: Slug, _ decision: LoadDecision, dryRun: Bool = false, actor: Actor
    ) async throws -> LoadReport {
        try actor.requireSponsorRole()
        let now = now
        let today = TimeZoneName.utc.day(of: now())
        return try await decide(dryRun: dryRun) { transaction in
            let (feed, waiting) = try Self.waiting(id, of: slug, actor, transaction)
            let sponsor = feed.sponsor
            guard try !transaction.only(LoadStatements.isOvertaken, sponsor.id, id) else {
                throw CareError.loadOvertaken
            }
            // Who looked at what it would do looked at another comparison.
            guard waiting.mode.map({ $0 == feed.rules.mode }) ?? true else { throw CareError.feedChanged }
            let (holds, steps, isAnothers) = try transaction.pipeline(
                LoadStatements.holds.all(sponsor.id, id), LoadStatements.steps.all(sponsor.id, id),
                LoadStatements.isAnothers.only(sponsor.id, waiting.sha256 ?? []))
            var staged = StagedRoster(feed: feed, today: today)
            try staged.takeUp(id, transaction)
            let effects = try staged.effects(transaction)
            let notices = LoadHold.notices(
                LoadHold.Figures(of: waiting, effects, rules: feed.rules, isAnothers: isAnothers))
            if holds.contains(where: \.1) || notices.contains(where: \.severe),
                steps.contains(where: { $0.state == .received && actor.isSame(as: $0) })
            {
                throw CareError.secondPersonNeeded
            }
            try Self.requireConfirmation(decision, of: feed, ending: effects.ending, inForce: effects.inForce)
            var load = waiting
            load.state = .applied
            load.reason = nil
            load.effects = effects.roster
            try transaction.pipeline { pipeline in
                for state in [LoadState.approved, .applied] {
                    let step = actor.step(state, at: now(), reason: decision.reason.description)
                    _ = pipeline.add(LoadStatements.insert(step, of: id, sponsor.id))
                }
                _ = pipeline.add(LoadStatements.update(load, of: sponsor.id))
                staged.apply(as: id, &pipeline)
                StagedRoster.drop(id, of: sponsor.id, &pipeline)
            }
            return try Self.report(of: id, sponsor, transaction)
        }
    }

    /// Turns down a load that waits.
    package func reject(
        _ id: UUID, of slug: Slug, _ decision: LoadDecision, dryRun: Bool = false, actor: Actor
    ) async throws -> LoadReport {
        try actor.requireSponsorRole()
        let step = actor.step(.rejected, at: now(), reason: decision.reason.description)
        return try await decide(dryRun: dryRun) { transaction in
            var (feed, load) = try Self.waiting(id, of: slug, actor, transaction)
            let sponsor = feed.sponsor
            load.state = .rejected
            load.reason = decision.reason.description
            try transaction.pipeline { [load] pipeline in
                _ = pipeline.add(LoadStatements.insert(step, of: id, sponsor.id))
                _ = pipeline.add(LoadStatements.update(load, of: sponsor.id))
                StagedRoster.drop(id, of: sponsor.id, &pipeline)
            }
            return try Self.report(of: id, sponsor, transaction)
        }
    }

    /// Notes that the sponsor has taken note of what its file did; saying so again changes nothing.
    package func acknowledge(_ id: UUID, of slug: Slug, actor: Actor) async throws -> LoadReport {
        try actor.requireSponsorRole()
        let step = actor.step(.acknowledged, at: now())
        return try await decide(dryRun: false) { transaction in
            let sponsor = try Self.lockFeed(slug, actor, transaction).sponsor
            guard var load = try transaction.first(LoadStatements.find, sponsor.id, id) else {
                throw CareError.notFound
            }
            if load.state == .applied {
                load.state = .acknowledged
                try transaction.pipeline { [load] pipeline in
                    _ = pipeline.add(LoadStatements.insert(step, of: id, sponsor.id))
                    _ = pipeline.add(LoadStatements.update(load, of: sponsor.id))
                }
            } else if load.state != .acknowledged {
                throw CareError.loadIs(load.state)
            }
            return try Self.report(of: id, sponsor, transaction)
        }
    }

    /// Takes an applied load back by its inverse, which is a load of its own; the file may be sent again then.
    ///
    /// - Throws: `CareError.loadsDepend` when later loads changed the same rows: they are taken back first.
    package func undo(
        _ id: UUID, of slug: Slug, _ decision: LoadDecision, dryRun: Bool = false, actor: Actor
    ) async throws -> LoadReport {
        try actor.requireSponsorRole()
        let at = now()
        let today = TimeZoneName.utc.day(of: at)
        return try await decide(dryRun: dryRun, settings: LoadUndoStatements.settings) { transaction in
            let feed = try Self.lockFeed(slug, actor, transaction)
            let sponsor = feed.sponsor.id
            guard let load = try transaction.first(LoadStatements.find, sponsor, id) else { throw CareError.notFound }
            // What loads without recorded steps replaced was not kept.
            let steps = try transaction.all(LoadStatements.steps, sponsor, id)
            guard load.state.isInForce, load.undoes == nil, !steps.isEmpty else {
                throw CareError.loadIs(load.state)
            }
            let later = try transaction.all(LoadUndoStatements.laterLoads, sponsor, id)
            guard later.isEmpty else { throw CareError.loadsDepend(later) }
            let (inForce, effects) = try transaction.pipeline(
                StagedRosterStatements.inForce.only(sponsor, today),
                LoadUndoStatements.effects.only(sponsor, id, today, LoadHold.soon(after: today)))
            try Self.requireConfirmation(decision, of: feed, ending: effects.1 + effects.3, inForce: inForce)

            var undoing = RosterLoad(
                id: UUID.timeOrdered(at: at), sha256: nil, fileName: nil, receivedAt: at, state: .received, undoes: id)
            try transaction.pipeline { pipeline in
                _ = pipeline.add(LoadStatements.insert(undoing, of: sponsor))
                undoing.state = .applied
                undoing.effects.reinstated = effects.0
                undoing.effects.terminated = effects.1
                undoing.effects.changed = effects.2
                for state in [LoadState.received, .approved, .applied] {
                    let step = actor.step(state, at: at, reason: decision.reason.description)
                    _ = pipeline.add(LoadStatements.insert(step, of: undoing.id, sponsor))
                }
                _ = pipeline.add(LoadStatements.update(undoing, of: sponsor))
                _ = pipeline.add(LoadUndoStatements.emptyMade.run(sponsor, id, undoing.id))
                _ = pipeline.add(LoadUndoStatements.restorePeriods.run(sponsor, id))
                _ = pipeline.add(LoadUndoStatements.restorePeople.run(sponsor, id))
                _ = pipeline.add(LoadUndoStatements.forgetPeriods.run(sponsor, id))
                _ = pipeline.add(LoadUndoStatements.forgetPeople.run(sponsor, id))
                _ = pipeline.add(LoadStatements.markUndone.run(sponsor, id, undoing.id))
                let undone = actor.step(.undone, at: at, reason: decision.reason.description)
                _ = pipeline.add(LoadStatements.insert(undone, of: id, sponsor))
            }
            return try Self.report(of: undoing.id, feed.sponsor, transaction)
        }
    }

    /// Decides in one transaction, of which a dry run leaves nothing.
    private func decide(
        dryRun: Bool, settings: [String: String] = [:],
        _ body: @escaping @Sendable (borrowing Transaction) throws -> LoadReport
    ) async throws -> LoadReport {
        let options = TransactionOptions(settings: settings, timeout: Self.loadTimeout)
        do {
            return try await database.transaction(options) { transaction in
                let report = try body(transaction)
                if dryRun { throw DryRunEnded(report: report) }
                return report
            }
        } catch let ended as DryRunEnded {
            return ended.report
        }
    }

    private static func waiting(
        _ id: UUID, of slug: Slug, _ actor: Actor, _ transaction: borrowing Transaction
    ) throws -> (SponsorFeed, RosterLoad) {
        let feed = try lockFeed(slug, actor, transaction)
        guard let load = try transaction.first(LoadStatements.find, feed.sponsor.id, id) else {
            throw CareError.notFound
        }
        guard load.state.waits else { throw CareError.loadIs(load.state) }
        return (feed, load)
    }

    private static func requireConfirmation(
        _ decision: LoadDecision, of feed: SponsorFeed, ending terminated: Int, inForce: Int
    ) throws(CareError) {
        guard LoadHold.isMassTermination(terminated, of: inForce, feed.rules.thresholds),
            decision.confirm != feed.sponsor.slug
        else { return }
        throw .confirmationNeeded(ending: terminated, of: inForce)
    }
}

extension Actor {
    /// Whether this is the person who made a step: an account is one person, and so is each credential of a sponsor.
    fileprivate func isSame(as step: LoadTransition) -> Bool {
        guard role == step.role else { return false }
        return role == .sponsor ? credential == step.credential : subject == step.subject
    }
}
