import Care
import CareStore
package import ChartSync
package import Credentials
package import Postgres

/// Gives devices what changed since their cursors, each answer out of one snapshot.
package struct PullService: Sendable {
    private let database: Database
    let seal: Seal
    private let gate: HeavyGate

    /// `seal` makes cursors that a device can keep and not forge; `gate` bounds how many copies begin at once.
    package init(database: Database, seal: Seal, gate: HeavyGate = HeavyGate()) {
        self.database = database
        self.seal = seal
        self.gate = gate
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
        guard actor.role == .member || actor.role == .practitioner else { throw CareError.notAllowed }
        guard actor.device == request.device else { throw CareError.notFound }
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

    /// More patience is asked for while copies queue, and not of all in the same second.
    private var nextPollSeconds: Int {
        gate.isQueueing ? Int.random(in: Self.nextPollSeconds...3 * Self.nextPollSeconds) : Self.nextPollSeconds
    }

    /// Reads the answer; what has to be settled before rows may leave is settled, and then it is read anew.
    private func read(_ request: PullRequest, _ asked: AskedScopes, actor: Actor) async throws -> PullSnapshot {
        var isHeavy = asked.isHeavy
        // Each turn but the last settles one of two things; another finds that access came and went meanwhile.
        for _ in 0..<4 {
            do throws(PullObstacle) {
                guard isHeavy else { return try await attempt(request, asked, actor: actor, mayBeHeavy: false) }
                return try await gate.pass { () async throws(PullObstacle) in
                    try await attempt(request, asked, actor: actor, mayBeHeavy: true)
                }
            } catch {
                switch error {
                case .heavy: isHeavy = true
                case .notHeld(let members):
                    try await database.perform(
                        settings(request.device, actor), PullStatements.hold.run(request.device, members))
                case .failed(let error): throw error
                }
            }
        }
        throw CareError.tooBusy(retryAfterSeconds: 1)
    }

    func attempt(
        _ request: PullRequest, _ asked: AskedScopes, actor: Actor, mayBeHeavy: Bool
    ) async throws(PullObstacle) -> PullSnapshot {
        let reader = PullReader(
            device: request.device, actor: actor, asked: asked, request: request, mayBeHeavy: mayBeHeavy)
        var options = settings(request.device, actor)
        options.isolation = .repeatableRead
        options.isReadOnly = true
        do {
            return try await database.transaction(options) { transaction in try reader.read(in: transaction) }
        } catch let obstacle as PullObstacle {
            throw obstacle
        } catch {
            throw .failed(error)
        }
    }

    private func purge(_ request: PullRequest, actor: Actor) async throws {
        let members = (request.purged ?? []).compactMap { scope in
            if case .chart(let member) = scope { member } else { nil }
        }
        guard !members.isEmpty else { return }
        _ = try await database.perform(
            settings(request.device, actor), DropStatements.purged.run(request.device, members))
    }

    private func write(_ notes: PullNotes, of device: DeviceID, actor: Actor) async throws {
        guard !notes.isEmpty else { return }
        try await database.transaction(settings(device, actor)) { transaction in
            try transaction.commit { pipeline in notes.add(to: &pipeline, device: device, holder: actor.subject) }
        }
    }

    /// The actor's access, and that of the device to what it has noted of itself.
    private func settings(_ device: DeviceID, _ actor: Actor) -> TransactionOptions {
        var settings = actor.access()
        settings["soleus.device"] = device.description
        return TransactionOptions(settings: settings)
    }
}

/// What has to be settled before an answer can be read.
enum PullObstacle: Error {
    /// A copy begins, and may not begin unbounded.
    case heavy
    /// Rows of these charts may leave only when it is noted that the device holds them.
    case notHeld([MemberID])
    case failed(any Error)
}
