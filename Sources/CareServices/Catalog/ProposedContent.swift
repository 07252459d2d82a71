import Care
import CareMessages
import CareStore
import Postgres
import StrictJSON

/// The text of a proposal that keeps the rules.
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
        body = found[0].body
        violations += try ContentRules.violations(of: body, kind, at: .draft, in: transaction)
        if let published = try transaction.first(ContentStatements.named, kind, [slug]),
            ContentDiff.pointers(from: try JSONReader.read(Array(published.body.utf8)), to: body).isEmpty
        {
            violations.append(
                FieldViolation(
                    pointer: "/\(kind.rawValue)",
                    message: "is version \(published.version) as it is published: nothing would change"))
        }
        guard violations.isEmpty else { throw CareError.invalid(violations) }
    }
}
