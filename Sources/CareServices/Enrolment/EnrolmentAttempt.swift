import Care
import CareMessages
import CareStore
import Credentials
import Foundation
import Postgres

/// One enrolment, in one transaction.
struct EnrolmentAttempt: Sendable {
    private let enrolment: Enrolment
    /// Nil when nobody can be described like that.
    private let person: ClaimedPerson?
    private let claimed: ClaimedProof
    /// The id that the member gets if they are new.
    let newMember: MemberID
    private let now: Instant

    init(_ enrolment: Enrolment, at now: Instant) {
        self.enrolment = enrolment
        self.now = now
        person = ClaimedPerson(enrolment.identity)
        claimed = ClaimedProof(enrolment.proof)
        newMember = .make(at: now)
    }

    /// Shows row-level security which code the device has.
    var access: [String: String] { ["soleus.invitation": SHA256Digest(bytes: claimed.invitation)?.hexadecimal ?? ""] }

    /// Nil when it is refused, for whatever reason; then nothing has been changed.
    ///
    /// - Throws: `CareError.tooManyDevices` to a member who has proved to be one.
    func run(in transaction: borrowing Transaction) throws -> EnrolmentAnswer? {
        // Twice, because the same request may be on its way a second time, and take the device's id between our look and our
        // own taking it.
        for _ in 1...2 {
            if let answer = try look(in: transaction) { return answer.enrolled }
        }
        return nil
    }

    /// What came of one look.
    private struct Outcome {
        /// Nil for a refusal.
        var enrolled: EnrolmentAnswer?
    }

    /// Nil when somebody has just taken the device's id, so that another look is due.
    private func look(in transaction: borrowing Transaction) throws -> Outcome? {
        let deviceID = enrolment.device.id
        let (holder, previousHolder, invited) = try transaction.pipeline(
            DeviceHolderStatements.holder.first(deviceID), DeviceHolderStatements.holder.first(claimed.device),
            DeviceInvitationStatements.invited.first(claimed.invitation, now))
        // The device says whose record is meant, or the proof does; a claim never does.
        let known = holder.map { MemberID($0) } ?? invited ?? previousHolder.map { MemberID($0) }
        let member = known ?? newMember
        // Also when nobody matches, and without a proof: a refusal costs the same round trips whatever its reason. The
        // member is locked first, so that their devices are counted one after another.
        let (candidates, _, _, device, previous, count) = try transaction.pipeline(
            EnrolmentStatements.candidates.all(
                person?.number.description ?? "", enrolment.identity.birthDate, enrolment.timeZone.day(of: now), member),
            EnrolmentStatements.actAs.only(member.description), MemberStatements.lockPlace.first(member),
            DeviceStatements.lock.first(member, deviceID), DeviceStatements.lock.first(member, claimed.device),
            DeviceStatements.activeCount.only(member))
        let entries = person?.entries(among: candidates.filter { $0.isCovered || $0.isMembers }) ?? []
        guard let first = entries.first else { return Outcome() }
        let isMembers = entries.contains(where: \.isMembers)
        if holder != nil {
            guard isMembers, let device else { return Outcome() }
            return Outcome(enrolled: try renew(device, of: member, in: transaction))
        }
        guard enrolment.proof != nil else {
            return try become(first, also: entries.dropFirst(), in: transaction)
        }
        let isOwn = previous.map { !$0.isRevoked && $0.enrolmentKeyDigest == claimed.keyDigest } ?? false
        guard isMembers, isOwn || invited != nil else { return Outcome() }
        guard count < DeviceService.maximumDevices else { throw CareError.tooManyDevices }
        return try add(to: member, invitation: invited == nil ? nil : claimed.invitation, in: transaction)
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

    /// A new member, covered by whoever lists the person; nil when the device's id has just been taken.
    private func become(
        _ person: EnrolmentCandidate, also others: ArraySlice<EnrolmentCandidate>, in transaction: borrowing Transaction
    ) throws -> Outcome? {
        guard try takeDevice(for: newMember, in: transaction) else { return nil }
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
            _ = pipeline.add(EnrolmentStatements.entitle.run(person.sponsor, person.number, member.id))
            for other in others { pipeline.link(other, to: member.id, at: now) }
            // Random, and not ordered by time: an epoch is compared with others and says nothing else.
            _ = pipeline.add(ChartStatements.create.run(member.id, UUID()))
            // A member who is never heard of is found by the time that has passed.
            _ = pipeline.add(AlertLookStatements.mark.run(member.id, false))
            _ = pipeline.add(
                DeviceStatements.insert.run(
                    member.id, enrolment.device.id, enrolment.device.name, credential, keyDigest, now))
            keep(tokens, for: credential, of: member.id, label: enrolment.device.name, in: &pipeline)
        }
        return Outcome(enrolled: EnrolmentAnswer(member: member, device: enrolment.device, tokens: tokens.pair))
    }

    /// Another device of a member who has proved that it is theirs; nil when its id has just been taken.
    ///
    /// - Throws: `CareError.notConfirmed` when the invitation has just been used, which undoes the transaction.
    private func add(
        to id: MemberID, invitation: [UInt8]?, in transaction: borrowing Transaction
    ) throws -> Outcome? {
        guard try takeDevice(for: id, in: transaction) else { return nil }
        if let invitation {
            let used = try transaction.run(
                DeviceInvitationStatements.use, id, invitation, enrolment.device.id, now)
            guard used == 1 else { throw CareError.notConfirmed }
        }
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
        return Outcome(
            enrolled: EnrolmentAnswer(member: try member.value, device: enrolment.device, tokens: tokens.pair))
    }

    /// Makes the device the member's; it waits for another transaction that is taking the id, and says whether that failed.
    private func takeDevice(for member: MemberID, in transaction: borrowing Transaction) throws -> Bool {
        try transaction.run(DeviceHolderStatements.take, enrolment.device.id, member.uuid) == 1
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

extension Pipeline {
    /// Lets a roster entry count for a member beyond the one with which they enrolled.
    mutating func link(_ entry: EnrolmentCandidate, to member: MemberID, at now: Instant) {
        _ = add(EnrolmentStatements.entitle.run(entry.sponsor, entry.number, member))
        _ = add(MemberCoverStatements.link.run(member, entry.sponsor, entry.number, now))
    }
}
