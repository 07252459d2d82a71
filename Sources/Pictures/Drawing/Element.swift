/// One element of SVG or HTML, with its attributes in the order in which they are written.
///
/// All text goes through here, so that nothing which a person wrote can become markup.
package struct Element: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case element(Element)
        case text(String)
    }

    package struct Attribute: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package let name: String
    package var attributes: [Attribute]
    package var content: [Content]

    package init(_ name: String, _ attributes: [(String, String)] = [], _ content: [Element] = []) {
        self.name = name
        self.attributes = attributes.map { Attribute(name: $0.0, value: $0.1) }
        self.content = content.map { .element($0) }
    }

    package init(_ name: String, _ attributes: [(String, String)] = [], text: String) {
        self.init(name, attributes)
        content = [.text(text)]
    }

    /// The element as text, the same for the same element: a line for each element that holds others, no line breaks
    /// around text.
    package func written(indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent)
        let tag = name + attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
        guard !content.isEmpty else { return "\(margin)<\(tag)/>\n" }
        if content.allSatisfy({ if case .text = $0 { true } else { false } }) {
            return "\(margin)<\(tag)>\(content.map(written).joined())</\(name)>\n"
        }
        let inside = content.map { part in
            switch part {
            case .element(let element): element.written(indent: indent + 1)
            case .text(let text): "\(margin) \(Self.escaped(text))\n"
            }
        }
        return "\(margin)<\(tag)>\n\(inside.joined())\(margin)</\(name)>\n"
    }

    private func written(_ part: Content) -> String {
        switch part {
        case .element(let element): element.written()
        case .text(let text): Self.escaped(text)
        }
    }

    /// The text with the five characters of markup as references, and what XML 1.0 cannot hold as U+FFFD.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n": result.unicodeScalars.append(scalar)
            default:
                switch scalar.value {
                case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: result += "\u{FFFD}"
                // What turns the direction of writing would turn the words beside it as well.
                case 0x202A...0x202E, 0x2066...0x2069: continue
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }
}
