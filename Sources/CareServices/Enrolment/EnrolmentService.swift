package import Care
package import CareMessages
import CareStore
import Credentials
import Foundation
package import Postgres

/// How a covered person finds out that they are covered, and becomes a member.
///
/// Anybody may ask, so the answers are made to say nothing about others. Whether a number is unknown, name or birth date
/// do not fit or cover has ended: each runs the same statements in the same number of round trips, and gets the same answer.
/// What remains is the time of an index look-up that finds more or fewer rows; the API evens that out by not answering
/// before a fixed time.
///
/// A roster entry entitles and does not identify: number, name and birth date are known to an employer too. They make a new
/// member with an empty record, whether or not they made one before, so that nobody learns from the answer whether somebody is
/// a member, and nobody can keep the person themselves out by coming first. To a record that there is lead only a device
/// of its owner and the codes that they, or an operator who has made sure of them, have made.
package struct EnrolmentService: Sendable {
    let database: Database
    let now: @Sendable () -> Instant

    package init(database: Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
    }

    /// Whether somebody is covered today.
    ///
    /// Who only asks does not say where they are; today is New York's day, and enrolment decides by the member's own.
    package func selfCheck(_ claim: IdentityClaim) async throws -> SelfCheckAnswer {
        let person = ClaimedPerson(claim)
        let today = (TimeZoneName("America/New_York") ?? .utc).day(of: now())
        let candidates = try await database.perform(
            TransactionOptions(isReadOnly: true, settings: Self.access(of: MemberID(UUID()))),
            EnrolmentStatements.candidates.all(
                person?.number.description ?? "", claim.birthDate, today, MemberID(UUID())))
        guard let person, !person.entries(among: candidates.filter(\.isCovered)).isEmpty else {
            return SelfCheckAnswer(
                eligible: false,
                message: "We could not confirm your cover. Check that the number, name and birth date are as your "
                    + "employer or health plan has them.")
        }
        return SelfCheckAnswer(eligible: true, message: "You are covered, at no cost to you. You can enrol now.")
    }

    /// Makes a covered person a member, with an empty chart and this device as theirs.
    ///
    /// A repeat by the same device with the same key gets fresh tokens for the same member, and its older ones end; a
    /// revoked device gets none. Another device of a member comes in by a proof, whether or not they are covered now: their
    /// record stays theirs. Without one it begins a record of its own, with nothing in it.
    ///
    /// - Throws: `CareError.invalid` for an enrolment key that is none; `.tooManyDevices` when the proof is good and there
    ///   is no room; `.notConfirmed` for every other refusal.
    package func enrol(_ enrolment: Enrolment) async throws -> EnrolmentAnswer {
        guard Self.isKey(enrolment.enrolmentKey) else {
            throw CareError.invalid([
                FieldViolation(pointer: "/enrolmentKey", message: "must be 32 random bytes in base64url: 43 characters")
            ])
        }
        let attempt = EnrolmentAttempt(enrolment, at: now())
        let answer = try await database.retrying(
            TransactionOptions(settings: Self.access(of: attempt.newMember).merging(attempt.access) { $1 })
        ) { transaction in try attempt.run(in: transaction) }
        guard let answer else { throw CareError.notConfirmed }
        return answer
    }

    /// Row-level security is told of a member who does not exist yet, and so can see nobody's chart.
    private static func access(of member: MemberID) -> [String: String] {
        ["soleus.actor_role": Role.member.rawValue, "soleus.actor": member.description]
    }

    private static func isKey(_ text: String) -> Bool {
        text.utf8.count == 43
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }
}
