import Foundation

/// A folder of one test, which is gone afterwards.
enum ScratchFolder {
    /// Runs the body with a new folder, whose path is short enough for a socket in it.
    static func with<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
        let name = "soleus-process-\(UUID().uuidString.prefix(8).lowercased())"
        let folder = URL(filePath: "/tmp", directoryHint: .isDirectory).appending(
            component: name, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(folder)) } catch { outcome = .failure(error) }
        try FileManager.default.removeItem(at: folder)
        return try outcome.get()
    }
}
