package import Care
package import ChartSync
package import Foundation
package import Postgres

/// One member of a practitioner's panel, or one who was, as a pull shows them.
package struct PanelScopeRow: Hashable, Sendable {
    package var member: MemberID
    /// Nil when the practitioner has no place on the care team now.
    package var present: Present?
    /// Whether they have had one.
    package var hasBeenThere: Bool
    /// Whether the device was given rows of the chart that are not known to be purged.
    package var isHeld: Bool

    package struct Present: Hashable, Sendable {
        package var firstName: Label
        package var lastName: Label
        package var role: CareTeamRole
        package var until: Instant?
        package var epoch: UUID
        package var version: Int64
    }
}

/// The list of the charts that a practitioner may see, as a scope that devices hold a copy of.
package enum PanelScopeStatements {
    /// The members after $2 who are on the panel now, in the order of their ids.
    package static let list = Statement(
        """
        SELECT DISTINCT member_id FROM care_team_member
        WHERE practitioner_id = $1 AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now())
            AND ($2::uuid IS NULL OR member_id > $2)
        ORDER BY member_id LIMIT $3
        """,
        takes: Types(PractitionerID.self, MemberID?.self, Int.self), gives: Types(MemberID.self))

    /// The members after $5 with news since a snapshot that saw nothing from the transaction $2 on, nor those of $3, and was
    /// taken at $4; in the order of their ids.
    ///
    /// Four look-ups in four indexes: what it costs grows with the news and not with the panel.
    package static let news = Statement(
        newsText,
        takes: Types(PractitionerID.self, String.self, [String].self, Instant.self, MemberID?.self, Int.self),
        gives: Types(MemberID.self))

    /// The statement itself, for whoever wants to see how it is planned.
    package static let newsText = """
        WITH news AS (
            SELECT member_id FROM care_team_member WHERE practitioner_id = $1 AND changed_by >= $2::text::xid8
            UNION
            SELECT member_id FROM care_team_member
            WHERE practitioner_id = $1 AND changed_by = ANY ($3::text[]::xid8[])
            UNION
            SELECT member_id FROM care_team_member
            WHERE practitioner_id = $1 AND valid_from > $4 AND valid_from <= now()
            UNION
            SELECT member_id FROM care_team_member WHERE practitioner_id = $1 AND valid_to > $4 AND valid_to <= now()
        )
        SELECT member_id FROM news WHERE $5::uuid IS NULL OR member_id > $5 ORDER BY member_id LIMIT $6
        """

    /// The call that finds news since a mark.
    package static func news(
        of practitioner: PractitionerID, since mark: Cursor.PanelMark, after member: MemberID?, limit: Int
    ) -> Call<[MemberID]> {
        news.all(
            practitioner, String(mark.horizon), mark.underWay.map { String($0) }, mark.seenAt, member, limit)
    }

    /// What there is to say of some members, each of them once and in the order of their ids.
    package static let rows = Statement(
        """
        SELECT asked.member_id, member.first_name, member.last_name, place.role, place.valid_to, chart.epoch, chart.version,
            EXISTS (
                SELECT FROM care_team_member AS past
                WHERE past.member_id = asked.member_id AND past.practitioner_id = $1 AND past.valid_from <= now()
                    AND (past.valid_to IS NULL OR past.valid_to > past.valid_from)
            ),
            coalesce(copy.holds_copy, false)
        FROM unnest($3::uuid[]) AS asked (member_id)
        LEFT JOIN LATERAL (
            SELECT role, valid_to FROM care_team_member
            WHERE care_team_member.member_id = asked.member_id AND practitioner_id = $1 AND valid_from <= now()
                AND (valid_to IS NULL OR valid_to > now())
            ORDER BY valid_from DESC LIMIT 1
        ) AS place ON true
        LEFT JOIN member ON member.member_id = asked.member_id
        LEFT JOIN chart ON chart.member_id = asked.member_id
        LEFT JOIN device_progress AS copy ON copy.member_id = asked.member_id AND copy.device_id = $2
        ORDER BY asked.member_id
        """,
        takes: Types(PractitionerID.self, DeviceID.self, [MemberID].self),
        gives: Types(
            MemberID.self, Label?.self, Label?.self, CareTeamRole?.self, Instant?.self, UUID?.self, Int64?.self,
            Bool.self, Bool.self)
    ).map { member, firstName, lastName, role, until, epoch, version, hasBeenThere, isHeld in
        var row = PanelScopeRow(member: member, present: nil, hasBeenThere: hasBeenThere, isHeld: isHeld)
        if let firstName, let lastName, let role, let epoch, let version {
            row.present = PanelScopeRow.Present(
                firstName: firstName, lastName: lastName, role: role, until: until, epoch: epoch, version: version)
        }
        return row
    }

    package static let all: [any AnyStatement] = [list, news, rows]
}
