import ChartSync
import StrictJSON

/// Rows as the ledger keeps them.
enum LedgerText {
    static func canonical(_ rows: [WireRow]) throws(JSONProblem) -> String {
        String(decoding: JSONWriter.write(try JSONValue.encoding(rows)), as: UTF8.self)
    }
}
