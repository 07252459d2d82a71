/// What a member acknowledges before the first session, in the version that they saw.
package struct Disclaimer: Hashable, Sendable, Codable {
    package var slug: Slug
    package var title: Label
    package var text: Note
    /// Whether it stands beside exercise media or under an article.
    package var appliesTo: Scope

    package enum Scope: String, Hashable, Sendable, Codable, CaseIterable {
        case exercises, articles
    }
}
