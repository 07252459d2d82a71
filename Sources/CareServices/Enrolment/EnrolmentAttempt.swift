import Care
import CareMessages
import CareStore
import Credentials
import Foundation
import Postgres

/// One enrolment, in one transaction.
struct EnrolmentAttempt: Sendable {
    let enrolment: Enrolment
    /// Nil when nobody can be described like that.
    let person: ClaimedPerson?
    /// The id that the member gets if they are new.
    let newMember: MemberID
    let now: Instant

    /// Nil when it is refused, for whatever reason; then nothing has been changed.
    ///
    /// - Throws: `CareError.tooManyDevices` to a member who has proved to be one.
    func run(in transaction: borrowing Transaction) throws -> EnrolmentAnswer? {
        let today = enrolment.timeZone.day(of: now)
        let claimed = ClaimedProof(enrolment.proof)
        // Twice, because another transaction may take the roster entry between our look and our own taking it.
        for _ in 1...2 {
            let candidates = try transaction.all(
                EnrolmentStatements.candidates, person?.number.description ?? "", enrolment.identity.birthDate, today)
            let match = person?.match(among: candidates.filter { $0.isCovered || $0.member != nil })
            let member = match?.member ?? newMember
            // Also when nobody matches, and without a proof: a refusal costs the same round trips whatever its reason. The
            // member is locked first, so that their devices are counted one after another.
            let (_, _, device, previous, isInvited, count) = try transaction.pipeline(
                EnrolmentStatements.actAs.only(member.description), MemberStatements.lockPlace.first(member),
                DeviceStatements.lock.first(member, enrolment.device.id),
                DeviceStatements.lock.first(member, claimed.device),
                DeviceInvitationStatements.isOpen.only(member, claimed.invitation, now),
                DeviceStatements.activeCount.only(member))
            guard let match else { return nil }
            if match.member == nil {
                if let answer = try become(match, in: transaction) { return answer }
            } else if let device {
                return try renew(device, of: member, in: transaction)
            } else {
                let isOwn = previous.map { !$0.isRevoked && $0.enrolmentKeyDigest == claimed.keyDigest } ?? false
                guard isOwn || isInvited else { return nil }
                guard count < DeviceService.maximumDevices else { throw CareError.tooManyDevices }
                return try add(to: member, invitation: isInvited ? claimed.invitation : nil, in: transaction)
            }
        }
        return nil
    }

    /// What is claimed as a proof, with something that proves nothing in place of what is not.
    private struct ClaimedProof {
        var device = DeviceID(UUID())
        var keyDigest: [UInt8]?
        var invitation: [UInt8]

        init(_ proof: EnrolmentProof?) {
            invitation = InvitationCode().digest
            switch proof {
            case nil: break
            case .invitation(let code): if let code = InvitationCode(code) { invitation = code.digest }
            case .previousDevice(let device, let key):
                self.device = device
                keyDigest = SHA256Digest(of: Array(key.utf8)).bytes
            }
        }
    }

    /// A new member; nil when somebody else has just taken the roster entry.
    private func become(
        _ person: EnrolmentCandidate, in transaction: borrowing Transaction
    ) throws -> EnrolmentAnswer? {
        guard try transaction.run(EnrolmentStatements.take, person.sponsor, person.number, newMember) == 1 else {
            return nil
        }
        try takeDevice(for: newMember, in: transaction)
        let identity = enrolment.identity
        let member = Member(
            id: newMember, firstName: identity.firstName, lastName: identity.lastName, birthDate: identity.birthDate,
            state: enrolment.state, timeZone: enrolment.timeZone)
        let tokens = NewTokens(for: .member, at: now)
        let credential = UUID.timeOrdered(at: now)
        try transaction.commit { pipeline in
            _ = pipeline.add(
                MemberStatements.insert.run(
                    member.id, member.firstName, member.lastName, member.birthDate, member.state, member.timeZone,
                    person.sponsor, person.number, now))
            // Random, and not ordered by time: an epoch is compared with others and says nothing else.
            _ = pipeline.add(ChartStatements.create.run(member.id, UUID()))
            // A member who is never heard of is found by the time that has passed.
            _ = pipeline.add(AlertLookStatements.mark.run(member.id, false))
            _ = pipeline.add(
                DeviceStatements.insert.run(
                    member.id, enrolment.device.id, enrolment.device.name, credential, keyDigest, now))
            keep(tokens, for: credential, of: member.id, label: enrolment.device.name, in: &pipeline)
        }
        return EnrolmentAnswer(member: member, device: enrolment.device, tokens: tokens.pair)
    }

    /// Another device of a member who has proved that it is theirs; nil when its invitation has just been used.
    private func add(
        to id: MemberID, invitation: [UInt8]?, in transaction: borrowing Transaction
    ) throws -> EnrolmentAnswer? {
        if let invitation {
            let used = try transaction.run(
                DeviceInvitationStatements.use, id, invitation, enrolment.device.id, now)
            guard used == 1 else { return nil }
        }
        try takeDevice(for: id, in: transaction)
        let tokens = NewTokens(for: .member, at: now)
        let credential = UUID.timeOrdered(at: now)
        let member = try transaction.commit { pipeline in
            let member = pipeline.add(MemberStatements.find.only(id))
            _ = pipeline.add(
                DeviceStatements.insert.run(
                    id, enrolment.device.id, enrolment.device.name, credential, keyDigest, now))
            keep(tokens, for: credential, of: id, label: enrolment.device.name, in: &pipeline)
            return member
        }
        return EnrolmentAnswer(member: try member.value, device: enrolment.device, tokens: tokens.pair)
    }

    /// - Throws: `CareError.notConfirmed` when the id is another person's device, which undoes the transaction.
    private func takeDevice(for member: MemberID, in transaction: borrowing Transaction) throws {
        _ = try transaction.run(DeviceHolderStatements.take, enrolment.device.id, member.uuid)
        guard try transaction.only(DeviceHolderStatements.holder, enrolment.device.id) == member.uuid else {
            throw CareError.notConfirmed
        }
    }

    /// Fresh tokens for the device that enrolled; nil for another device, another key or a revoked device.
    private func renew(
        _ device: DeviceRow, of member: MemberID, in transaction: borrowing Transaction
    ) throws -> EnrolmentAnswer? {
        guard !device.isRevoked, device.enrolmentKeyDigest == keyDigest else { return nil }
        let tokens = NewTokens(for: .member, at: now)
        let credential = UUID.timeOrdered(at: now)
        let enrolled = try transaction.commit { pipeline in
            let enrolled = pipeline.add(MemberStatements.find.only(member))
            pipeline.revoke(device.credential, at: now)
            keep(tokens, for: credential, of: member, label: device.name, in: &pipeline)
            _ = pipeline.add(DeviceStatements.setCredential.run(member, enrolment.device.id, credential))
            return enrolled
        }
        return EnrolmentAnswer(
            member: try enrolled.value, device: Device(id: enrolment.device.id, name: device.name),
            tokens: tokens.pair)
    }

    private func keep(
        _ tokens: NewTokens, for credential: UUID, of member: MemberID, label: Label, in pipeline: inout Pipeline
    ) {
        _ = pipeline.add(
            CredentialStatements.insert.run(credential, .member, member.uuid, enrolment.device.id, label, now))
        tokens.keep(for: credential, in: &pipeline)
    }

    /// A plain hash is enough, since nobody can guess 256 random bits.
    private var keyDigest: [UInt8] { SHA256Digest(of: Array(enrolment.enrolmentKey.utf8)).bytes }
}
