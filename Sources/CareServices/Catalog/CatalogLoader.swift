import Care
import CareStore
import ChartSync
package import Foundation
package import Postgres
import StrictJSON

/// Publishes the content of a folder: what is new or changed gets a version of its own, and nothing is ever
/// unpublished.
package struct CatalogLoader: Sendable {
    private let database: Database

    /// Takes a database as its owner: the roles that serve may only read the catalog.
    package init(database: Database) { self.database = database }

    /// Reads the content of a folder.
    ///
    /// - Throws: everything that is wrong with it, file by file.
    package static func check(_ directory: URL) throws(ContentProblems) -> [ContentFile] {
        let folder = ContentFolder(directory)
        guard folder.problems.isEmpty else { throw ContentProblems(problems: folder.problems) }
        return folder.files
    }

    /// Publishes what is new or changed, all of it or nothing; a second time there is nothing to publish.
    ///
    /// A dry run says what would change. With `asDrafts` nothing is published: what is new or changed waits for the
    /// practice's own reviewers, and what waits already is left alone.
    ///
    /// - Throws: `ContentProblems` before the database is asked.
    package func load(
        _ directory: URL, dryRun: Bool = false, asDrafts: Bool = false
    ) async throws -> [CatalogChange] {
        let files = try Self.check(directory)
        let (changes, version) = try await database.transaction { transaction in
            let head = try transaction.only(CatalogRows.lock)
            let (latest, drafts) = try transaction.pipeline(
                ContentStatements.latest.all(ContentKind.allCases), ContentDraftStatements.latest.all())
            var changes = try Self.changes(from: latest, drafts, to: files)
            if asDrafts {
                for index in changes.indices where changes[index].isNews {
                    changes[index].change.action = changes[index].isUnderWay ? .underWay : .drafted
                }
            }
            let news = changes.filter { asDrafts ? $0.change.action == .drafted : $0.isNews }
            guard !dryRun, !news.isEmpty else { return (changes.map(\.change), Int64?.none) }
            if asDrafts {
                try Self.draft(news, transaction)
                return (changes.map(\.change), nil)
            }
            try Self.publish(news, after: head, transaction)
            return (changes.map(\.change), head.version + Int64(news.count))
        }
        if let version { await tellServices(version) }
        return changes
    }

    /// Tells the processes that serve, whose devices wait for news of the catalog.
    private func tellServices(_ version: Int64) async {
        let poke = Poke.catalog(version: version)
        // It is published whether or not this arrives; who does not hear of it finds it by the next poll.
        try? await database.notify(PokeRelay.channel, PokeRelay.payloads(of: [poke.line], from: "content"))
    }

    private struct Decision {
        var change: CatalogChange
        /// Nil for what is not among the files.
        var body: JSONValue?
        /// Whether a version of it is being written or reviewed.
        var isUnderWay = false

        var isNews: Bool { change.action == .new || change.action == .changed }
    }

    /// By kind and slug, so that the same files are always published in the same order.
    private static func changes(
        from latest: [StoredContent], _ drafts: [StoredDraft], to files: [ContentFile]
    ) throws -> [Decision] {
        let newest = Dictionary(drafts.map { (Key(kind: $0.kind, slug: $0.slug), $0) }) { first, _ in first }
        let published = Dictionary(
            latest.map { (Key(kind: $0.kind, slug: $0.slug), $0) }, uniquingKeysWith: { first, _ in first })
        var decisions: [Decision] = []
        for file in files {
            var change = CatalogChange(action: .new, kind: file.kind, slug: file.slug, version: 1, fields: [])
            let key = Key(kind: file.kind, slug: file.slug)
            // Numbers are shared with what was drafted and never published: a number means one text.
            change.version = (newest[key]?.version ?? 0) + 1
            if let before = published[key] {
                change.fields = ContentDiff.pointers(from: try JSONReader.read(Array(before.body.utf8)), to: file.body)
                change.action = change.fields.isEmpty ? .unchanged : .changed
                if change.fields.isEmpty { change.version = before.version }
            }
            decisions.append(
                Decision(change: change, body: file.body, isUnderWay: newest[key]?.state.isUnderWay == true))
        }
        let present = Set(files.map { Key(kind: $0.kind, slug: $0.slug) })
        for content in latest where !present.contains(Key(kind: content.kind, slug: content.slug)) {
            let change = CatalogChange(
                action: .removedFromFiles, kind: content.kind, slug: content.slug, version: content.version, fields: [])
            decisions.append(Decision(change: change, body: nil))
        }
        return decisions.sorted { $0.change.order < $1.change.order }
    }

    private struct Key: Hashable {
        var kind: ContentKind
        var slug: Slug
    }

    private static func publish(
        _ decisions: [Decision], after head: CatalogHead, _ transaction: borrowing Transaction
    ) throws {
        var version = head.version
        var checksum = head.checksum
        var catalogVersions: [Int64] = []
        var bodies: [String] = []
        for decision in decisions {
            guard let body = decision.body else { continue }
            version += 1
            catalogVersions.append(version)
            bodies.append(String(decoding: JSONWriter.write(body), as: UTF8.self))
            let change = decision.change
            checksum.add(
                CatalogRows.row(
                    kind: change.kind, slug: change.slug, version: change.version, catalogVersion: version, body: body))
        }
        let changes = decisions.map(\.change)
        let (kinds, slugs) = (changes.map(\.kind), changes.map(\.slug))
        let versions = changes.map { Int32(clamping: $0.version) }
        _ = try transaction.pipeline(
            ContentDraftStatements.insertShipped.run(kinds, slugs, versions, bodies),
            ContentDraftStatements.insertShippedReviews.run(kinds, slugs, versions),
            ContentStatements.insert.run(kinds, slugs, versions, catalogVersions, bodies),
            CatalogRows.advance.run(version, checksum))
    }

    private static func draft(_ decisions: [Decision], _ transaction: borrowing Transaction) throws {
        let changes = decisions.map(\.change)
        let bodies = decisions.compactMap(\.body).map { String(decoding: JSONWriter.write($0), as: UTF8.self) }
        try transaction.run(
            ContentDraftStatements.insertForReview, changes.map(\.kind), changes.map(\.slug),
            changes.map { Int32(clamping: $0.version) }, bodies)
    }
}

extension CatalogChange {
    fileprivate var order: (Int, Slug) { (ContentKind.allCases.firstIndex(of: kind) ?? 0, slug) }
}

/// Which fields of two documents differ.
enum ContentDiff {
    /// JSON Pointers, down to the members of objects, an array being one thing; empty when the two are equal.
    static func pointers(from old: JSONValue, to new: JSONValue, at pointer: String = "") -> [String] {
        guard old != new else { return [] }
        guard let oldObject = old.objectValue, let newObject = new.objectValue else {
            // Equal as they are written and hashed, if not as values: 1 and 1.0.
            return JSONWriter.write(old) == JSONWriter.write(new) ? [] : [pointer.isEmpty ? "/" : pointer]
        }
        let keys = Set(oldObject.members.map(\.key)).union(newObject.members.map(\.key))
        return keys.sorted().flatMap { key in
            pointers(from: oldObject[key] ?? .null, to: newObject[key] ?? .null, at: "\(pointer)/\(key)")
        }
    }
}
