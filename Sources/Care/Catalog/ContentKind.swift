/// The kinds of content in the catalog, by their names on the wire and in the database.
package enum ContentKind: String, Hashable, Sendable, Codable, CaseIterable {
    case exercise, template, article, disclaimer
}
