import CareServices
import Foundation

/// Judges the catalog's files without a database.
package enum ContentCheck {
    /// One line that counts what is there.
    ///
    /// - Throws: `ContentProblems`, which names file and place of each.
    package static func run(_ directory: String) throws -> String {
        let files = try CatalogLoader.check(URL(filePath: directory, directoryHint: .isDirectory))
        return "\(files.count) files are well formed and fit together."
    }
}
