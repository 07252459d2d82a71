package import Care
package import Postgres

extension ContentKind: PostgresEncodable, PostgresDecodable {}

/// One version of one piece of content, with its body as it is stored.
package struct StoredContent: Hashable, Sendable {
    package var kind: ContentKind
    package var slug: Slug
    /// Counted from 1 for each piece.
    package var version: Int
    /// Canonical JSON of the Codable form.
    package var body: String

    package init(kind: ContentKind, slug: Slug, version: Int, body: String) {
        self.kind = kind
        self.slug = slug
        self.version = version
        self.body = body
    }
}

package enum ContentStatements {
    /// The latest version of every piece of some kinds, by slug.
    package static let latest = Statement(
        """
        SELECT DISTINCT ON (kind, slug) kind, slug, version, body FROM content_version
        WHERE kind = ANY ($1) ORDER BY kind, slug, version DESC
        """,
        takes: Types([ContentKind].self), gives: Types(ContentKind.self, Slug.self, Int32.self, String.self)
    ).map { StoredContent(kind: $0, slug: $1, version: Int($2), body: $3) }

    /// The latest version of every piece of some kinds, by slug, without what has been retired.
    package static let current = Statement(
        """
        SELECT kind, slug, version, body
        FROM (
            SELECT DISTINCT ON (kind, slug) kind, slug, version, body FROM content_version
            WHERE kind = ANY ($1) ORDER BY kind, slug, version DESC
        ) AS latest
        WHERE NOT EXISTS (
            SELECT FROM content_draft AS draft
            WHERE draft.kind = latest.kind AND draft.slug = latest.slug AND draft.version = latest.version
                AND draft.state = 'retired'
        )
        ORDER BY kind, slug
        """,
        takes: Types([ContentKind].self), gives: Types(ContentKind.self, Slug.self, Int32.self, String.self)
    ).map { StoredContent(kind: $0, slug: $1, version: Int($2), body: $3) }

    /// The latest versions of the pieces of one kind that have these slugs, without what has been retired.
    package static let named = Statement(
        """
        SELECT kind, slug, version, body
        FROM (
            SELECT DISTINCT ON (slug) kind, slug, version, body FROM content_version
            WHERE kind = $1 AND slug = ANY ($2) ORDER BY slug, version DESC
        ) AS latest
        WHERE NOT EXISTS (
            SELECT FROM content_draft AS draft
            WHERE draft.kind = latest.kind AND draft.slug = latest.slug AND draft.version = latest.version
                AND draft.state = 'retired'
        )
        ORDER BY slug
        """,
        takes: Types(ContentKind.self, [Slug].self),
        gives: Types(ContentKind.self, Slug.self, Int32.self, String.self)
    ).map { StoredContent(kind: $0, slug: $1, version: Int($2), body: $3) }

    /// The places, from 0, of those among some (slug, version) that no exercise has.
    package static let unknownExercises = Statement(
        """
        SELECT (asked.position - 1)::integer
        FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY AS asked (slug, version, position)
        WHERE NOT EXISTS (
            SELECT FROM content_version
            WHERE kind = 'exercise' AND content_version.slug = asked.slug AND content_version.version = asked.version
        )
        ORDER BY asked.position
        """,
        takes: Types([Slug].self, [Int32].self), gives: Types(Int32.self))

    /// Those among some (slug, version) that are exercises, in no order.
    package static let pinned = Statement(
        """
        SELECT kind, content_version.slug, content_version.version, body
        FROM unnest($1::text[], $2::integer[]) AS asked (slug, version)
        JOIN content_version ON content_version.slug = asked.slug AND content_version.version = asked.version
        WHERE kind = 'exercise'
        """,
        takes: Types([Slug].self, [Int32].self),
        gives: Types(ContentKind.self, Slug.self, Int32.self, String.self)
    ).map { StoredContent(kind: $0, slug: $1, version: Int($2), body: $3) }

    package static let insert = Statement(
        """
        INSERT INTO content_version (kind, slug, version, catalog_version, body)
        SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::bigint[], $5::text[])
        """,
        takes: Types([ContentKind].self, [Slug].self, [Int32].self, [Int64].self, [String].self))

    package static let all: [any AnyStatement] = [latest, current, named, unknownExercises, pinned, insert]
}

/// Every statement of the catalog.
package enum CatalogStatements {
    package static let all: [any AnyStatement] = CatalogRows.all + ContentStatements.all + ContentDraftStatements.all
}
