package import Care
package import Postgres

/// A covered person who has the number that somebody claims.
package struct EnrolmentCandidate: Hashable, Sendable {
    package var sponsor: SponsorID
    package var number: String
    package var subscriberNumber: String
    package var firstNameKey: String
    package var lastNameKey: String
    package var birthDate: LocalDay
    /// Whether they are covered on the day that was asked for.
    package var isCovered: Bool
    /// Whether the roster entry is one of those that entitle the member who was asked about.
    package var isMembers: Bool
}

/// How a person on a roster becomes a member.
package enum EnrolmentStatements {
    /// Whom a number and a birth date may mean, among the people on rosters, who of them is covered on a day, and who is the
    /// member $4.
    ///
    /// Whether anybody else is entitled by the same entry is not asked: it must not make a difference.
    /// Numbers are a sponsor's own, so that several sponsors may know one; the birth date leaves a handful. 100 is beyond
    /// what any real roster brings together, and a bound on the work.
    package static let candidates = Statement(
        """
        SELECT person.sponsor_id, person.number, person.subscriber_number, person.first_name_key, person.last_name_key,
            person.birth_date, EXISTS (
                SELECT FROM coverage
                WHERE coverage.sponsor_id = person.sponsor_id AND coverage.number = person.number
                    AND coverage.valid_from <= $3 AND (coverage.valid_to IS NULL OR coverage.valid_to > $3)
            ),
            EXISTS (
                SELECT FROM enrolled_person AS enrolled
                WHERE enrolled.sponsor_id = person.sponsor_id AND enrolled.number = person.number
                    AND enrolled.member_id = $4
            )
        FROM covered_person AS person
        WHERE (person.number = $1 OR person.subscriber_number = $1) AND person.birth_date = $2
        LIMIT 100
        """,
        takes: Types(String.self, LocalDay.self, LocalDay.self, MemberID.self),
        gives: Types(
            SponsorID.self, String.self, String.self, String.self, String.self, LocalDay.self, Bool.self,
            Bool.self)
    ).map { sponsor, number, subscriberNumber, firstNameKey, lastNameKey, birthDate, isCovered, isMembers in
        EnrolmentCandidate(
            sponsor: sponsor, number: number, subscriberNumber: subscriberNumber, firstNameKey: firstNameKey,
            lastNameKey: lastNameKey, birthDate: birthDate, isCovered: isCovered, isMembers: isMembers)
    }

    /// Says who acts from here on in the transaction, once it is known who that is.
    package static let actAs = Statement(
        "SELECT set_config('soleus.actor', $1, true)", takes: Types(String.self), gives: Types(String.self))

    /// Lets a roster entry entitle a member; other members whom it entitles are none of their business.
    package static let entitle = Statement(
        """
        INSERT INTO enrolled_person (sponsor_id, number, member_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
        """,
        takes: Types(SponsorID.self, String.self, MemberID.self))

    package static let all: [any AnyStatement] = [candidates, actAs, entitle]
}
