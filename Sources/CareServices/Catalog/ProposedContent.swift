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
        var found: [(kind: ContentKind, slug: Slug, body: JSONValue)] = []
        if let exercise = proposal.exercise {
            found.append((.exercise, exercise.slug, try JSONValue.encoding(exercise)))
        }
        if let template = proposal.template {
            found.append((.template, template.slug, try JSONValue.encoding(template)))
        }
        if let article = proposal.article {
            found.append((.article, article.slug, try JSONValue.encoding(article)))
        }
        if let disclaimer = proposal.disclaimer {
            found.append((.disclaimer, disclaimer.slug, try JSONValue.encoding(disclaimer)))
        }
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
        if let exercise = proposal.exercise {
            // With what is retired: a rung that nobody climbs any more is no gap.
            let library = try transaction.all(ContentStatements.latest, [.exercise])
            violations += Self.violations(of: exercise, beside: try library.map { try $0.value() })
        }
        if let template = proposal.template {
            let published = try transaction.all(ContentStatements.current, [.exercise])
            violations += try Self.violations(of: template, beside: published)
        }
        guard violations.isEmpty else { throw CareError.invalid(violations) }
        body = found[0].body
    }

    private static func violations(of exercise: Exercise, beside published: [Exercise]) -> [FieldViolation] {
        // The ladder that it joins, and the one that it may leave.
        let ladders = Set(
            [exercise.ladder, published.first { $0.slug == exercise.slug }?.ladder].compactMap { $0?.ladder })
        let library = published.filter { $0.slug != exercise.slug } + [exercise]
        let onLadders = library.filter { $0.ladder.map { ladders.contains($0.ladder) } ?? false }
        let ladder = LadderRules.problems(of: onLadders.map { (file: $0.slug.description, exercise: $0) })
        return
            (exercise.contentViolations
            + ladder.map { FieldViolation(pointer: $0.pointer, message: "\($0.file): \($0.message)") })
            .map { FieldViolation(pointer: "/exercise\($0.pointer)", message: $0.message) }
    }

    private static func violations(
        of template: Template, beside published: [StoredContent]
    ) throws -> [FieldViolation] {
        var exercises: [Slug: (exercise: Exercise, version: Int)] = [:]
        for content in published { exercises[content.slug] = (try content.value(), content.version) }
        var found = template.phaseViolations
        let phases: [Slug?] = [nil] + (template.phases ?? []).map(\.slug)
        for phase in phases {
            do throws(TemplateProblem) {
                _ = try template.plan(program: template.slug, phase: phase, exercises: exercises)
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
