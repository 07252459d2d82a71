/// One numbered state of a member's plan.
///
/// Revisions are never changed; the next one replaces it from a day on.
package struct PlanRevision: Hashable, Sendable, Codable {
    /// 1 for the first, without gaps.
    package var number: Int
    /// The number of the revision that the PT had before them; 0 when there was none.
    package var base: Int
    package var author: PractitionerID
    package var authoredAt: Instant
    /// The first local day on which the member follows it.
    package var effectiveFrom: LocalDay
    /// Why the plan was changed, in the PT's words.
    package var reason: Note
    /// The template and version that it was started from, if any.
    package var template: TemplateReference?
    /// The suggestion that it was made from, if any.
    package var fromSuggestion: RowID?
    package var content: PlanContent

    package init(
        number: Int, base: Int, author: PractitionerID, authoredAt: Instant, effectiveFrom: LocalDay, reason: Note,
        template: TemplateReference? = nil, fromSuggestion: RowID? = nil, content: PlanContent
    ) {
        self.number = number
        self.base = base
        self.author = author
        self.authoredAt = authoredAt
        self.effectiveFrom = effectiveFrom
        self.reason = reason
        self.template = template
        self.fromSuggestion = fromSuggestion
        self.content = content
    }
}

/// One published version of a template.
package struct TemplateReference: Hashable, Sendable, Codable {
    package var slug: Slug
    package var version: Int

    package init(slug: Slug, version: Int) {
        self.slug = slug
        self.version = version
    }
}
