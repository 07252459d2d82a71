package import Care
package import StrictJSON

extension Mutation {
    /// What the service writes when it has found that an alert opens or changes.
    ///
    /// - Parameters:
    ///   - fresh: The row of an alert that opens.
    ///   - base: The version of the chart that was looked at.
    package init(_ change: AlertBook.Change, fresh: RowID, base: Int64) throws(JSONProblem) {
        switch change {
        case .open(let alert):
            self.init(
                seq: 0, kind: RowKind.alert.rawValue, op: RowOperation.insert.rawValue, row: fresh,
                body: try JSONValue.encoding(alert))
        case .change(let row, let alert):
            var fields = try JSONValue.encoding(alert).objectValue ?? JSONObject()
            // What is no longer there is cleared by name.
            for name in ["advice", "acknowledgedAt", "snoozedUntil", "escalatedAt", "closedAt"]
            where fields[name] == nil { fields[name] = .null }
            self.init(
                seq: 0, kind: RowKind.alert.rawValue, op: RowOperation.update.rawValue, row: row, base: base,
                body: .object(fields))
        }
    }
}
