package import Care
package import Postgres

extension ReportPeriod: TextColumn {}
extension ReportMeasure: PostgresEncodable, PostgresDecodable {}

/// A sponsor with the smallest cell that it may be told.
package struct ReportedSponsor: Hashable, Sendable {
    package var sponsor: Sponsor
    package var smallestCell: Int
}

/// A report as it was frozen.
package struct FrozenReport: Hashable, Sendable {
    package var period: ReportPeriod
    package var smallestCell: Int
    package var covered: ReportedCount
    package var settled: Int
    package var frozenAt: Instant
}

/// What has been frozen: all that an employer's request reads of anything that came from a chart.
package enum SponsorReportStatements {
    /// The reports up to a period, the earliest first.
    package static let through = Statement(
        """
        SELECT period, smallest_cell, covered_at_least, covered_at_most, settled, frozen_at
        FROM sponsor_report WHERE sponsor_id = $1 AND period <= $2 ORDER BY period
        """,
        takes: Types(SponsorID.self, ReportPeriod.self),
        gives: Types(ReportPeriod.self, Int32.self, Int32.self, Int32.self, Int32.self, Instant.self)
    ).map { period, smallestCell, least, most, settled, frozenAt in
        FrozenReport(
            period: period, smallestCell: Int(smallestCell),
            covered: ReportedCount(atLeast: Int(least), atMost: Int(most)), settled: Int(settled), frozenAt: frozenAt)
    }

    package static let rowsThrough = Statement(
        "SELECT period, measure, at_least, at_most FROM sponsor_report_row WHERE sponsor_id = $1 AND period <= $2",
        takes: Types(SponsorID.self, ReportPeriod.self),
        gives: Types(ReportPeriod.self, ReportMeasure.self, Int32.self, Int32?.self)
    ).map { period, measure, least, most in
        (
            period: period,
            row: SponsorReport.Row(measure, ReportedCount(atLeast: Int(least), atMost: most.map(Int.init)))
        )
    }

    /// Asks for more than before; no rows when the sponsor's smallest cell is larger already, or there is no such sponsor.
    package static let raiseSmallestCell = Statement(
        "UPDATE sponsor SET smallest_cell = $2 WHERE sponsor_id = $1 AND smallest_cell <= $2",
        takes: Types(SponsorID.self, Int32.self))

    package static let all: [any AnyStatement] = [through, rowsThrough, raiseSmallestCell]
}

/// How reports come about, as the database's owner.
package enum ReportFreezingStatements {
    /// One freezes at a time; who reads reports does not wait.
    package static let lock = Statement("LOCK TABLE sponsor_report IN SHARE ROW EXCLUSIVE MODE", takes: Types())

    /// All sponsors, or the one with a slug.
    package static let sponsors = Statement(
        """
        SELECT sponsor_id, slug, name, kind, smallest_cell FROM sponsor
        WHERE $1::text IS NULL OR slug = $1 ORDER BY slug
        """,
        takes: Types(Slug?.self), gives: Types(SponsorID.self, Slug.self, Label.self, Sponsor.Kind.self, Int32.self)
    ).map { id, slug, name, kind, smallestCell in
        ReportedSponsor(
            sponsor: Sponsor(id: id, slug: slug, name: name, kind: kind), smallestCell: Int(smallestCell))
    }

    /// The latest period that a sponsor has a report on.
    package static let latest = Statement(
        "SELECT period FROM sponsor_report WHERE sponsor_id = $1 ORDER BY period DESC LIMIT 1",
        takes: Types(SponsorID.self), gives: Types(ReportPeriod.self))

    /// How many people a roster covers on any day from $2 through $3, and how many on each.
    package static let rosterCounts = Statement(
        """
        SELECT count(*), count(*) FILTER (WHERE days @> daterange($2, $3, '[]'))
        FROM (
            SELECT range_agg(daterange(valid_from, valid_to)) AS days
            FROM coverage
            WHERE sponsor_id = $1 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > greatest($2, valid_from))
            GROUP BY number
        ) AS person
        """,
        takes: Types(SponsorID.self, LocalDay.self, LocalDay.self), gives: Types(Int64.self, Int64.self))

    /// A sponsor's members after a place who had enrolled by the end of day $4 and were covered at some time from $3 on.
    ///
    /// Records are counted, not roster entries: an employer who enrols in its people's names adds as many as it knows of, and
    /// must not find out how many of those had enrolled themselves.
    package static let members = Statement(
        """
        SELECT person.number, person.member_id
        FROM enrolled_person AS person
        JOIN member USING (member_id)
        LEFT JOIN further_cover AS link ON link.member_id = person.member_id
            AND link.sponsor_id = person.sponsor_id AND link.number = person.number
        WHERE person.sponsor_id = $1 AND ($2::text IS NULL OR (person.number, person.member_id) > ($2, $6))
            AND coalesce(link.linked_at, member.enrolled_at) < ($4::date + 1)::timestamp AT TIME ZONE 'UTC'
            AND EXISTS (
                SELECT FROM coverage
                WHERE coverage.sponsor_id = person.sponsor_id AND coverage.number = person.number
                    AND coverage.valid_from <= $4
                    AND (coverage.valid_to IS NULL OR coverage.valid_to > greatest($3, coverage.valid_from))
            )
        ORDER BY person.number, person.member_id LIMIT $5
        """,
        takes: Types(SponsorID.self, RosterID?.self, LocalDay.self, LocalDay.self, Int.self, MemberID?.self),
        gives: Types(RosterID.self, MemberID.self)
    ).map { (number: $0, member: $1) }

    /// How far some members had come by day $5, of a period that began on day $4; $2 and $3 are their numbers and ids.
    ///
    /// Sessions count on days on which this sponsor covered the member. Pain is that reported as during activity, the worst
    /// of the first seven days beside the worst of the last seven with a report, which lie 28 days apart at the least.
    package static let standings = Statement(
        """
        SELECT asked.member_id,
            EXISTS (
                SELECT FROM plan_revision AS plan WHERE plan.member_id = asked.member_id AND plan.effective_from <= $5
            ),
            session.first_day IS NOT NULL, coalesce(session.last_day >= $4, false), in_period.is_covered,
            first_pain.worst, last_pain.worst
        FROM unnest($2::text[], $3::uuid[]) AS asked (number, member_id)
        CROSS JOIN LATERAL (
            SELECT min(session_log.day) AS first_day, max(session_log.day) AS last_day
            FROM session_log
            JOIN coverage ON coverage.sponsor_id = $1 AND coverage.number = asked.number
                AND coverage.valid_from <= session_log.day
                AND (coverage.valid_to IS NULL OR coverage.valid_to > session_log.day)
            WHERE session_log.member_id = asked.member_id AND session_log.day <= $5
        ) AS session
        CROSS JOIN LATERAL (
            SELECT EXISTS (
                SELECT FROM coverage
                WHERE coverage.sponsor_id = $1 AND coverage.number = asked.number AND coverage.valid_from <= $5
                    AND (coverage.valid_to IS NULL OR coverage.valid_to > greatest($4, coverage.valid_from))
            ) AS is_covered
        ) AS in_period
        CROSS JOIN LATERAL (
            SELECT array_agg(report.day ORDER BY report.day) AS days, array_agg(report.pain ORDER BY report.day) AS pains
            FROM (
                SELECT day, pain FROM check_in
                WHERE check_in.member_id = asked.member_id AND about = 'during' AND day <= $5
                UNION ALL
                SELECT day, pain_during FROM session_log
                WHERE session_log.member_id = asked.member_id AND pain_during IS NOT NULL AND day <= $5
            ) AS report
        ) AS reports
        LEFT JOIN LATERAL (
            SELECT max(pain) AS worst FROM unnest(reports.days, reports.pains) AS report (day, pain)
            WHERE report.day < reports.days[1] + 7
        ) AS first_pain ON true
        LEFT JOIN LATERAL (
            SELECT max(pain) AS worst FROM unnest(reports.days, reports.pains) AS report (day, pain)
            WHERE report.day > reports.days[cardinality(reports.days)] - 7
                AND reports.days[cardinality(reports.days)] >= greatest($4, reports.days[1] + 28)
        ) AS last_pain ON true
        """,
        takes: Types(SponsorID.self, [RosterID].self, [MemberID].self, LocalDay.self, LocalDay.self),
        gives: Types(
            MemberID.self, Bool.self, Bool.self, Bool.self, Bool.self, PainScore?.self, PainScore?.self))

    /// No row when the period is frozen already.
    package static let freeze = Statement(
        """
        INSERT INTO sponsor_report (
            sponsor_id, period, smallest_cell, covered_at_least, covered_at_most, settled, frozen_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
        """,
        takes: Types(
            SponsorID.self, ReportPeriod.self, Int32.self, Int32.self, Int32.self, Int32.self, Instant.self))

    package static let freezeRow = Statement(
        "INSERT INTO sponsor_report_row (sponsor_id, period, measure, at_least, at_most) VALUES ($1, $2, $3, $4, $5)",
        takes: Types(SponsorID.self, ReportPeriod.self, ReportMeasure.self, Int32.self, Int32?.self))

    package static let all: [any AnyStatement] = [
        lock, sponsors, latest, rosterCounts, members, standings, freeze, freezeRow,
    ]
}
