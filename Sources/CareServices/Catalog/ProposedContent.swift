import Care
import CareMessages
import CareStore
import Postgres
import StrictJSON

/// The text of a proposal, judged by the rules that `soleusd content check` goes by, beside what is published now.
struct ProposedContent {
    let body: JSONValue

    /// - Throws: `CareError.invalid` with everything that is wrong.
    init(
        _ kind: ContentKind, _ slug: Slug, _ proposal: ContentProposal, in transaction: borrowing Transaction
    ) throws {
        let found: [(kind: ContentKind, slug: Slug, body: JSONValue)] = try [
            proposal.exercise.map { (.exercise, $0.slug, try JSONValue.encoding($0)) },
            proposal.template.map { (.template, $0.slug, try JSONValue.encoding($0)) },
            proposal.article.map { (.article, $0.slug, try JSONValue.encoding($0)) },
            proposal.disclaimer.map { (.disclaimer, $0.slug, try JSONValue.encoding($0)) },
        ].compactMap { $0 }
        guard found.count == 1, found[0].kind == kind else {
            throw CareError.invalid([
                FieldViolation(pointer: "/\(kind.rawValue)", message: "must be there, and no other kind beside it")
            ])
        }
        var violations: [FieldViolation] = []
        if found[0].slug != slug {
            violations.append(
                FieldViolation(pointer: "/\(kind.rawValue)/slug", message: "must be the one in the address"))
        }
        let published = try Self.published(in: transaction)
        if let exercise = proposal.exercise { violations += Self.violations(of: exercise, beside: published) }
        if let template = proposal.template { violations += Self.violations(of: template, beside: published) }
        guard violations.isEmpty else { throw CareError.invalid(violations) }
        body = found[0].body
    }

    private static func published(
        in transaction: borrowing Transaction
    ) throws -> [Slug: (exercise: Exercise, version: Int)] {
        var published: [Slug: (exercise: Exercise, version: Int)] = [:]
        for content in try transaction.all(ContentStatements.current, [.exercise]) {
            published[content.slug] = (try content.value(), content.version)
        }
        return published
    }

    private static func violations(
        of exercise: Exercise, beside published: [Slug: (exercise: Exercise, version: Int)]
    ) -> [FieldViolation] {
        var library = published.mapValues(\.exercise)
        library[exercise.slug] = exercise
        // Only what is wrong with this one: a ladder is told of at the exercise that breaks it.
        let ladder = LadderRules.problems(of: library.values.map { ($0.slug.description, $0) })
            .filter { $0.file == exercise.slug.description || exercise.ladder != nil }
        return (exercise.contentViolations + ladder.map { FieldViolation(pointer: $0.pointer, message: $0.message) })
            .map { FieldViolation(pointer: "/exercise\($0.pointer)", message: $0.message) }
    }

    private static func violations(
        of template: Template, beside published: [Slug: (exercise: Exercise, version: Int)]
    ) -> [FieldViolation] {
        var found = template.phaseViolations
        for phase in [nil] + (template.phases ?? []).map(\.slug) {
            do throws(TemplateProblem) {
                _ = try template.plan(program: template.slug, phase: phase, exercises: published)
            } catch {
                if case .notPrescribable(let violations) = error {
                    found += violations
                } else {
                    found.append(FieldViolation(pointer: "/items", message: error.description))
                }
            }
        }
        return found.map { FieldViolation(pointer: "/template\($0.pointer)", message: $0.message) }
    }
}
