import Care
import GRDB

// What everybody reads: it comes with the catalog, and is there without a network once the device has synced.

extension CareDevice {
    /// The education articles that are published, in the order of their names.
    public func articles() throws(CareFailure) -> [CareArticle] { try show(Self.articleReading) }

    /// The education articles as new versions are published, in the order of their names.
    public func articleUpdates() -> CareUpdates<[CareArticle]> { updates(Self.articleReading) }

    private static let articleReading: @Sendable (Database) throws -> [CareArticle] = { database in
        let disclaimers: [PublishedContent<Disclaimer>] = try CatalogCopy.current(.disclaimer, database)
        let beneath = disclaimers.filter { $0.content.appliesTo == .articles }.map(\.content.text.description)
        let articles: [PublishedContent<Article>] = try CatalogCopy.current(.article, database)
        return articles.map { CareArticle($0, disclaimers: beneath) }
    }

    /// How an exercise is done; nil where the catalog on this device does not have it.
    ///
    /// - Parameter version: The one that the plan names (`PrescribedPlan.Exercise.exerciseVersion`); nil for the latest.
    public func exercise(_ name: String, version: Int? = nil) throws(CareFailure) -> ExerciseGuide? {
        guard let slug = Slug(name) else { return nil }
        return try show { database in
            let found: PublishedContent<Exercise>? =
                if let version {
                    try CatalogCopy.version(version, of: slug, .exercise, database)
                } else {
                    try CatalogCopy.current(.exercise, database).first { $0.content.slug == slug }
                }
            return found.map(ExerciseGuide.init)
        }
    }
}
