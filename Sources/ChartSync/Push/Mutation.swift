package import Care
import Crypto
package import StrictJSON

/// One change that somebody made to a chart.
package struct Mutation: Hashable, Sendable {
    /// 1 for a device's first on a chart, without gaps.
    package var seq: Int64
    /// A `RowKind`, or a kind that only a newer version knows.
    package var kind: String
    /// An `RowOperation`, or one that only a newer version knows.
    package var op: String
    package var row: RowID
    /// The version of the row that the author had before them; for updates and deletions.
    package var base: Int64?
    /// The whole row for an insertion, the changed fields for an update (`null` clears a field), nothing for a deletion.
    package var body: JSONValue?

    package init(
        seq: Int64, kind: String, op: String, row: RowID, base: Int64? = nil, body: JSONValue? = nil
    ) {
        self.seq = seq
        self.kind = kind
        self.op = op
        self.row = row
        self.base = base
        self.body = body
    }

    /// The first 16 bytes of SHA-256 over the mutation's canonical JSON: the same number with another hash is a forked device.
    package func contentHash() throws(JSONProblem) -> [UInt8] {
        Array(SHA256.hash(data: try canonicalBytes()).prefix(16))
    }
}

extension Mutation {
    /// The rows of the chart that the body names, as far as it can be read.
    package var references: [RowID] {
        let names =
            switch RowKind(rawValue: kind) {
            case .runLog: ["shoe"]
            case .careNote: ["amends", "visit"]
            default: [String]()
            }
        return names.compactMap { body?[$0]?.stringValue }.compactMap { RowID($0) }
    }

    /// The same fact, without the shoe or the plan revision that it names.
    package var withoutReferences: Mutation {
        guard var object = body?.objectValue else { return self }
        switch RowKind(rawValue: kind) {
        case .runLog: object["shoe"] = nil
        case .sessionLog: object["planRevision"] = nil
        default: return self
        }
        var mutation = self
        mutation.body = .object(object)
        return mutation
    }
}

/// What a mutation does to its row.
package enum RowOperation: String, Hashable, Sendable, Codable, CaseIterable, JSONForm {
    case insert, update, delete
}

extension Mutation: JSONObjectForm {
    package init(_ field: inout JSONFields<Mutation>) throws(JSONProblem) {
        self.init(
            seq: try field("seq", \.seq), kind: try field("kind", \.kind), op: try field("op", \.op),
            row: try field("row", \.row), base: try field("base", \.base), body: try field("body", \.body))
    }
}
