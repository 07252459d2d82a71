import Foundation
import StrictJSON
import Testing

/// Content in a folder that a test may spoil.
struct ContentCopy {
    let directory: URL

    /// Runs the body with `SampleContent`, and removes it.
    static func with(_ body: (ContentCopy) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(component: "soleus-content-\(UUID())")
        try SampleContent.write(to: directory)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(ContentCopy(directory: directory))) } catch { outcome = .failure(error) }
        try FileManager.default.removeItem(at: directory)
        try outcome.get()
    }

    func write(_ path: String, _ text: String) throws {
        try Data(text.utf8).write(to: directory.appending(path: path))
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(at: directory.appending(path: path)) }

    func copy(_ path: String, to other: String) throws {
        try FileManager.default.copyItem(at: directory.appending(path: path), to: directory.appending(path: other))
    }

    /// Changes the file's object.
    func edit(_ path: String, _ change: (inout JSONObject) throws -> Void) throws {
        let json = try JSONReader.read([UInt8](Data(contentsOf: directory.appending(path: path))))
        var object = try #require(json.objectValue)
        try change(&object)
        try Data(JSONWriter.write(keepingOrder: .object(object))).write(to: directory.appending(path: path))
    }
}
