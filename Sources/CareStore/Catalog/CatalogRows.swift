package import Care
package import ChartSync
package import Foundation
package import Postgres
package import StrictJSON

/// Where the catalog stands, for whoever keeps a copy.
package struct CatalogHead: Hashable, Sendable {
    /// Changes when versions begin anew, as after a restore from backup.
    package var epoch: UUID
    package var version: Int64
    /// Over every version of every piece of content.
    package var checksum: ChartChecksum
}

/// The catalog as it is pulled: each version of each piece of content is a row, never changed and never deleted.
package enum CatalogRows {
    private static let headColumns = "SELECT epoch, version, checksum FROM catalog"

    package static let head = Statement(
        headColumns, gives: Types(UUID.self, Int64.self, ChartChecksum.self)
    ).map { CatalogHead(epoch: $0, version: $1, checksum: $2) }

    /// The same, and nobody else publishes until the transaction ends: so versions have no gaps.
    package static let lock = Statement(
        headColumns + " FOR UPDATE", gives: Types(UUID.self, Int64.self, ChartChecksum.self)
    ).map { CatalogHead(epoch: $0, version: $1, checksum: $2) }

    /// So many rows that were published after a catalog version, oldest first.
    package static let after = Statement(
        """
        SELECT kind, slug, version, catalog_version, body FROM content_version
        WHERE catalog_version > $1 ORDER BY catalog_version LIMIT $2
        """,
        takes: Types(Int64.self, Int.self),
        gives: Types(ContentKind.self, Slug.self, Int32.self, Int64.self, String.self)
    ).map { kind, slug, version, catalogVersion, body in
        try row(
            kind: kind, slug: slug, version: Int(version), catalogVersion: catalogVersion,
            body: JSONReader.read(Array(body.utf8)))
    }

    package static let advance = Statement(
        "UPDATE catalog SET version = $1, checksum = $2", takes: Types(Int64.self, ChartChecksum.self))

    package static let all: [any AnyStatement] = [head, lock, after, advance]

    /// One version of one piece of content as it travels and is hashed: `{"version": 2, "exercise": {…}}`.
    package static func row(
        kind: ContentKind, slug: Slug, version: Int, catalogVersion: Int64, body: JSONValue
    ) -> WireRow {
        WireRow(
            kind: kind.rawValue, id: "\(slug)@\(version)", version: catalogVersion,
            body: .object(["version": .integer(Int64(version)), kind.rawValue: body]))
    }
}
