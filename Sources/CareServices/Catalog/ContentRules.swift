import Care
import CareStore
import Postgres
import StrictJSON

/// When a text is judged.
enum ContentMoment {
    case draft, publication
}

/// The rules that `soleusd content check` goes by, for one text beside what is published now.
enum ContentRules {
    /// Everything that is wrong, by pointers that begin with the kind.
    static func violations(
        of body: JSONValue, _ kind: ContentKind, at moment: ContentMoment, in transaction: borrowing Transaction
    ) throws -> [FieldViolation] {
        let found: [FieldViolation]
        switch kind {
        case .exercise:
            let exercise: Exercise = try body.decode(unknownFields: .ignore)
            let shelf = try Shelf(for: moment, in: transaction)
            found =
                exercise.contentViolations
                + shelf.problems(with: exercise).map {
                    FieldViolation(pointer: $0.pointer, message: "\($0.file): \($0.message)")
                }
        case .template:
            let published = try transaction.all(ContentStatements.current, [.exercise])
            found = try violations(of: body.decode(unknownFields: .ignore), beside: published)
        case .article, .disclaimer: found = []
        }
        return found.map { FieldViolation(pointer: "/\(kind.rawValue)\($0.pointer)", message: $0.message) }
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
        return found
    }
}
