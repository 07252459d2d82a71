/// Which module may import which (design §2): the picture of the architecture, executed.
///
/// The build refuses an import that the manifest does not declare; this refuses a manifest that draws another picture.
enum Layering {
    /// What our modules may import of ours and of packages.
    static let allowed: [String: Set<String>] = [
        "CLibPQ": [],
        "CMicroHTTPD": [],
        "CArgon2": [],
        "CZlib": [],
        "Postgres": ["CLibPQ", "Crypto", "Logging"],
        "HTTPMessages": [],
        "HTTPServer": ["CMicroHTTPD", "CZlib", "HTTPMessages", "Logging"],
        "StrictJSON": [],
        "Credentials": ["CArgon2", "Crypto"],
        "Prometheus": ["CoreMetrics"],
        "Care": [],
        "X12": [],
        "ChartSync": ["Care", "StrictJSON", "Crypto"],
        "CareMessages": ["Care"],
        "Pictures": ["Care"],
        "CareStore": ["Care", "ChartSync", "Crypto", "Logging", "Postgres", "StrictJSON"],
        "CareServices": [
            "Care", "CareMessages", "CareStore", "ChartSync", "Credentials", "Crypto", "Logging", "Postgres",
            "StrictJSON", "X12",
        ],
        "CareAPI": ["Care", "CareMessages", "CareServices", "ChartSync", "HTTPMessages", "Logging", "StrictJSON"],
        "CareClient": [
            "Care", "CareMessages", "ChartSync", "Crypto", "GRDB", "Logging",
            // Of Apple's systems alone, which say there whether a network can be reached.
            "Network", "StrictJSON",
        ],
        "SoleusRuntime": [
            "Care", "CareAPI", "CareMessages", "CareServices", "CareStore", "ChartSync", "Configuration",
            "CoreMetrics", "Credentials", "HTTPMessages", "HTTPServer", "Logging", "Postgres", "Prometheus",
            "StrictJSON",
        ],
        "Population": ["Care", "CareStore", "ChartSync", "Credentials", "Postgres", "StrictJSON"],
        "LoadClient": [],
        "soleusd": ["ArgumentParser", "SoleusRuntime"],
        "soleus-bench": [
            "ArgumentParser", "Care", "CareStore", "ChartSync", "LoadClient", "Logging", "Pictures", "Population",
            "Postgres", "StrictJSON",
        ],
        "soleus": [
            "ArgumentParser", "Care", "CareClient", "CareMessages", "ChartSync", "Pictures", "StrictJSON", "X12",
        ],
    ]

    /// Modules whose every answer follows from their arguments: of the platform they see Foundation, for time zones and text,
    /// and Synchronization, for remembering what was costly to find out.
    static let pure: Set<String> = [
        "Care", "CareMessages", "ChartSync", "HTTPMessages", "Pictures", "StrictJSON", "X12",
    ]

    private static let foundation: Set<String> = ["Foundation", "FoundationEssentials", "Synchronization"]

    /// What comes with Swift and the operating system.
    private static let platform: Set<String> = foundation.union([
        "Darwin", "Dispatch", "FoundationNetworking", "Glibc", "Musl", "Synchronization",
    ])

    static func complaints(in file: SourceFile) -> [Complaint] {
        guard let allowed = allowed[file.module] else {
            return [
                Complaint(
                    path: file.path, line: nil,
                    advice: "module \(file.module) is not in Layering.allowed; add it there and to the design")
            ]
        }
        let seen = allowed.union(pure.contains(file.module) ? foundation : platform)
        return imports(of: file).filter { !seen.contains($0.module) }.map { found in
            Complaint(
                path: file.path, line: found.line,
                advice:
                    "\(file.module) may not import \(found.module); move the code to a layer that may, or change the design"
            )
        }
    }

    /// The modules that a file imports, with the lines that do it.
    static func imports(of file: SourceFile) -> [(line: Int, module: String)] {
        let modifiers: Set<Substring> = [
            "package", "public", "internal", "private", "fileprivate", "@testable", "@preconcurrency", "@_exported",
        ]
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        return file.swift.lines.enumerated().compactMap { index, line in
            let words = SwiftText.words(of: line.code).drop { modifiers.contains($0) }
            guard words.first == "import", let module = words.dropFirst().drop(while: { kinds.contains($0) }).first
            else { return nil }
            return (index + 1, String(module))
        }
    }

    /// What the manifest lets our modules import beyond the table; `manifest` is the text of `Package.swift`.
    static func complaints(inManifest manifest: String) -> [Complaint] {
        let text = SwiftText(manifest)
        var found: [Complaint] = []
        var module: String?
        var depth = 0
        for (index, line) in text.lines.enumerated() {
            let words = SwiftText.words(of: line.code)
            // A declaration of ours: `module("Name", [dependencies])` or `program("name", [dependencies])`.
            guard depth > 0 || words.first == "module" || words.first == "program" else { continue }
            depth += line.code.count { $0 == "(" } - line.code.count { $0 == ")" }
            var strings = text.literals.filter { $0.line == index + 1 }.map(\.text)[...]
            if module == nil { module = strings.popFirst() }
            let dependencies = strings + words.compactMap { products[String($0)] }
            if let module {
                found += dependencies.filter { allowed[module]?.contains($0) != true }.map {
                    Complaint(
                        path: "Package.swift", line: index + 1,
                        advice: "\(module) may not depend on \($0); see Layering.allowed and the design")
                }
            }
            if depth == 0 { module = nil }
        }
        return found
    }

    /// The manifest's constants for products of packages.
    private static let products = [
        "argumentParser": "ArgumentParser", "configuration": "Configuration", "crypto": "Crypto", "grdb": "GRDB",
        "logging": "Logging", "metrics": "CoreMetrics",
    ]
}
