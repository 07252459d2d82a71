import Care
import CareStore
import Postgres

/// Proof that a practitioner may prescribe for a member now.
struct Prescribing {
    let member: Member

    /// - Throws: `CareError.notFound` without a place on the care team, `notAllowed` in a role that does not prescribe,
    ///   `notLicensed` without a licence or compact privilege where the member is.
    init(
        _ practitioner: PractitionerID, for member: MemberID, at now: Instant, in transaction: borrowing Transaction
    ) throws {
        let (found, roles, licences) = try transaction.pipeline(
            AccessStatements.member.first(member), AccessStatements.roles.all(member, practitioner),
            AccessStatements.licences.all(practitioner))
        guard let found, !roles.isEmpty else { throw CareError.notFound }
        guard roles.contains(where: \.mayPrescribe) else { throw CareError.notAllowed }
        let today = found.timeZone.day(of: now)
        guard licences.mayPractise(in: found.state, on: today) else { throw CareError.notLicensed(found.state) }
        self.member = found
    }
}
