import Foundation

/// One file of the project, by its path from the root.
struct SourceFile {
    var path: String
    var text: String

    /// `CareStore` for `Sources/CareStore/Plans/PlanRows.swift`; empty for files at the root.
    var module: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// `PlanRows` for `Sources/CareStore/Plans/PlanRows.swift`.
    var name: String {
        let last = path.split(separator: "/").last ?? ""
        return String(last.split(separator: ".").first ?? last)
    }

    var isTest: Bool { path.hasPrefix("Tests/") }

    var swift: SwiftText { SwiftText(text) }
}

/// The project as it lies on disk.
enum SourceTree {
    /// The folder that holds `Package.swift`: three above this file's.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The files below a folder that end in one of `endings`, sorted by path; empty when there is no such folder.
    static func files(below folder: String, endings: [String]) throws -> [SourceFile] {
        let start = root.appending(path: folder).resolvingSymlinksInPath()
        guard let walk = FileManager.default.enumerator(atPath: start.path(percentEncoded: false)) else { return [] }
        var found: [SourceFile] = []
        for case let path as String in walk where endings.contains(where: { path.hasSuffix(".\($0)") }) {
            let text = try String(contentsOf: start.appending(path: path), encoding: .utf8)
            found.append(SourceFile(path: "\(folder)/\(path)", text: text))
        }
        return found.sorted { $0.path < $1.path }
    }

    /// Every Swift file of `Sources` and `Tests`.
    static func swiftFiles() throws -> [SourceFile] {
        try files(below: "Sources", endings: ["swift"]) + files(below: "Tests", endings: ["swift"])
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
