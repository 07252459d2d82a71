import Care
package import StrictJSON

/// A row as it travels and as it is hashed: any kind, with the body as it was sent.
///
/// A client keeps rows of kinds that it does not know in this form, so that they come back unchanged.
package struct WireRow: Hashable, Sendable {
    package var kind: String
    /// A UUID in a chart; `slug@version` in the catalog.
    package var id: String
    package var version: Int64
    package var body: JSONValue

    package init(kind: String, id: String, version: Int64, body: JSONValue) {
        self.kind = kind
        self.id = id
        self.version = version
        self.body = body
    }

    package init(_ row: ChartRowState) throws(JSONProblem) {
        self.init(
            kind: row.content.kind.rawValue, id: row.id.description, version: row.version, body: try row.content.body())
    }
}

/// A row that is no longer there.
package struct Tombstone: Hashable, Sendable {
    package var kind: String
    package var id: String
    package var version: Int64

    package init(kind: String, id: String, version: Int64) {
        self.kind = kind
        self.id = id
        self.version = version
    }
}

extension WireRow: JSONObjectForm {
    package init(_ field: inout JSONFields<WireRow>) throws(JSONProblem) {
        self.init(
            kind: try field("kind", \.kind), id: try field("id", \.id), version: try field("version", \.version),
            body: try field("body", \.body))
    }
}

extension Tombstone: JSONObjectForm {
    package init(_ field: inout JSONFields<Tombstone>) throws(JSONProblem) {
        self.init(
            kind: try field("kind", \.kind), id: try field("id", \.id), version: try field("version", \.version))
    }
}
