package import Care
import ChartSync
import GRDB
import StrictJSON

/// A piece of content in one published version, as the device's copy of the catalog has it.
package struct PublishedContent<Content: Hashable & Sendable>: Hashable, Sendable {
    package var version: Int
    package var content: Content
}

/// Reads the device's copy of the catalog, in which every version that was ever published is a row.
enum CatalogCopy {
    /// The highest version of each piece of a kind, in the order of their names.
    ///
    /// What only a newer version of the library can read is left out.
    static func current<Content: Decodable & Hashable & Sendable>(
        _ kind: ContentKind, _ database: Database
    ) throws -> [PublishedContent<Content>] {
        var current: [Substring: PublishedContent<Content>] = [:]
        for row in try RowTable.rows(.catalog, kind: kind.rawValue, database) {
            let name = row.id.prefix { $0 != "@" }
            guard let found: PublishedContent<Content> = content(of: row, kind),
                (current[name]?.version ?? 0) < found.version
            else { continue }
            current[name] = found
        }
        return current.sorted { $0.key < $1.key }.map(\.value)
    }

    /// One exact version; nil where the copy does not hold it.
    static func version<Content: Decodable & Hashable & Sendable>(
        _ version: Int, of slug: Slug, _ kind: ContentKind, _ database: Database
    ) throws -> PublishedContent<Content>? {
        try RowTable.row(.catalog, kind.rawValue, "\(slug)@\(version)", database).flatMap { content(of: $0, kind) }
    }

    private static func content<Content: Decodable & Hashable & Sendable>(
        of row: WireRow, _ kind: ContentKind
    ) -> PublishedContent<Content>? {
        guard let version = row.body["version"]?.integerValue.map(Int.init), let body = row.body[kind.rawValue] else {
            return nil
        }
        do throws(JSONProblem) {
            return PublishedContent(
                version: version, content: try body.decode(Content.self, unknownFields: .ignore))
        } catch {
            // Not damage: content may gain values that this version has no name for.
            return nil
        }
    }
}

extension OfflineStore {
    /// The articles that are published, in the order of their names.
    package func articles() throws(StoreError) -> [PublishedContent<Article>] {
        try read { try CatalogCopy.current(.article, $0) }
    }

    /// The exercises that are published, in the order of their names.
    package func exercises() throws(StoreError) -> [PublishedContent<Exercise>] {
        try read { try CatalogCopy.current(.exercise, $0) }
    }

    /// An exercise in the version that a plan names, which may be retired or replaced since; nil where the copy of the
    /// catalog does not hold it.
    package func exercise(_ slug: Slug, version: Int) throws(StoreError) -> PublishedContent<Exercise>? {
        try read { try CatalogCopy.version(version, of: slug, .exercise, $0) }
    }

    /// The disclaimers in their current versions.
    package func disclaimers() throws(StoreError) -> [PublishedContent<Disclaimer>] {
        try read { try CatalogCopy.current(.disclaimer, $0) }
    }

    /// Those about exercises that the member has not acknowledged in their current version.
    package func disclaimersToAcknowledge() throws(StoreError) -> [PublishedContent<Disclaimer>] {
        try read { try ShownChart.disclaimersToAcknowledge(nil, $0) }
    }
}

extension ShownChart {
    static func disclaimersToAcknowledge(
        _ chart: MemberID?, _ database: Database
    ) throws -> [PublishedContent<Disclaimer>] {
        let known: [ChartEntry<DisclaimerAcknowledgement>] = try entries(
            .disclaimerAcknowledgement, of: chart, database)
        let current: [PublishedContent<Disclaimer>] = try CatalogCopy.current(.disclaimer, database)
        return current.filter { disclaimer in
            disclaimer.content.appliesTo == .exercises
                && !known.contains {
                    $0.content.disclaimer == disclaimer.content.slug
                        && $0.content.disclaimerVersion >= disclaimer.version
                }
        }
    }
}
