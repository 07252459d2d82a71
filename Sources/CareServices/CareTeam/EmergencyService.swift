package import Care
package import CareMessages
import CareStore
import ChartSync
package import Postgres
import StrictJSON

/// Lets a practitioner look into a chart from outside of its care team, for an hour, and has the chart say so.
package struct EmergencyService: Sendable {
    private let database: Database
    private let announce: Poke.Listener
    private let committed: ChartCommit.Listener

    /// `announce` is told of the place that was given, and `committed` of the commit, after it.
    package init(
        database: Database, announce: @escaping Poke.Listener = { _ in },
        committed: @escaping ChartCommit.Listener = { _ in }
    ) {
        self.database = database
        self.announce = announce
        self.committed = committed
    }

    /// Gives the practitioner a place on the care team for 60 minutes, in the commit that tells the member who and why.
    ///
    /// A repeat with the same id opens nothing anew.
    ///
    /// - Throws: `CareError.notFound` for a member who is not there, `notLicensed` where the practitioner may not practise,
    ///   `invalid` for somebody who is on the care team anyway, `taken` for an id that is another row's.
    package func open(_ request: EmergencyRequest, of member: MemberID, actor: Actor) async throws -> EmergencyAccess {
        guard let practitioner = actor.practitioner else { throw CareError.notAllowed }
        let options = TransactionOptions(settings: Actor.service.access(to: member))
        let (access, commit) = try await database.retrying(options) { transaction -> (EmergencyAccess, ChartCommit?) in
            let mutation = Mutation(
                seq: 1, kind: RowKind.emergencyAccess.rawValue, op: RowOperation.insert.rawValue, row: request.id)
            guard
                let chart = try OpenChart(member, for: [mutation], by: .known(.service), device: nil, in: transaction),
                let found = try transaction.first(AccessStatements.member, member)
            else { throw CareError.notFound }
            let picture = try chart.picture(for: [mutation], in: transaction)
            if case .emergencyAccess(let known) = picture.rows[request.id]?.content {
                guard known.practitioner == practitioner, known.reason == request.reason else { throw CareError.taken }
                return (known, nil)
            }
            let (roles, licences) = try transaction.pipeline(
                AccessStatements.roles.all(member, practitioner), AccessStatements.licences.all(practitioner))
            guard licences.mayPractise(in: found.state, on: found.timeZone.day(of: chart.head.now)) else {
                throw CareError.notLicensed(found.state)
            }
            guard roles.isEmpty else {
                throw CareError.invalid([
                    FieldViolation(pointer: "", message: "must come from outside of the care team: you are on it")
                ])
            }
            let access = EmergencyAccess(practitioner: practitioner, reason: request.reason, from: chart.head.now)
            var written = mutation
            written.body = try JSONValue.encoding(access)
            let result = try ChartMerge.apply([written], to: picture, role: .service, device: nil)
            if result.outcomes.contains(where: { $0.reason != nil }) { throw CareError.taken }
            _ = try transaction.run(
                CareTeamStatements.put, member, practitioner, .emergency, access.from, access.until)
            let commit = try chart.commit(
                result, mutationHashes: [try written.contentHash()], in: transaction)
            return (access, commit)
        }
        if let commit {
            committed(commit)
            announce(.panel(practitioner))
        }
        return access
    }
}
