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
    func run(in transaction: borrowing Transaction) throws -> EnrolmentAnswer? {
        let today = enrolment.timeZone.day(of: now)
        // Twice, because another transaction may take the roster entry between our look and our own taking it.
        for _ in 1...2 {
            let candidates = try transaction.all(
                EnrolmentStatements.candidates, person?.number.description ?? "", enrolment.identity.birthDate, today)
            let match = person?.match(among: candidates)
            let member = match?.member ?? newMember
            // Also when nobody matches: a refusal costs the same round trips whatever its reason.
            let (_, device) = try transaction.pipeline(
                EnrolmentStatements.actAs.only(member.description),
                DeviceStatements.lock.first(member, enrolment.device.id))
            guard let match else { return nil }
            if match.member != nil { return try device.flatMap { try renew($0, of: member, in: transaction) } }
            if let answer = try become(match, in: transaction) { return answer }
        }
        return nil
    }

    /// A new member; nil when somebody else has just taken the roster entry.
    private func become(
        _ person: EnrolmentCandidate, in transaction: borrowing Transaction
    ) throws -> EnrolmentAnswer? {
        guard try transaction.run(EnrolmentStatements.take, person.sponsor, person.number, newMember) == 1 else {
            return nil
        }
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
            _ = pipeline.add(
                DeviceStatements.insert.run(
                    member.id, enrolment.device.id, enrolment.device.name, credential, keyDigest, now))
            keep(tokens, for: credential, of: member.id, label: enrolment.device.name, in: &pipeline)
        }
        return EnrolmentAnswer(member: member, device: enrolment.device, tokens: tokens.pair)
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
