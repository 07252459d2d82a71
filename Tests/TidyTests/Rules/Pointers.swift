/// No unsafe pointer outside the modules that wrap a C library, and none leaves them.
enum Pointers {
    private static let wrappers: Set<String> = ["Postgres", "HTTPServer", "LoadClient"]

    static func complaints(in file: SourceFile) -> [Complaint] {
        guard !file.isTest, !mayUsePointers(file) else { return [] }
        return file.swift.lines.enumerated().flatMap { index, line in
            SwiftText.words(of: line.code).filter(isUnsafe).map { word in
                Complaint(
                    path: file.path, line: index + 1,
                    advice: "\(word) belongs in a module that wraps a C library; use arrays, spans or values here")
            }
        }
    }

    private static func mayUsePointers(_ file: SourceFile) -> Bool {
        // libargon2 is wrapped in one file, not in a module.
        wrappers.contains(file.module) || (file.module == "Credentials" && file.name.contains("Argon2"))
    }

    private static func isUnsafe(_ word: Substring) -> Bool {
        (word.hasPrefix("Unsafe") && (word.contains("Pointer") || word.contains("Raw")))
            || ["OpaquePointer", "Unmanaged", "unsafeBitCast"].contains(word) || word.hasPrefix("withUnsafe")
    }
}
