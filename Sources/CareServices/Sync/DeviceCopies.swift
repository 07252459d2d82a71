import Care
import CareStore
import Postgres

/// How a device's copies are read and noted: each answer out of one snapshot, and nothing leaves before it is noted.
struct DeviceCopies: Sendable {
    let database: Database
    let gate: HeavyGate

    /// Reads with the actor's access, in one snapshot.
    func snapshot<Value: Sendable>(
        _ device: DeviceID, _ actor: Actor, _ body: @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        let options = TransactionOptions(
            isolation: .repeatableRead, isReadOnly: true, settings: Self.settings(device, actor))
        return try await database.transaction(options, body)
    }

    /// Asks what every pull asks, in a snapshot and a round trip of its own.
    func look(
        _ asked: AskedScopes, on device: DeviceID, _ caller: Caller
    ) async throws -> (actor: Actor, opening: PullOpening) {
        let settings: [String: String]
        switch caller {
        case .known(let actor): settings = Self.settings(device, actor)
        case .bearer: settings = [:]
        }
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true, settings: settings)
        return try await database.transaction(options) { transaction in
            let questions = try transaction.commit { pipeline in
                PullOpening.Questions(asked, on: device, by: caller, into: &pipeline)
            }
            return try questions.answers()
        }
    }

    /// Writes what is known of a device, in one round trip.
    func write(
        _ device: DeviceID, _ actor: Actor, _ build: @Sendable (inout Pipeline) -> Void
    ) async throws {
        let options = TransactionOptions(settings: Self.settings(device, actor))
        try await database.retrying(options) { transaction in try transaction.commit { pipeline in build(&pipeline) } }
    }

    /// Notes that rows of some charts are about to leave.
    func hold(_ members: [MemberID], on device: DeviceID, _ actor: Actor) async throws {
        try await write(device, actor) { pipeline in pipeline.add(PullStatements.hold.run(device, members)) }
    }

    /// Makes an answer, again after what stood in its way was settled.
    ///
    /// - Parameters:
    ///   - read: Makes it; whether it has passed the gate is told to it.
    ///   - hold: Notes that the device holds rows of some charts.
    func settled<Value: Sendable>(
        _ read: (_ mayBeHeavy: Bool) async throws -> Value, holding hold: ([MemberID]) async throws -> Void
    ) async throws -> Value {
        var isHeavy = false
        // Each turn but the last settles one of two things; another finds that access came and went meanwhile.
        for _ in 0..<4 {
            do {
                return isHeavy ? try await gate.pass { try await read(true) } : try await read(false)
            } catch CopyObstacle.heavy {
                isHeavy = true
            } catch CopyObstacle.notHeld(let members) {
                try await hold(members)
            }
        }
        throw CareError.tooBusy(retryAfterSeconds: 1)
    }

    /// The actor's access, and that of the device to what was noted of it.
    private static func settings(_ device: DeviceID, _ actor: Actor) -> [String: String] {
        var settings = actor.access()
        settings["soleus.device"] = device.description
        return settings
    }
}

/// What has to be settled before an answer can be read.
enum CopyObstacle: Error {
    /// A copy begins, and may not begin unbounded.
    case heavy
    /// Rows of these charts may leave only when it is noted that the device holds them.
    case notHeld([MemberID])
}

extension Actor {
    /// Refuses whoever keeps no copies, and a device that the credential is not bound to.
    ///
    /// - Throws: `CareError.notAllowed`, `CareError.notFound`.
    func mustHold(_ device: DeviceID) throws(CareError) {
        guard role == .member || role == .practitioner else { throw .notAllowed }
        guard self.device == device else { throw .notFound }
    }
}
