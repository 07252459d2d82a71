package import Care

/// `POST /v1/content/{kind}/{slug}/versions`: the text of a next version, of the kind that the address names and no other.
package struct ContentProposal: Hashable, Sendable, Codable {
    /// What changes and why.
    package var reason: Note
    package var exercise: Exercise?
    package var template: Template?
    package var article: Article?
    package var disclaimer: Disclaimer?

    package init(
        reason: Note, exercise: Exercise? = nil, template: Template? = nil, article: Article? = nil,
        disclaimer: Disclaimer? = nil
    ) {
        self.reason = reason
        self.exercise = exercise
        self.template = template
        self.article = article
        self.disclaimer = disclaimer
    }
}

/// `POST /v1/content/{kind}/{slug}/versions/{version}/reviews`.
package struct ReviewDecision: Hashable, Sendable, Codable {
    package var step: ReviewStep
    package var decision: ContentReview.Decision
    /// Needed when it is sent back.
    package var note: Note?

    package init(step: ReviewStep, decision: ContentReview.Decision, note: Note?) {
        self.step = step
        self.decision = decision
        self.note = note
    }
}

/// `POST /v1/content/{kind}/{slug}/versions/{version}/publication`.
package struct PublicationRequest: Hashable, Sendable, Codable {
    /// When it is to be reviewed again, in the next three years.
    package var reviewDueOn: LocalDay

    package init(reviewDueOn: LocalDay) { self.reviewDueOn = reviewDueOn }
}

/// `POST /v1/content/{kind}/{slug}/versions/{version}/retirement`.
package struct RetirementRequest: Hashable, Sendable, Codable {
    package var reason: Note

    package init(reason: Note) { self.reason = reason }
}

/// An exact version of a piece of content on its way, without its text.
package struct ContentEntry: Hashable, Sendable, Codable {
    package var kind: ContentKind
    package var slug: Slug
    package var version: Int
    package var state: ContentState
    package var author: String
    package var reason: Note
    package var createdAt: Instant
    package var publishedBy: String?
    package var reviewDueOn: LocalDay?
    package var retiredBy: String?
    package var retiredReason: Note?
    package var reviews: [ContentReview]

    package init(
        kind: ContentKind, slug: Slug, version: Int, state: ContentState, author: String, reason: Note,
        createdAt: Instant, publishedBy: String?, reviewDueOn: LocalDay?, retiredBy: String?, retiredReason: Note?,
        reviews: [ContentReview]
    ) {
        self.kind = kind
        self.slug = slug
        self.version = version
        self.state = state
        self.author = author
        self.reason = reason
        self.createdAt = createdAt
        self.publishedBy = publishedBy
        self.reviewDueOn = reviewDueOn
        self.retiredBy = retiredBy
        self.retiredReason = retiredReason
        self.reviews = reviews
    }
}

/// `GET /v1/content`: the latest version of each piece, by kind and slug.
package struct ContentEntries: Hashable, Sendable, Codable {
    package var contents: [ContentEntry]

    package init(contents: [ContentEntry]) { self.contents = contents }
}

/// `GET /v1/content/{kind}/{slug}/diff`: what differs between two versions.
package struct ContentDifference: Hashable, Sendable, Codable {
    /// One place, with what it held and holds as JSON; absent where there is nothing.
    package struct Change: Hashable, Sendable, Codable {
        package var pointer: String
        package var from: String?
        package var to: String?

        package init(pointer: String, from: String?, to: String?) {
            self.pointer = pointer
            self.from = from
            self.to = to
        }
    }

    /// 0 for the empty start.
    package var from: Int
    package var to: Int
    package var changes: [Change]

    package init(from: Int, to: Int, changes: [Change]) {
        self.from = from
        self.to = to
        self.changes = changes
    }
}
