package import Care
package import CareMessages
import CareStore
import Foundation
import Postgres

extension EnrolmentService {
    /// A code by which a member brings another device of theirs in; made on one that has enrolled.
    ///
    /// - Throws: `CareError.notAllowed` for others.
    package func invite(actor: Actor) async throws -> DeviceInvitation {
        guard let member = actor.member else { throw CareError.notAllowed }
        return try await makeInvitation(for: member, actor: actor)
    }

    /// The same, for a member who has no device left; made by an operator who has made sure who they are.
    ///
    /// - Throws: `CareError.notAllowed`, or `notFound` for a member who is not there.
    package func invite(_ member: MemberID, actor: Actor) async throws -> DeviceInvitation {
        try actor.mustBeOperator()
        return try await makeInvitation(for: member, actor: actor)
    }

    private func makeInvitation(for member: MemberID, actor: Actor) async throws -> DeviceInvitation {
        let code = InvitationCode()
        let now = now()
        let expiresAt = now.adding(seconds: InvitationCode.lifetimeSeconds)
        try await database.transaction(TransactionOptions(settings: actor.access())) { transaction in
            guard try transaction.first(MemberStatements.find, member) != nil else { throw CareError.notFound }
            _ = try transaction.commit(
                after: DeviceInvitationStatements.insert.run(
                    member, code.digest, actor.role, actor.subject, expiresAt))
        }
        return DeviceInvitation(code: code.text, expiresAt: expiresAt)
    }
}
