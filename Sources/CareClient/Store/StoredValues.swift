import Foundation
import GRDB
import StrictJSON

// How values of ours lie in columns.

/// A value of ours as JSON text for a column.
func jsonText(_ value: some Encodable) throws(JSONProblem) -> String {
    String(decoding: JSONWriter.write(try JSONValue.encoding(value)), as: UTF8.self)
}

/// A value of ours from a column's JSON text.
func stored<Value: Decodable>(_ text: String, as what: String) throws(StoreError) -> Value {
    do throws(JSONProblem) {
        return try JSONReader.read(Array(text.utf8), limits: .stored).decode(unknownFields: .ignore)
    } catch {
        throw .damaged("\(what) cannot be read (\(error.code.rawValue) at \(error.pointer))")
    }
}

extension JSONLimits {
    /// For what this library wrote itself, or a service answered: large pages, and rows of kinds to come.
    static let stored: JSONLimits = {
        var limits = JSONLimits()
        limits.bodyBytes = ServiceConnection.maximumAnswerBytes
        limits.elementCount = 1_000_000
        limits.stringBytes = 1 << 20
        // A body that was set aside comes back deeper in the answer than it lay in the batch.
        limits.depth = 64
        return limits
    }()
}

extension [UInt8] {
    /// As a value for a BLOB column.
    var databaseBlob: Data { Data(self) }
}
