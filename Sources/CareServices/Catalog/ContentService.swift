package import Care
package import CareMessages
import CareStore
import ChartSync
package import Postgres
import StrictJSON

/// How content comes to be published: drafted, reviewed twice by people who did not write it, published, and retired.
package struct ContentService: Sendable {
    private let database: Database
    private let announce: Poke.Listener
    private let now: @Sendable () -> Instant

    /// Takes the database of care, which can publish only what the database itself finds reviewed.
    ///
    /// `announce` is told of each publication, after its commit.
    package init(
        database: Database, announce: @escaping Poke.Listener = { _ in }, now: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.announce = announce
        self.now = now
    }

    /// Content is reviewed again within so many days of its publication (choice).
    package static let reviewDueDays = 1...1_096

    /// What publishes or retires looks at the whole catalog: as if one did so after another, so that no template is
    /// published while an exercise of it is retired.
    private static let judging = TransactionOptions(isolation: .serializable)

    // MARK: Reading

    /// The latest version of every piece, or of those in a state, or due for review by a day.
    package func list(state: ContentState?, dueBy: LocalDay?) async throws -> ContentEntries {
        try await database.transaction(.readOnly) { transaction in
            let drafts = try transaction.all(ContentDraftStatements.latest).filter { draft in
                if let state, draft.state != state { return false }
                guard let dueBy else { return true }
                return draft.state == .published && draft.reviewDueOn.map { $0 <= dueBy } ?? false
            }
            return ContentEntries(contents: try Self.entries(drafts, in: transaction))
        }
    }

    /// Every version of one piece, newest first.
    ///
    /// - Throws: `CareError.notFound`.
    package func versions(_ kind: ContentKind, _ slug: Slug) async throws -> ContentEntries {
        try await database.transaction(.readOnly) { transaction in
            let drafts = try transaction.all(ContentDraftStatements.ofPiece, kind, slug)
            guard !drafts.isEmpty else { throw CareError.notFound }
            return ContentEntries(contents: try Self.entries(drafts, in: transaction))
        }
    }

    /// What differs between two versions, 0 being the empty start.
    ///
    /// - Throws: `CareError.notFound` without one of them.
    package func difference(
        _ kind: ContentKind, _ slug: Slug, from: Int, to: Int
    ) async throws -> ContentDifference {
        try await database.transaction(.readOnly) { transaction in
            let old = try Self.body(kind, slug, from, in: transaction)
            let new = try Self.body(kind, slug, to, in: transaction)
            let changes = ContentDiff.pointers(from: old, to: new).map { pointer in
                ContentDifference.Change(pointer: pointer, from: old.text(at: pointer), to: new.text(at: pointer))
            }
            return ContentDifference(from: from, to: to, changes: changes)
        }
    }

    // MARK: The way to publication

    /// Writes the next version of a piece, as a draft of the actor's.
    ///
    /// - Throws: `CareError.invalid` with every rule that the text breaks, or for the text that is published already;
    ///   `contentUnderWay`.
    package func draft(
        _ kind: ContentKind, _ slug: Slug, _ proposal: ContentProposal, actor: Actor
    ) async throws -> ContentEntry {
        let author = try actor.author
        return try await database.retrying { transaction in
            let body = try ProposedContent(kind, slug, proposal, in: transaction).body
            let earlier = try transaction.all(ContentDraftStatements.ofPiece, kind, slug)
            if let latest = earlier.first, latest.state.isUnderWay { try Self.replace(latest, in: transaction) }
            let version = Int32(clamping: (earlier.first?.version ?? 0) + 1)
            let (name, _) = try Self.person(author, in: transaction)
            try transaction.run(
                ContentDraftStatements.insert, kind, slug, version,
                String(decoding: JSONWriter.write(body), as: UTF8.self), author, name, proposal.reason)
            return try Self.entry(kind, slug, version, in: transaction)
        }
    }

    /// Hands a draft to the reviewers: its author does, or anybody for what came with a release.
    ///
    /// - Throws: `CareError.notFound`, `notAllowed`, `contentRefused`.
    package func submit(
        _ kind: ContentKind, _ slug: Slug, _ version: Int32, actor: Actor
    ) async throws -> ContentEntry {
        let author = try actor.author
        return try await database.retrying { transaction in
            let draft = try Self.locked(kind, slug, version, in: transaction)
            if let owner = draft.authorID, owner != author { throw CareError.notAllowed }
            guard draft.state == .draft else {
                throw CareError.contentRefused(
                    .notDue, at: try Self.standing(kind, slug, version, in: transaction).step)
            }
            try transaction.run(ContentDraftStatements.setState, kind, slug, version, .clinicalReview)
            return try Self.entry(kind, slug, version, in: transaction)
        }
    }

    /// Reviews an exact version.
    ///
    /// - Throws: `CareError.notFound`, `contentRefused`, `.invalid` for sending back without saying why.
    package func review(
        _ kind: ContentKind, _ slug: Slug, _ version: Int32, _ decision: ReviewDecision, actor: Actor
    ) async throws -> ContentEntry {
        guard actor.role == .reviewer else { throw CareError.notAllowed }
        let reviewer = PractitionerID(actor.subject)
        guard decision.decision == .approved || decision.note != nil else {
            throw CareError.invalid([FieldViolation(pointer: "/note", message: "say why it is sent back")])
        }
        return try await database.retrying { transaction in
            let standing = try Self.standing(kind, slug, version, in: transaction)
            let (name, credentials) = try Self.person(reviewer, in: transaction)
            if let objection = standing.objection(to: decision.step, by: reviewer, with: credentials) {
                throw CareError.contentRefused(objection, at: standing.step)
            }
            try transaction.run(
                ContentDraftStatements.review, kind, slug, version, decision.step, reviewer, name, credentials,
                decision.decision, decision.note)
            let state = standing.state(after: decision.step, decision.decision)
            if state != standing.state {
                try transaction.run(ContentDraftStatements.setState, kind, slug, version, state)
            }
            return try Self.entry(kind, slug, version, in: transaction)
        }
    }

    /// Publishes a version that both reviews approve: from now on plans can pin it, and devices get it.
    ///
    /// - Throws: `CareError.notFound`, `contentRefused`, `contentUnfit` where it no longer fits what is published,
    ///   `.invalid` for a day of review that is not in the next three years.
    package func publish(
        _ kind: ContentKind, _ slug: Slug, _ version: Int32, dueOn: LocalDay, actor: Actor
    ) async throws -> ContentEntry {
        let today = TimeZoneName.utc.day(of: now())
        let (entry, catalogVersion) = try await database.retrying(Self.judging) {
            transaction -> (ContentEntry, Int64) in
            let standing = try Self.standing(kind, slug, version, in: transaction)
            if let objection = standing.objectionToPublishing {
                throw CareError.contentRefused(objection, at: standing.step)
            }
            guard Self.reviewDueDays.contains(dueOn.dayNumber - today.dayNumber) else {
                throw CareError.invalid([
                    FieldViolation(pointer: "/reviewDueOn", message: "must be in the three years after today")
                ])
            }
            let body = try Self.body(kind, slug, Int(version), in: transaction)
            let violations = try ContentRules.violations(of: body, kind, at: .publication, in: transaction)
            guard violations.isEmpty else { throw CareError.contentUnfit(violations) }
            let head = try transaction.only(CatalogRows.head)
            let (name, _) = try Self.person(PractitionerID(actor.subject), in: transaction)
            var checksum = head.checksum
            checksum.add(
                CatalogRows.row(
                    kind: kind, slug: slug, version: Int(version), catalogVersion: head.version + 1,
                    body: body))
            // The database looks at the reviews once more: this role cannot publish in any other way.
            guard
                try transaction.only(
                    ContentDraftStatements.publish, kind, slug, version, name, dueOn, head.version + 1, checksum)
            else { throw CareError.contentRefused(.notReviewed, at: standing.step) }
            return (try Self.entry(kind, slug, version, in: transaction), head.version + 1)
        }
        announce(.catalog(version: catalogVersion))
        return entry
    }

    /// Takes a published version out of the catalog for new plans; plans that pin it keep it.
    ///
    /// - Throws: `CareError.notFound`, `contentRefused`, `contentNeeded` for an exercise that templates or harder rungs
    ///   lead to.
    package func retire(
        _ kind: ContentKind, _ slug: Slug, _ version: Int32, reason: Note, actor: Actor
    ) async throws -> ContentEntry {
        try await database.retrying(Self.judging) { transaction in
            let draft = try Self.locked(kind, slug, version, in: transaction)
            guard draft.state == .published else {
                throw CareError.contentRefused(
                    .notDue, at: try Self.standing(kind, slug, version, in: transaction).step)
            }
            // An older version is in no new plan anyway.
            let current = try transaction.first(ContentStatements.named, kind, [slug])
            if kind == .exercise, current?.version == draft.version {
                let needs = try ContentNeeds(of: slug, in: transaction)
                guard needs.areNone else {
                    throw CareError.contentNeeded(templates: needs.templates, harderRungs: needs.harderRungs)
                }
            }
            let (name, _) = try Self.person(PractitionerID(actor.subject), in: transaction)
            try transaction.run(ContentDraftStatements.retire, kind, slug, version, name, reason)
            return try Self.entry(kind, slug, version, in: transaction)
        }
    }

    // MARK: Parts

    /// Sends back what both reviews approve and can no longer be published, for the next draft to take its place.
    ///
    /// - Throws: `CareError.contentUnderWay` for any other version.
    private static func replace(_ latest: StoredDraft, in transaction: borrowing Transaction) throws {
        let (kind, slug, version) = (latest.kind, latest.slug, Int32(clamping: latest.version))
        let body = try Self.body(kind, slug, latest.version, in: transaction)
        let standing = try Self.standing(kind, slug, version, in: transaction)
        guard
            standing.isReviewed,
            try !ContentRules.violations(of: body, kind, at: .publication, in: transaction).isEmpty
        else {
            throw CareError.contentUnderWay(version: latest.version, author: latest.author, standing.step)
        }
        try transaction.run(ContentDraftStatements.setState, kind, slug, version, .returned)
    }

    private static func body(
        _ kind: ContentKind, _ slug: Slug, _ version: Int, in transaction: borrowing Transaction
    ) throws -> JSONValue {
        if version == 0 { return .object([:]) }
        guard let text = try transaction.first(ContentDraftStatements.body, kind, slug, Int32(clamping: version)) else {
            throw CareError.notFound
        }
        return try JSONReader.read(Array(text.utf8))
    }

    private static func locked(
        _ kind: ContentKind, _ slug: Slug, _ version: Int32, in transaction: borrowing Transaction
    ) throws -> StoredDraft {
        guard let draft = try transaction.first(ContentDraftStatements.lock, kind, slug, version) else {
            throw CareError.notFound
        }
        return draft
    }

    private static func standing(
        _ kind: ContentKind, _ slug: Slug, _ version: Int32, in transaction: borrowing Transaction
    ) throws -> ContentStanding {
        let draft = try locked(kind, slug, version, in: transaction)
        let reviews = try transaction.all(ContentDraftStatements.reviews, [kind], [slug], [version]).map(\.review)
        return ContentStanding(state: draft.state, authorID: draft.authorID, reviews: reviews)
    }

    private static func person(
        _ id: PractitionerID, in transaction: borrowing Transaction
    ) throws -> (name: String, credentials: [Label]) {
        guard let (name, credentials) = try transaction.first(ContentDraftStatements.person, id) else {
            throw CareError.notAllowed
        }
        return (name, credentials)
    }

    private static func entry(
        _ kind: ContentKind, _ slug: Slug, _ version: Int32, in transaction: borrowing Transaction
    ) throws -> ContentEntry {
        guard let entry = try entries([locked(kind, slug, version, in: transaction)], in: transaction).first else {
            throw CareError.notFound
        }
        return entry
    }

    private static func entries(
        _ drafts: [StoredDraft], in transaction: borrowing Transaction
    ) throws -> [ContentEntry] {
        let reviews = try transaction.all(
            ContentDraftStatements.reviews, drafts.map(\.kind), drafts.map(\.slug),
            drafts.map { Int32(clamping: $0.version) })
        return drafts.map { draft in
            ContentEntry(
                kind: draft.kind, slug: draft.slug, version: draft.version, state: draft.state, author: draft.author,
                reason: draft.reason, createdAt: draft.createdAt, publishedBy: draft.publishedBy,
                reviewDueOn: draft.reviewDueOn, retiredBy: draft.retiredBy, retiredReason: draft.retiredReason,
                reviews: reviews.filter {
                    $0.kind == draft.kind && $0.slug == draft.slug && $0.version == draft.version
                }.map(\.review))
        }
    }
}

extension Actor {
    /// Who writes content: practitioners and reviewers.
    fileprivate var author: PractitionerID {
        get throws(CareError) {
            guard role == .practitioner || role == .reviewer else { throw .notAllowed }
            return PractitionerID(subject)
        }
    }
}

extension JSONValue {
    /// What stands at a pointer that `ContentDiff` made, as JSON; nil when there is nothing.
    fileprivate func text(at pointer: String) -> String? {
        var value: JSONValue? = self
        for key in pointer.split(separator: "/") { value = value?.objectValue?[String(key)] }
        return value.map { String(decoding: JSONWriter.write($0), as: UTF8.self) }
    }
}
