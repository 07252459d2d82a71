package import Care
package import ChartSync
package import Postgres

package enum PlanStatements {
    /// A revision without its items and modifications.
    package struct Head: Sendable {
        package var id: RowID
        package var version: Int64
        package var revision: PlanRevision
    }

    private static let columns = """
        SELECT id, version, number, base, author_id, authored_at, effective_from, reason, template_slug, template_version,
            template_phase, program, title, note, until, from_suggestion
        FROM plan_revision WHERE member_id = $1
        """
    private static let columnTypes = Types(
        RowID.self, Int64.self, Int32.self, Int32.self, PractitionerID.self, Instant.self, LocalDay.self, Note.self,
        Slug?.self, Int32?.self, Slug?.self, Slug.self, Label.self, Note?.self, LocalDay?.self, RowID?.self)

    package static let after = Statement(
        columns + " AND version > $2 ORDER BY version LIMIT $3",
        takes: Types(MemberID.self, Int64.self, Int.self),
        gives: columnTypes
    ).map(head)

    /// Of the versions after $2 up to $3, either the two revisions that were the latest at $3, or the older ones.
    package static let swept = Statement(
        columns + """
             AND version > $2 AND version <= $3 AND $4 = (
                number > (
                    SELECT coalesce(max(number), 0) FROM plan_revision AS latest
                    WHERE latest.member_id = $1 AND latest.version <= $3
                ) - 2
            )
            ORDER BY version LIMIT $5
            """,
        takes: Types(MemberID.self, Int64.self, Int64.self, Bool.self, Int.self),
        gives: columnTypes
    ).map(head)

    package static let named = Statement(
        columns + " AND id = ANY ($2)",
        takes: Types(MemberID.self, [RowID].self),
        gives: columnTypes
    ).map(head)

    /// The revisions with numbers from $2 to $3, newest first.
    package static let numbered = Statement(
        columns + " AND number BETWEEN $2 AND $3 ORDER BY number DESC",
        takes: Types(MemberID.self, Int32.self, Int32.self),
        gives: columnTypes
    ).map(head)

    /// The latest revision; none for a member without a plan.
    package static let latest = Statement(
        columns + " ORDER BY number DESC LIMIT 1", takes: Types(MemberID.self), gives: columnTypes
    ).map(head)

    package static let all: [any AnyStatement] =
        [after, swept, named, numbered, latest, insert] + PlanPartStatements.all

    private static let insert = Statement(
        """
        INSERT INTO plan_revision (
            member_id, id, version, number, base, author_id, authored_at, effective_from, reason, template_slug,
            template_version, template_phase, program, title, note, until, from_suggestion
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        """,
        takes: Types(
            MemberID.self, RowID.self, Int64.self, Int32.self, Int32.self, PractitionerID.self, Instant.self,
            LocalDay.self, Note.self, Slug?.self, Int32?.self, Slug?.self, Slug.self, Label.self, Note?.self,
            LocalDay?.self, RowID?.self))

    /// Fetches the items and modifications of revisions, and puts them together.
    package static func assemble(
        _ heads: [Head], of member: MemberID, in transaction: borrowing Transaction
    ) throws -> [ChartRowState] {
        guard !heads.isEmpty else { return [] }
        let ids = heads.map(\.id)
        let (items, modifications) = try transaction.pipeline(
            PlanPartStatements.items.all(member, ids), PlanPartStatements.modifications.all(member, ids))
        return heads.map { head in
            var revision = head.revision
            revision.content.items = items.filter { $0.revision == head.id }.map(\.item)
            revision.content.modifications = modifications.filter { $0.revision == head.id }.map(\.modification)
            return ChartRowState(id: head.id, version: head.version, content: .planRevision(revision))
        }
    }

    package static func insert(_ rows: [ChartRowState], of member: MemberID, into pipeline: inout Pipeline) {
        for row in rows {
            guard case .planRevision(let revision) = row.content else { continue }
            let content = revision.content
            pipeline.add(
                insert.run(
                    member, row.id, row.version, Int32(clamping: revision.number), Int32(clamping: revision.base),
                    revision.author, revision.authoredAt, revision.effectiveFrom, revision.reason,
                    revision.template?.slug, revision.template.map { Int32(clamping: $0.version) },
                    revision.template?.phase, content.program, content.title, content.note, content.until,
                    revision.fromSuggestion))
            PlanPartStatements.insert(content, revision: row.id, of: member, into: &pipeline)
        }
    }

    @Sendable private static func head(
        id: RowID, version: Int64, number: Int32, base: Int32, author: PractitionerID, authoredAt: Instant,
        effectiveFrom: LocalDay, reason: Note, templateSlug: Slug?, templateVersion: Int32?, templatePhase: Slug?,
        program: Slug, title: Label, note: Note?, until: LocalDay?, fromSuggestion: RowID?
    ) -> Head {
        let template = templateSlug.flatMap { slug in
            templateVersion.map { TemplateReference(slug: slug, version: Int($0), phase: templatePhase) }
        }
        return Head(
            id: id, version: version,
            revision: PlanRevision(
                number: Int(number), base: Int(base), author: author, authoredAt: authoredAt,
                effectiveFrom: effectiveFrom, reason: reason, template: template, fromSuggestion: fromSuggestion,
                content: PlanContent(program: program, title: title, items: [], note: note, until: until)))
    }
}
