/// Names say what a thing is, and a file is named for what is in it.
enum Names {
    private static let empty: Set<String> = [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Info",
    ]
    private static let drawers: Set<String> = [
        "Helpers", "Utils", "Utilities", "Extensions", "Common", "Misc", "Shared",
    ]
    private static let declarations: Set<Substring> = [
        "struct", "enum", "class", "actor", "protocol", "typealias", "macro",
    ]

    /// Declared types and folders whose names say nothing.
    static func complaints(in file: SourceFile) -> [Complaint] {
        var found: [Complaint] = []
        let folders = file.path.split(separator: "/").dropLast().map(String.init)
        for folder in folders where drawers.contains(folder) {
            found.append(
                Complaint(path: file.path, line: nil, advice: "folder \(folder) is a drawer; name it for its subject"))
        }
        for (line, name) in declared(in: file) {
            guard let word = words(of: name).last, empty.contains(word) else { continue }
            found.append(
                Complaint(
                    path: file.path, line: line, advice: "\(name): \(word) says nothing; name what it does or holds"))
        }
        return found
    }

    /// A file whose name has no word in common with any type that it offers at top level.
    ///
    /// A file that extends a type of another file is named for what it adds, which only a reader can judge.
    static func complaintsAboutFileName(of file: SourceFile) -> [Complaint] {
        guard !file.isTest, !["main", "Program"].contains(file.name) else { return [] }
        let subject = Set(words(of: file.name.split(separator: "+").joined()).map(stem))
        let names = topLevel(declarations, in: file)
        guard Set(topLevel(["extension"], in: file)).isSubset(of: names) else { return [] }
        guard !names.isEmpty, names.allSatisfy({ subject.isDisjoint(with: words(of: $0).map(stem)) }) else { return [] }
        return [
            Complaint(
                path: file.path, line: nil,
                advice: "name the file for its main type; it holds \(names.joined(separator: ", "))")
        ]
    }

    /// The types that a file declares, at any depth, with their lines.
    static func declared(in file: SourceFile) -> [(line: Int, name: String)] {
        file.swift.lines.enumerated().compactMap { index, line in
            declaredName(in: line.code, keywords: declarations).map { (index + 1, $0) }
        }
    }

    private static func topLevel(_ keywords: Set<Substring>, in file: SourceFile) -> [String] {
        file.swift.lines.compactMap { line in
            guard let first = line.code.first, !first.isWhitespace else { return nil }
            // What is private to a file serves the subject, and is not it.
            guard !line.code.contains("private ") else { return nil }
            return declaredName(in: line.code, keywords: keywords)
        }
    }

    private static func declaredName(in code: String, keywords: Set<Substring>) -> String? {
        let words = SwiftText.words(of: code)
        let modifiers: Set<Substring> = [
            "package", "public", "internal", "private", "fileprivate", "final", "indirect", "nonisolated", "@safe",
            "@unsafe", "@frozen", "@Suite", "@main", "static", "borrowing", "consuming", "distributed", "mutating",
        ]
        let rest = words.drop { modifiers.contains($0) || $0.hasPrefix("@") }
        guard let keyword = rest.first, keywords.contains(keyword), let name = rest.dropFirst().first else {
            return nil
        }
        // `class func` and `class var` declare members, not classes.
        return ["func", "var", "let"].contains(name) ? nil : String(name)
    }

    /// `Plan`, `Diff`, `Lines` for `PlanDiffLines`; runs of capitals stay together, as in `HTTP`, `Message`.
    static func words(of name: String) -> [String] {
        var words: [String] = []
        let characters = Array(name)
        for (index, character) in characters.enumerated() {
            let previousIsLower = index > 0 && !characters[index - 1].isUppercase
            let nextIsLower = index + 1 < characters.count && characters[index + 1].isLowercase
            if words.isEmpty || (character.isUppercase && (previousIsLower || nextIsLower)) {
                words.append(String(character))
            } else {
                words[words.count - 1].append(character)
            }
        }
        return words
    }

    /// The word without the endings of plural and of deeds, so that `Migrations` meets `Migration` and `Migrator`.
    private static func stem(_ word: String) -> String {
        let word = word.lowercased()
        return String((word.hasSuffix("s") ? word.dropLast() : word[...]).prefix(5))
    }
}
