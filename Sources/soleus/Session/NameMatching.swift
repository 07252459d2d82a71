import Care
import Foundation

/// Somebody or something that a name on the command line may mean.
struct NamedCandidate: Hashable {
    var id: String
    var name: String
    /// Another exact name, such as a login.
    var login: String?
    /// Whether the id is made of words, as a slug is: a part of it is as good as a part of the name.
    let hasWordsAsID: Bool

    init(id: String, name: String, login: String? = nil) {
        self.id = id
        self.name = name
        self.login = login
        hasWordsAsID = false
    }

    /// Something of the library; `name` is nil where only the slug is known.
    init(_ slug: Slug, name: Label? = nil) {
        id = slug.description
        self.name = name?.description ?? slug.description
        hasWordsAsID = true
    }
}

/// Finds out who or what a name means: never a guess, so two that fit are both listed and none is taken.
enum NameMatching {
    /// The one candidate that the text means.
    ///
    /// An exact id, login or name wins over a part of a name; case and accents do not matter. Where several fit, `ask` is
    /// given the question which of them, and gives the answer; nil where nobody is there to ask.
    ///
    /// - Parameter others: Those of whom a part of a name is enough only where it fits none of `candidates`.
    static func resolve(
        _ text: String, among candidates: [NamedCandidate], orElse others: [NamedCandidate] = [], kind: String,
        ask: ((String) -> String?)? = nil
    ) throws(CommandFailure) -> NamedCandidate {
        let sought = folded(text)
        let known = Set(candidates.map(\.id))
        let others = others.filter { !known.contains($0.id) }
        let exact = (candidates + others).filter {
            $0.id == text.lowercased() || $0.login == text || folded($0.name) == sought
        }
        let found =
            [exact, candidates.filter { fits(sought, $0) }, others.filter { fits(sought, $0) }]
            .first { !$0.isEmpty } ?? []
        if found.count == 1 { return found[0] }
        if found.isEmpty { throw missing(text, sought, candidates + others, kind) }
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
            throw CommandFailure(.refused, "none was chosen; nothing was done")
        }
        throw CommandFailure(
            .refused, ([heading] + shown.map(line) + more).joined(separator: "\n"),
            advice: "Say the whole name or the id.")
    }

    private static func missing(
        _ text: String, _ sought: String, _ candidates: [NamedCandidate], _ kind: String
    ) -> CommandFailure {
        // Members are looked for among one's own, and there may be others; the library is the same for everybody.
        let whose = kind == "member" ? " of yours" : ""
        let near = nearest(
            to: sought, among: candidates.flatMap { $0.hasWordsAsID ? [$0.id, folded($0.name)] : [folded($0.name)] })
        return CommandFailure(
            .refused, "no \(kind)\(whose) is called \"\(printable(text))\"",
            advice: near.map { "Did you mean \(printable($0))?" })
    }

    /// More are not looked through by anybody.
    static let maximumShown = 20

    private static func line(_ candidate: NamedCandidate) -> String {
        "  \(printable(candidate.name))" + (candidate.login.map { "  \($0)" } ?? "") + "  \(candidate.id)"
    }

    /// Lower case without accents and apostrophes, runs of white space as one space.
    static func folded(_ text: String) -> String {
        let plain = text.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            $0.properties.generalCategory != .nonspacingMark && !apostrophes.contains($0)
        }
        return String(String.UnicodeScalarView(plain)).lowercased()
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// O'Connor is looked for as oconnor, and is written with any of these.
    private static let apostrophes: Set<Unicode.Scalar> = ["'", "\u{2018}", "\u{2019}", "\u{2BC}"]

    private static func fits(_ sought: String, _ candidate: NamedCandidate) -> Bool {
        if sought.isEmpty { return false }
        if fits(sought, folded(candidate.name)) { return true }
        return candidate.hasWordsAsID && fits(spaced(sought), spaced(candidate.id))
    }

    private static func fits(_ sought: String, _ name: String) -> Bool {
        let names = name.split(separator: " ")
        // "ana ru" means Ana Ruiz: each word begins one of the name's.
        let wordsFit = sought.split(separator: " ").allSatisfy { word in names.contains { $0.hasPrefix(word) } }
        return wordsFit || name.contains(sought)
    }

    private static func spaced(_ slug: String) -> String { slug.replacing("-", with: " ") }
}
