package import Care
package import Postgres

/// A sponsor, and how its files are to be read.
package struct SponsorFeed: Hashable, Sendable {
    package var sponsor: Sponsor
    package var rules: FeedRules

    package init(sponsor: Sponsor, rules: FeedRules) {
        self.sponsor = sponsor
        self.rules = rules
    }
}

package enum SponsorStatements {
    /// Makes a sponsor or replaces what is said of one; a known slug keeps its id.
    package static let put = Statement(
        """
        INSERT INTO sponsor (sponsor_id, slug, name, kind, feed_mode, end_date_meaning) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (slug) DO UPDATE SET name = excluded.name, kind = excluded.kind, feed_mode = excluded.feed_mode,
            end_date_meaning = excluded.end_date_meaning
        RETURNING sponsor_id, xmax = 0
        """,
        takes: Types(
            SponsorID.self, Slug.self, Label.self, Sponsor.Kind.self, FeedMode.self, EndDateMeaning.self),
        gives: Types(SponsorID.self, Bool.self))

    package static let list = Statement(
        "SELECT sponsor_id, slug, name, kind FROM sponsor ORDER BY slug",
        gives: Types(SponsorID.self, Slug.self, Label.self, Sponsor.Kind.self)
    ).map { Sponsor(id: $0, slug: $1, name: $2, kind: $3) }

    package static let find = Statement(
        "SELECT sponsor_id, slug, name, kind FROM sponsor WHERE slug = $1", takes: Types(Slug.self),
        gives: Types(SponsorID.self, Slug.self, Label.self, Sponsor.Kind.self)
    ).map { Sponsor(id: $0, slug: $1, name: $2, kind: $3) }

    private static let feed = """
        SELECT sponsor_id, slug, name, kind, feed_mode, end_date_meaning, date_format, match_keys, dependent_age_limit,
            group_ids, approval, terminated_percent, terminated_rows, faulty_percent, faulty_rows, duplicate_rows
        FROM sponsor WHERE slug = $1
        """

    /// The sponsor's feed, without its columns.
    package static let findFeed = Statement(
        feed, takes: Types(Slug.self),
        gives: Types(
            SponsorID.self, Slug.self, Label.self, Sponsor.Kind.self, FeedMode.self, EndDateMeaning.self,
            RosterDateFormat.self, MatchKeys.self, Int32?.self, [Label].self, FeedRules.Approval.self, Int32.self,
            Int32.self, Int32.self, Int32.self, Int32.self)
    ).map(feed)

    /// The same, of which nobody else loads a file until the transaction ends.
    ///
    /// The lock leaves foreign keys to the sponsor alone.
    package static let lockFeed = Statement(
        feed + " FOR NO KEY UPDATE", takes: Types(Slug.self),
        gives: Types(
            SponsorID.self, Slug.self, Label.self, Sponsor.Kind.self, FeedMode.self, EndDateMeaning.self,
            RosterDateFormat.self, MatchKeys.self, Int32?.self, [Label].self, FeedRules.Approval.self, Int32.self,
            Int32.self, Int32.self, Int32.self, Int32.self)
    ).map(feed)

    package static let updateFeed = Statement(
        """
        UPDATE sponsor SET feed_mode = $2, end_date_meaning = $3, date_format = $4, match_keys = $5,
            dependent_age_limit = $6, group_ids = $7, approval = $8, terminated_percent = $9, terminated_rows = $10,
            faulty_percent = $11, faulty_rows = $12, duplicate_rows = $13
        WHERE sponsor_id = $1
        """,
        takes: Types(
            SponsorID.self, FeedMode.self, EndDateMeaning.self, RosterDateFormat.self, MatchKeys.self, Int32?.self,
            [Label].self, FeedRules.Approval.self, Int32.self, Int32.self, Int32.self, Int32.self, Int32.self))

    /// What a sponsor's files call our columns, where they call them otherwise.
    package static let columns = Statement(
        "SELECT column_name, header FROM feed_column WHERE sponsor_id = $1 ORDER BY column_name",
        takes: Types(SponsorID.self), gives: Types(RosterColumn.self, Label.self)
    ).map { FeedColumn(column: $0, header: $1) }

    package static let deleteColumns = Statement(
        "DELETE FROM feed_column WHERE sponsor_id = $1", takes: Types(SponsorID.self))

    package static let insertColumns = Statement(
        """
        INSERT INTO feed_column (sponsor_id, column_name, header)
        SELECT $1, said.column_name, said.header FROM unnest($2::text[], $3::text[]) AS said (column_name, header)
        """,
        takes: Types(SponsorID.self, [RosterColumn].self, [Label].self))

    package static let all: [any AnyStatement] = [
        put, list, find, findFeed, lockFeed, updateFeed, columns, deleteColumns, insertColumns,
    ]

    /// The calls that put a feed's rules in the place of those it had.
    package static func replaceFeed(of sponsor: SponsorID, by rules: FeedRules, _ pipeline: inout Pipeline) {
        let thresholds = rules.thresholds
        _ = pipeline.add(
            updateFeed.run(
                sponsor, rules.mode, rules.endDateMeaning, rules.dateFormat, rules.matchKeys,
                rules.dependentAgeLimit.map { Int32(clamping: $0) }, rules.groups, rules.approval,
                Int32(clamping: thresholds.terminatedPercent), Int32(clamping: thresholds.terminatedRows),
                Int32(clamping: thresholds.faultyPercent), Int32(clamping: thresholds.faultyRows),
                Int32(clamping: thresholds.duplicateRows)))
        _ = pipeline.add(deleteColumns.run(sponsor))
        _ = pipeline.add(insertColumns.run(sponsor, rules.columns.map(\.column), rules.columns.map(\.header)))
    }

    @Sendable private static func feed(
        id: SponsorID, slug: Slug, name: Label, kind: Sponsor.Kind, mode: FeedMode, endDateMeaning: EndDateMeaning,
        dateFormat: RosterDateFormat, matchKeys: MatchKeys, dependentAgeLimit: Int32?, groups: [Label],
        approval: FeedRules.Approval, terminatedPercent: Int32, terminatedRows: Int32, faultyPercent: Int32,
        faultyRows: Int32, duplicateRows: Int32
    ) -> SponsorFeed {
        SponsorFeed(
            sponsor: Sponsor(id: id, slug: slug, name: name, kind: kind),
            rules: FeedRules(
                mode: mode, endDateMeaning: endDateMeaning, dateFormat: dateFormat, matchKeys: matchKeys,
                dependentAgeLimit: dependentAgeLimit.map { Int($0) }, groups: groups, approval: approval,
                thresholds: HoldThresholds(
                    terminatedPercent: Int(terminatedPercent), terminatedRows: Int(terminatedRows),
                    faultyPercent: Int(faultyPercent), faultyRows: Int(faultyRows),
                    duplicateRows: Int(duplicateRows))))
    }
}
