package import Care
package import Postgres

/// A sponsor, and how its files are to be read.
package struct SponsorFeed: Hashable, Sendable {
    package enum Mode: String, Hashable, Sendable, PostgresEncodable, PostgresDecodable {
        /// The whole roster: who is absent is no longer covered.
        case full
        /// Changes only.
        case delta
    }

    package var sponsor: Sponsor
    package var mode: Mode
    package var endDateMeaning: EndDateMeaning

    package init(sponsor: Sponsor, mode: Mode, endDateMeaning: EndDateMeaning) {
        self.sponsor = sponsor
        self.mode = mode
        self.endDateMeaning = endDateMeaning
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
            SponsorID.self, Slug.self, Label.self, Sponsor.Kind.self, SponsorFeed.Mode.self, EndDateMeaning.self),
        gives: Types(SponsorID.self, Bool.self))

    package static let list = Statement(
        "SELECT sponsor_id, slug, name, kind FROM sponsor ORDER BY slug",
        gives: Types(SponsorID.self, Slug.self, Label.self, Sponsor.Kind.self)
    ).map { Sponsor(id: $0, slug: $1, name: $2, kind: $3) }

    package static let find = Statement(
        "SELECT sponsor_id, slug, name, kind FROM sponsor WHERE slug = $1", takes: Types(Slug.self),
        gives: Types(SponsorID.self, Slug.self, Label.self, Sponsor.Kind.self)
    ).map { Sponsor(id: $0, slug: $1, name: $2, kind: $3) }

    /// The sponsor's feed, of which nobody else loads a file until the transaction ends.
    ///
    /// The lock leaves foreign keys to the sponsor alone.
    package static let lockFeed = Statement(
        """
        SELECT sponsor_id, slug, name, kind, feed_mode, end_date_meaning
        FROM sponsor WHERE slug = $1 FOR NO KEY UPDATE
        """,
        takes: Types(Slug.self),
        gives: Types(
            SponsorID.self, Slug.self, Label.self, Sponsor.Kind.self, SponsorFeed.Mode.self, EndDateMeaning.self)
    ).map {
        SponsorFeed(
            sponsor: Sponsor(id: $0, slug: $1, name: $2, kind: $3), mode: $4, endDateMeaning: $5)
    }

    package static let all: [any AnyStatement] = [put, list, find, lockFeed]
}
