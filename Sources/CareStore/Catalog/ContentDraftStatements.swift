package import Care
package import ChartSync
package import Postgres

extension ContentState: PostgresEncodable, PostgresDecodable {}
extension ReviewStep: PostgresEncodable, PostgresDecodable {}
extension ContentReview.Decision: PostgresEncodable, PostgresDecodable {}

/// An exact version of a piece of content on its way, without its text and reviews.
package struct StoredDraft: Hashable, Sendable {
    package var kind: ContentKind
    package var slug: Slug
    package var version: Int
    package var state: ContentState
    package var authorID: PractitionerID?
    package var author: String
    package var reason: Note
    package var createdAt: Instant
    package var publishedBy: String?
    package var reviewDueOn: LocalDay?
    package var retiredBy: String?
    package var retiredReason: Note?
}

/// The way of content from draft to published and retired.
package enum ContentDraftStatements {
    private static let columns = """
        kind, slug, version, state, author_id, author, reason, created_at, published_by, review_due_on, retired_by,
            retired_reason
        """
    private static let columnTypes = Types(
        ContentKind.self, Slug.self, Int32.self, ContentState.self, PractitionerID?.self, String.self, Note.self,
        Instant.self, String?.self, LocalDay?.self, String?.self, Note?.self)

    /// The latest version of each piece, by kind and slug.
    package static let latest = Statement(
        "SELECT DISTINCT ON (kind, slug) " + columns + " FROM content_draft ORDER BY kind, slug, version DESC",
        gives: columnTypes
    ).map(draft)

    /// Every version of one piece, newest first.
    package static let ofPiece = Statement(
        "SELECT " + columns + " FROM content_draft WHERE kind = $1 AND slug = $2 ORDER BY version DESC",
        takes: Types(ContentKind.self, Slug.self), gives: columnTypes
    ).map(draft)

    /// One version, locked until the transaction ends, so that two decisions on it take turns.
    package static let lock = Statement(
        "SELECT " + columns + " FROM content_draft WHERE kind = $1 AND slug = $2 AND version = $3 FOR UPDATE",
        takes: Types(ContentKind.self, Slug.self, Int32.self), gives: columnTypes
    ).map(draft)

    package static let body = Statement(
        "SELECT body FROM content_draft WHERE kind = $1 AND slug = $2 AND version = $3",
        takes: Types(ContentKind.self, Slug.self, Int32.self), gives: Types(String.self))

    /// The exercises that are being written or reviewed, and whether both reviews approve each; by slug.
    package static let exercisesUnderWay = Statement(
        """
        SELECT slug, version, body, state = 'medical_review' AND EXISTS (
            SELECT FROM content_review AS review
            WHERE review.kind = draft.kind AND review.slug = draft.slug AND review.version = draft.version
                AND step = 'medical' AND decision = 'approved'
        )
        FROM content_draft AS draft
        WHERE kind = 'exercise' AND state IN ('draft', 'clinical_review', 'medical_review')
        ORDER BY slug
        """,
        gives: Types(Slug.self, Int32.self, String.self, Bool.self)
    ).map { slug, version, body, isReviewed in
        (
            content: StoredContent(kind: .exercise, slug: slug, version: Int(version), body: body),
            isReviewed: isReviewed
        )
    }

    /// The highest number that any version of each piece has.
    package static let highest = Statement(
        "SELECT kind, slug, max(version) FROM content_draft GROUP BY kind, slug",
        gives: Types(ContentKind.self, Slug.self, Int32.self))

    /// The reviews of some versions, clinical first.
    package static let reviews = Statement(
        """
        SELECT review.kind, review.slug, review.version, step, reviewer_id, reviewer, credentials, decision, note,
            reviewed_at
        FROM content_review AS review
        JOIN unnest($1::text[], $2::text[], $3::integer[]) AS asked (kind, slug, version)
            ON review.kind = asked.kind AND review.slug = asked.slug AND review.version = asked.version
        ORDER BY review.kind, review.slug, review.version, step
        """,
        takes: Types([ContentKind].self, [Slug].self, [Int32].self),
        gives: Types(
            ContentKind.self, Slug.self, Int32.self, ReviewStep.self, PractitionerID?.self, String.self, [Label].self,
            ContentReview.Decision.self, Note?.self, Instant.self)
    ).map { kind, slug, version, step, reviewerID, reviewer, credentials, decision, note, at in
        (
            kind: kind, slug: slug, version: Int(version),
            review: ContentReview(
                step: step, reviewerID: reviewerID, reviewer: reviewer, credentials: credentials, decision: decision,
                note: note, reviewedAt: at)
        )
    }

    package static let insert = Statement(
        """
        INSERT INTO content_draft (kind, slug, version, body, state, author_id, author, reason)
        VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7)
        """,
        takes: Types(
            ContentKind.self, Slug.self, Int32.self, String.self, PractitionerID.self, String.self, Note.self))

    package static let setState = Statement(
        "UPDATE content_draft SET state = $4 WHERE kind = $1 AND slug = $2 AND version = $3",
        takes: Types(ContentKind.self, Slug.self, Int32.self, ContentState.self))

    package static let retire = Statement(
        """
        UPDATE content_draft SET state = 'retired', retired_by = $4, retired_reason = $5
        WHERE kind = $1 AND slug = $2 AND version = $3
        """,
        takes: Types(ContentKind.self, Slug.self, Int32.self, String.self, Note.self))

    package static let review = Statement(
        """
        INSERT INTO content_review (kind, slug, version, step, reviewer_id, reviewer, credentials, decision, note)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        takes: Types(
            ContentKind.self, Slug.self, Int32.self, ReviewStep.self, PractitionerID.self, String.self, [Label].self,
            ContentReview.Decision.self, Note?.self))

    /// Publishes what two people approved; false when it is not there yet.
    package static let publish = Statement(
        "SELECT publish_content($1, $2, $3, $4, $5, $6, $7)",
        takes: Types(
            ContentKind.self, Slug.self, Int32.self, String.self, LocalDay.self, Int64.self, ChartChecksum.self),
        gives: Types(Bool.self))

    /// Who somebody with an account is, and their credentials; an operator has none.
    package static let person = Statement(
        """
        SELECT account.name, coalesce(practitioner.credentials, '{}')
        FROM account LEFT JOIN practitioner USING (practitioner_id)
        WHERE coalesce(account.practitioner_id, account.account_id) = $1
        """,
        takes: Types(PractitionerID.self), gives: Types(String.self, [Label].self))

    // MARK: Content of a release, which the owner loads

    /// Published by a release, with the reviews that it came with.
    package static let insertShipped = Statement(
        """
        INSERT INTO content_draft (kind, slug, version, body, state, author, reason, published_by, review_due_on)
        SELECT kind, slug, version, body, 'published', 'Soleus', 'Came with a release of Soleus', 'Soleus',
            (now() + interval '2 years')::date
        FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[]) AS new (kind, slug, version, body)
        """,
        takes: Types([ContentKind].self, [Slug].self, [Int32].self, [String].self))

    package static let insertShippedReviews = Statement(
        """
        INSERT INTO content_review (kind, slug, version, step, reviewer, credentials, decision)
        SELECT kind, slug, version, step, 'Soleus ' || step || ' review', '{}'::text[], 'approved'
        FROM unnest($1::text[], $2::text[], $3::integer[]) AS new (kind, slug, version)
        CROSS JOIN (VALUES ('clinical'), ('medical')) AS steps (step)
        """,
        takes: Types([ContentKind].self, [Slug].self, [Int32].self))

    /// From a release, for the practice's own reviewers to look at first.
    package static let insertForReview = Statement(
        """
        INSERT INTO content_draft (kind, slug, version, body, state, author, reason)
        SELECT kind, slug, version, body, 'draft', 'Soleus', 'Came with a release of Soleus'
        FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[]) AS new (kind, slug, version, body)
        """,
        takes: Types([ContentKind].self, [Slug].self, [Int32].self, [String].self))

    package static let all: [any AnyStatement] = [
        latest, ofPiece, lock, body, exercisesUnderWay, highest, reviews, insert, setState, retire, review, publish,
        person, insertShipped, insertShippedReviews, insertForReview,
    ]

    @Sendable private static func draft(
        kind: ContentKind, slug: Slug, version: Int32, state: ContentState, authorID: PractitionerID?, author: String,
        reason: Note, createdAt: Instant, publishedBy: String?, reviewDueOn: LocalDay?, retiredBy: String?,
        retiredReason: Note?
    ) -> StoredDraft {
        StoredDraft(
            kind: kind, slug: slug, version: Int(version), state: state, authorID: authorID, author: author,
            reason: reason, createdAt: createdAt, publishedBy: publishedBy, reviewDueOn: reviewDueOn,
            retiredBy: retiredBy, retiredReason: retiredReason)
    }
}
