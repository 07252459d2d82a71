import Foundation
import Testing

/// Pictures as they were when somebody last looked at them.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(component: "Golden")

    /// Compares text with a file byte by byte; with `SOLEUS_RENEW_GOLDEN=1` it writes the file instead, and fails so that
    /// nobody takes this for a test.
    static func expect(_ text: String, is name: String) throws {
        let file = folder.appending(component: name)
        guard ProcessInfo.processInfo.environment["SOLEUS_RENEW_GOLDEN"] == nil else {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            Issue.record("wrote \(name): look at it, and commit it if it is right")
            return
        }
        let golden = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        let differs = zip(golden.split(separator: "\n"), text.split(separator: "\n")).first { $0 != $1 }
        #expect(
            golden == text,
            "\(name) has changed, first at \(differs.map { "\($0.1)" } ?? "its end"). Renew with SOLEUS_RENEW_GOLDEN=1, and look."
        )
    }
}
