/// An education article: dated, signed by its expert, clinical reviewer and medical reviewer, and referenced.
package struct Article: Hashable, Sendable, Codable {
    package var slug: Slug
    package var title: Label
    package var publishedOn: LocalDay
    package var reviewDueOn: LocalDay
    package var expert: Label
    package var clinicalReviewer: Label
    package var medicalReviewer: Label
    package var sections: [Section]
    package var references: [Reference]

    package struct Section: Hashable, Sendable, Codable {
        package var heading: Label
        package var paragraphs: [Note]
    }

    /// A work that the article rests on.
    package struct Reference: Hashable, Sendable, Codable {
        package var authors: Label
        /// Nil for undated works.
        package var year: Int?
        package var title: Note
        package var source: Note
        package var doi: Label?
    }
}
