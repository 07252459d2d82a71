package import Care
package import CareMessages
import CareStore
import Postgres

extension CareTeamService {
    /// Has another PT cover for a lead PT, in whole days of the member's calendar.
    ///
    /// - Throws: `CareError.notFound` without a place on the care team or for a practitioner who is not there, `notAllowed`
    ///   for whoever is not the lead PT now, `invalid` for days in the wrong order or before today, `notLicensed` when the
    ///   other has no licence on the first day where the member is.
    package func handOver(_ handOver: HandOver, of member: MemberID, actor: Actor) async throws -> CareTeamPlace {
        guard let lead = actor.practitioner else { throw CareError.notAllowed }
        let roles = try await database.perform(
            TransactionOptions(isReadOnly: true, settings: actor.access(to: member)),
            AccessStatements.roles.all(member, lead))
        guard !roles.isEmpty else { throw CareError.notFound }
        guard roles.contains(.leadPT), handOver.practitioner != lead else { throw CareError.notAllowed }
        return try await give(
            CareTeamPlace(role: .coveringPT, from: handOver.from, through: handOver.through),
            to: handOver.practitioner, for: member, settings: Actor.service.access(to: member),
            dryRun: handOver.dryRun == true)
    }
}
