import Care

/// An education article: dated, signed by its expert and both reviewers, and referenced.
public struct CareArticle: Hashable, Sendable, Identifiable {
    /// A part under a heading of its own.
    public struct Section: Hashable, Sendable {
        /// What stands above it.
        public var heading: String
        /// In reading order.
        public var paragraphs: [String]
    }

    /// A work that the article rests on.
    public struct Reference: Hashable, Sendable {
        /// As they are cited.
        public var authors: String
        /// Nil for an undated work.
        public var year: Int?
        /// Of the work.
        public var title: String
        /// Where it was published.
        public var source: String
        /// Nil for a work without one.
        public var doi: String?
    }

    /// Its name in the catalog, such as `ankle-pain-after-running`.
    public var id: String
    /// 1 for the first, without gaps.
    public var version: Int
    /// What stands above it.
    public var title: String
    /// When it was published.
    public var publishedOn: CareDay
    /// When it is to be reviewed again.
    public var reviewDueOn: CareDay
    /// Who wrote it or lent it their knowledge.
    public var expert: String
    /// Who answers for its clinical content.
    public var clinicalReviewer: String
    /// Who answers for its medical content.
    public var medicalReviewer: String
    /// In reading order.
    public var sections: [Section]
    /// In the order in which they are cited.
    public var references: [Reference]
    /// What is shown under it, as it is; empty until the catalog has arrived whole.
    public var disclaimers: [String]

    init(_ published: PublishedContent<Article>, disclaimers: [String]) {
        let article = published.content
        id = article.slug.description
        version = published.version
        title = article.title.description
        publishedOn = CareDay(article.publishedOn)
        reviewDueOn = CareDay(article.reviewDueOn)
        expert = article.expert.description
        clinicalReviewer = article.clinicalReviewer.description
        medicalReviewer = article.medicalReviewer.description
        sections = article.sections.map {
            Section(heading: $0.heading.description, paragraphs: $0.paragraphs.map(\.description))
        }
        references = article.references.map {
            Reference(
                authors: $0.authors.description, year: $0.year, title: $0.title.description,
                source: $0.source.description, doi: $0.doi?.description)
        }
        self.disclaimers = disclaimers
    }
}
