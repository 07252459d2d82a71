import Care
import CareStore
package import ChartSync
package import Credentials
package import Postgres

/// Gives devices what changed since their cursors, each answer out of one snapshot.
package struct PullService: Sendable {
    let copies: DeviceCopies
    let seal: Seal

    /// `seal` makes cursors that a device can keep and not forge; `gate` bounds how many copies begin at once.
    package init(database: Database, seal: Seal, gate: HeavyGate = HeavyGate()) {
        copies = DeviceCopies(database: database, gate: gate)
        self.seal = seal
    }

    /// How long a device may wait before it asks again, unless something else prompts it.
    package static let nextPollSeconds = 60

    /// The next page of each scope that has news, in the order of the request, and the copies to give up.
    ///
    /// A scope that the actor may not see has no page; what the device may hold of it is to be dropped.
    ///
    /// - Throws: `CareError.cursorInvalid` for a cursor that was altered or belongs to another device or scope,
    ///   `schemaUnknown` and `clientTooOld` for a version of the messages that is not spoken, `invalid` for what is out of
    ///   range, `notFound` for a device that the credential is not bound to, `notAllowed` for actors who have no devices,
    ///   `tooBusy` when too many copies begin at once.
    package func pull(_ request: PullRequest, actor: Actor) async throws -> PullAnswer {
        try actor.mustHold(request.device)
        let asked = try AskedScopes(request, actor: actor, seal: seal)
        try await purge(request, actor: actor)
        let snapshot = try await read(request, asked, actor: actor)
        try await write(snapshot.notes, of: request.device, actor: actor)
        let pages = snapshot.pages.map { page in
            var sealed = page.page
            sealed.cursor = seal.seal(Cursor(device: request.device, place: page.place).bytes)
            return sealed
        }
        return PullAnswer(
            pages: pages, drops: snapshot.drops, more: snapshot.hasMore, nextPollSeconds: nextPollSeconds,
            serverTime: snapshot.now)
    }

    /// The same for whoever presents a token.
    ///
    /// Most devices ask most of the time for nothing new: one round trip finds out who they are, and that there is nothing.
    ///
    /// - Throws: also `CareError.sessionEnded` for a token that speaks for nobody.
    package func pull(_ request: PullRequest, caller: Caller) async throws -> PullAnswer {
        // What is refused is refused by the longer way, for the reason that comes first there.
        guard let asked = try? AskedScopes(request, seal: seal), !asked.isHeavy, request.purged ?? [] == [] else {
            return try await pull(request, actor: caller.actor(in: copies.database))
        }
        let (actor, opening) = try await copies.look(asked, on: request.device, caller)
        guard actor.device == request.device, let notes = opening.notesIfIdle(request, asked) else {
            return try await pull(request, actor: actor)
        }
        try await write(notes, of: request.device, actor: actor)
        return PullAnswer(
            pages: [], drops: [], more: false, nextPollSeconds: nextPollSeconds, serverTime: opening.moment.now)
    }

    /// More patience is asked for while copies queue, and not of all in the same second.
    private var nextPollSeconds: Int {
        copies.gate.isQueueing ? Int.random(in: Self.nextPollSeconds...3 * Self.nextPollSeconds) : Self.nextPollSeconds
    }

    /// Reads the answer; what has to be settled before rows may leave is settled, and then it is read anew.
    private func read(_ request: PullRequest, _ asked: AskedScopes, actor: Actor) async throws -> PullSnapshot {
        let isHeavy = asked.isHeavy
        return try await copies.settled { mayBeHeavy in
            // What the cursors show need not be tried first.
            if isHeavy, !mayBeHeavy { throw CopyObstacle.heavy }
            let reader = PullReader(
                device: request.device, actor: actor, asked: asked, request: request, mayBeHeavy: mayBeHeavy)
            return try await copies.snapshot(request.device, actor) { transaction in try reader.read(in: transaction) }
        } holding: { members in
            try await copies.hold(members, on: request.device, actor)
        }
    }

    private func purge(_ request: PullRequest, actor: Actor) async throws {
        let members = (request.purged ?? []).compactMap { scope in
            if case .chart(let member) = scope { member } else { nil }
        }
        guard !members.isEmpty else { return }
        try await copies.write(request.device, actor) { pipeline in
            pipeline.add(DropStatements.purged.run(request.device, members))
        }
    }

    private func write(_ notes: PullNotes, of device: DeviceID, actor: Actor) async throws {
        guard !notes.isEmpty else { return }
        try await copies.write(device, actor) { pipeline in
            notes.add(to: &pipeline, device: device, holder: actor.subject)
        }
    }
}
