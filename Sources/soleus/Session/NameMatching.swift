import Foundation

/// Somebody whom a name on the command line may mean.
struct NamedCandidate: Hashable {
    var id: String
    var name: String
    /// Another exact name, such as a login.
    var login: String?

    init(id: String, name: String, login: String? = nil) {
        self.id = id
        self.name = name
        self.login = login
    }
}

/// Finds out whom a name means: never a guess, so two who fit are both listed and nobody is taken.
enum NameMatching {
    /// The one candidate whom the text means.
    ///
    /// An exact id, login or name wins over a part of a name; case and accents do not matter. Where several fit, `ask` is
    /// given the question which of them, and gives the answer; nil where nobody is there to ask.
    static func resolve(
        _ text: String, among candidates: [NamedCandidate], kind: String, ask: ((String) -> String?)? = nil
    ) throws(CommandFailure) -> NamedCandidate {
        let sought = folded(text)
        let exact = candidates.filter {
            $0.id == text.lowercased() || $0.login == text || folded($0.name) == sought
        }
        let found = exact.isEmpty ? candidates.filter { fits(sought, folded($0.name)) } : exact
        if found.count == 1 { return found[0] }
        if found.isEmpty {
            throw CommandFailure(.refused, "no \(kind) of yours is called \"\(printable(text))\"")
        }
        let shown = found.prefix(maximumShown)
        let more = found.count > shown.count ? ["  … and \(found.count - shown.count) more"] : []
        let heading = "\"\(printable(text))\" fits \(found.count) \(kind)s:"
        if let ask {
            let rows = shown.enumerated().map { "  \($0 + 1)\(line($1))" }
            let question = "Which one? 1 to \(shown.count), or nothing for none: "
            let answer = ask(([heading] + rows + more + [question]).joined(separator: "\n"))
            if let place = answer.flatMap({ Int($0.trimmingCharacters(in: .whitespaces)) }),
                shown.indices.contains(place - 1)
            {
                return shown[place - 1]
            }
            throw CommandFailure(.refused, "nobody was chosen; nothing was done")
        }
        throw CommandFailure(
            .refused, ([heading] + shown.map(line) + more).joined(separator: "\n"),
            advice: "Say the whole name or the id.")
    }

    /// More are not looked through by anybody.
    private static let maximumShown = 20

    private static func line(_ candidate: NamedCandidate) -> String {
        "  \(printable(candidate.name))" + (candidate.login.map { "  \($0)" } ?? "") + "  \(candidate.id)"
    }

    /// Lower case without accents, runs of white space as one space.
    static func folded(_ text: String) -> String {
        let plain = text.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            $0.properties.generalCategory != .nonspacingMark
        }
        return String(String.UnicodeScalarView(plain)).lowercased()
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func fits(_ sought: String, _ name: String) -> Bool {
        if sought.isEmpty { return false }
        let names = name.split(separator: " ")
        // "ana ru" means Ana Ruiz: each word begins one of the name's.
        let wordsFit = sought.split(separator: " ").allSatisfy { word in names.contains { $0.hasPrefix(word) } }
        return wordsFit || name.contains(sought)
    }
}
