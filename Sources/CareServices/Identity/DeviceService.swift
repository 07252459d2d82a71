package import Care
package import CareMessages
import CareStore
import Foundation
package import Postgres

/// The devices of members and practitioners, as their owners arrange them.
package struct DeviceService: Sendable {
    private let database: Database
    private let announce: Poke.Listener
    private let now: @Sendable () -> Instant

    /// `announce` is told of devices that were revoked, after the commit.
    package init(
        database: Database, announce: @escaping Poke.Listener = { _ in }, now: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.announce = announce
        self.now = now
    }

    /// How many devices a person may use at a time: a few phones and tablets, and some that were lost and not revoked.
    package static let maximumDevices = 10

    /// Makes the device on which a practitioner has signed in one that may keep copies, and binds this session to it.
    ///
    /// The same again changes its name. A device that was copied goes on under an id that was nobody's: its session moves
    /// there, and the old id stays as it is, with what it holds. Otherwise a session stays with its device.
    ///
    /// - Throws: `CareError.notAllowed` for other roles; `taken` for an id that is another device's, a session that is
    ///   another device's, or a device that was revoked; `tooManyDevices`.
    package func put(_ device: DeviceID, _ entry: DeviceEntry, actor: Actor) async throws -> Device {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let now = now()
        return try await database.retrying(TransactionOptions(settings: actor.access())) { transaction in
            // Locks the id's row, or makes it, so that two cannot take one id.
            let isNew = try transaction.run(DeviceHolderStatements.take, device, practitioner.uuid) == 1
            let (holder, (others, isRevoked)) = try transaction.pipeline(
                DeviceHolderStatements.holder.only(device),
                PractitionerDeviceStatements.standing.only(practitioner, device))
            guard holder == practitioner.uuid, !isRevoked else { throw CareError.taken }
            guard others < Self.maximumDevices else { throw CareError.tooManyDevices }
            var earlier: DeviceID?
            if isNew, let own = actor.device {
                earlier = try transaction.first(PractitionerDeviceStatements.holdInUse, practitioner, own)
            }
            guard try transaction.run(PractitionerDeviceStatements.bind, actor.credential, device, earlier) == 1 else {
                throw CareError.taken
            }
            _ = try transaction.commit(
                after: PractitionerDeviceStatements.put.run(practitioner, device, entry.name, now))
            return Device(id: device, name: entry.name)
        }
    }

    /// The devices of whoever asks, oldest first, those that were revoked among them.
    ///
    /// - Throws: `CareError.notAllowed` for roles that have none.
    package func list(actor: Actor) async throws -> DeviceListing {
        let options = TransactionOptions(isReadOnly: true, settings: actor.access())
        let held: [HeldDevice]
        if let member = actor.member {
            held = try await database.perform(options, DeviceStatements.list.all(member))
        } else if let practitioner = actor.practitioner {
            held = try await database.perform(options, PractitionerDeviceStatements.list.all(practitioner))
        } else {
            throw CareError.notAllowed
        }
        return DeviceListing(
            devices: held.map { device in
                OwnDevice(
                    device: Device(id: device.device, name: device.name), enrolledAt: device.enrolledAt,
                    revokedAt: device.revokedAt, heardAt: device.heardAt, isThisOne: device.device == actor.device)
            })
    }

    /// Ends a practitioner's device, and every session that is bound to it.
    ///
    /// Again changes nothing.
    ///
    /// - Throws: `CareError.notAllowed` for other roles, `notFound` for a device that is not theirs.
    package func revoke(_ device: DeviceID, actor: Actor) async throws {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let now = now()
        try await database.retrying(TransactionOptions(settings: actor.access())) { transaction in
            guard try transaction.run(PractitionerDeviceStatements.revoke, practitioner, device, now) == 1 else {
                throw CareError.notFound
            }
            try transaction.commit { pipeline in
                pipeline.add(PractitionerDeviceStatements.endSessions.run(practitioner.uuid, device, now))
                pipeline.add(PractitionerDeviceStatements.deleteTokens.run(practitioner.uuid, device))
            }
        }
        announce(.ended(device))
    }
}
