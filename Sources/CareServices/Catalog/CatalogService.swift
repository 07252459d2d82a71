package import Care
package import CareMessages
package import CareStore
package import Postgres
import StrictJSON

/// The published catalog, for everybody who is signed in.
package struct CatalogService: Sendable {
    private let database: Database

    /// Takes the database of care.
    package init(database: Database) { self.database = database }

    /// Every exercise in its latest version, and the latest version of every template, by slug.
    package func listing() async throws -> CatalogListing {
        let contents = try await database.perform(.readOnly, ContentStatements.current.all([.exercise, .template]))
        var listing = CatalogListing(exercises: [], templates: [])
        for content in contents {
            switch content.kind {
            case .exercise: listing.exercises.append(try ExerciseAnswer(content))
            case .template:
                listing.templates.append(TemplateReference(slug: content.slug, version: content.version))
            case .article, .disclaimer: break
            }
        }
        return listing
    }

    /// The exercises that fit a search, the best first.
    package func exercises(_ search: ExerciseSearch) async throws -> ExerciseMatches {
        let contents = try await database.perform(.readOnly, ContentStatements.current.all([.exercise]))
        return ExerciseMatches(
            exercises: search.among(try contents.map { try ExerciseAnswer($0) }, exercise: \.exercise))
    }

    /// The latest version of one exercise.
    ///
    /// - Throws: `CareError.notFound`.
    package func exercise(_ slug: Slug) async throws -> ExerciseAnswer {
        let found = try await database.perform(.readOnly, ContentStatements.named.first(.exercise, [slug]))
        guard let found else { throw CareError.notFound }
        return try ExerciseAnswer(found)
    }

    /// The latest version of one template, with the latest versions of the exercises that it names, each once.
    ///
    /// - Throws: `CareError.notFound`.
    package func template(_ slug: Slug) async throws -> TemplateAnswer {
        // The catalog may move on between the two questions: one snapshot for both.
        let options = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)
        return try await database.transaction(options) { transaction in
            guard let content = try transaction.first(ContentStatements.named, .template, [slug]) else {
                throw CareError.notFound
            }
            let template: Template = try content.value()
            let exercises = try transaction.all(
                ContentStatements.named, .exercise, template.exercises)
            return TemplateAnswer(
                version: content.version, template: template, exercises: try exercises.map { try ExerciseAnswer($0) })
        }
    }

    /// The items of a plan whose exercise, in the version that the plan pins, was never published.
    package func unknownExercises(in content: PlanContent) async throws -> [FieldViolation] {
        try await database.transaction(.readOnly) { transaction in
            try CatalogRows.unknownExercises(in: content, transaction)
        }
    }
}

extension CatalogRows {
    /// The items of a plan whose exercise, in the version that the plan pins, was never published; by their pointers
    /// in the plan.
    package static func unknownExercises(
        in content: PlanContent, _ transaction: borrowing Transaction
    ) throws -> [FieldViolation] {
        let places = try transaction.all(
            ContentStatements.unknownExercises, content.items.map(\.exercise),
            content.items.map { Int32(clamping: $0.exerciseVersion) })
        return places.map { place in
            FieldViolation(
                pointer: "/items/\(place)/exercise",
                message: "must be an exercise of the catalog, in a version that was published")
        }
    }
}

extension CatalogRows {
    /// The exercise of each item of a plan in the version that the item pins; nil where it was never published.
    static func pinnedExercises(
        of content: PlanContent, _ transaction: borrowing Transaction
    ) throws -> [Exercise?] {
        let stored = try transaction.all(
            ContentStatements.pinned, content.items.map(\.exercise),
            content.items.map { Int32(clamping: $0.exerciseVersion) })
        return try content.items.map { item in
            try stored.first { $0.slug == item.exercise && $0.version == item.exerciseVersion }?.value()
        }
    }
}

extension CatalogRows {
    /// The disclaimers about exercises, each with the version that is published now.
    static func currentDisclaimers(in transaction: borrowing Transaction) throws -> [Slug: Int] {
        try transaction.all(ContentStatements.latest, [.disclaimer]).reduce(into: [:]) { found, content in
            let disclaimer: Disclaimer = try content.value()
            if disclaimer.appliesTo == .exercises { found[content.slug] = content.version }
        }
    }

    /// Every exercise in the version that is published now.
    static func exercises(
        in transaction: borrowing Transaction
    ) throws -> [Slug: (exercise: Exercise, version: Int)] {
        try transaction.all(ContentStatements.latest, [.exercise]).reduce(into: [:]) { exercises, content in
            exercises[content.slug] = (try content.value(), content.version)
        }
    }
}

extension StoredContent {
    /// The content itself.
    ///
    /// Fields that this program does not know are passed over: a newer one may have published them.
    func value<Content: Decodable>() throws -> Content {
        try JSONReader.read(Array(body.utf8)).decode(unknownFields: .ignore)
    }
}

extension ExerciseAnswer {
    fileprivate init(_ content: StoredContent) throws {
        self.init(version: content.version, exercise: try content.value())
    }
}
