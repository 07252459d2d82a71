package import Care
package import Postgres

/// Members, as far as they are people and not charts.
package enum MemberStatements {
    package static let insert = Statement(
        """
        INSERT INTO member (
            member_id, first_name, last_name, birth_date, state, time_zone, sponsor_id, sponsor_number, enrolled_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        takes: Types(
            MemberID.self, Label.self, Label.self, LocalDay.self, USState.self, TimeZoneName.self, SponsorID.self,
            String.self, Instant.self))

    package static let find = Statement(
        "SELECT member_id, first_name, last_name, birth_date, state, time_zone FROM member WHERE member_id = $1",
        takes: Types(MemberID.self),
        gives: Types(
            MemberID.self, Label.self, Label.self, LocalDay.self, USState.self, TimeZoneName.self)
    ).map { id, firstName, lastName, birthDate, state, timeZone in
        Member(
            id: id, firstName: firstName, lastName: lastName, birthDate: birthDate, state: state, timeZone: timeZone)
    }

    /// Where a member is, with the member locked: changes of one care team come one after another.
    package static let lockPlace = Statement(
        "SELECT state, time_zone FROM member WHERE member_id = $1 FOR NO KEY UPDATE",
        takes: Types(MemberID.self), gives: Types(USState.self, TimeZoneName.self))

    /// Members by exact id, exact number with their sponsor, or a part of their name; 50 at most.
    package static let search = Statement(
        """
        SELECT member_id, first_name || ' ' || last_name, state FROM member
        WHERE member_id = $1 OR sponsor_number = $2
            OR position(lower($2) IN lower(first_name || ' ' || last_name)) > 0
        ORDER BY last_name, first_name, member_id LIMIT 50
        """,
        takes: Types(MemberID?.self, String.self), gives: Types(MemberID.self, String.self, USState.self))

    package static let all: [any AnyStatement] = [insert, find, lockPlace, search]
}
