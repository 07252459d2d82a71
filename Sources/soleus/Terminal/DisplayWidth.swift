/// How many columns of a terminal the text takes.
///
/// Accents that stand alone as scalars take none, and East Asian wide characters and emoji take two (Unicode
/// Standard Annex 11); a table that counted characters or bytes would not line up.
func displayWidth(of text: String) -> Int {
    text.reduce(0) { $0 + displayWidth(of: $1) }
}

/// The columns of one character, 0 to 2.
func displayWidth(of character: Character) -> Int {
    // A character's scalars share its place, so the widest decides: é takes one, an emoji with modifiers two.
    character.unicodeScalars.map(displayWidth).max() ?? 0
}

private func displayWidth(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    let isWide =
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: false
        }
    return isWide ? 2 : 1
}

/// The text on one line, without what would move the cursor or turn the direction of writing.
///
/// Names and notes come from other people: printing them must not let them draw outside their own cell.
func printable(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: view.append(" ")
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: break
        default: view.append(scalar)
        }
    }
    return String(view)
}

/// The longest beginning of the text that fits, with `…` where something was cut off.
func fitted(_ text: String, to width: Int) -> String {
    guard displayWidth(of: text) > width else { return text }
    guard width > 0 else { return "" }
    var result = ""
    var used = 0
    for character in text {
        let columns = displayWidth(of: character)
        if used + columns > width - 1 { break }
        result.append(character)
        used += columns
    }
    return result + "…"
}

/// The text in lines of at most `width` columns, broken between words; a word that is too long stays whole.
///
/// A number and its unit are one word, as far as they fit a line. Lines after the first begin with `indent` columns of space,
/// which count.
func wrapped(_ text: String, to width: Int, indent: Int = 0) -> [String] {
    var lines: [String] = []
    var line = String(text.prefix { $0 == " " })
    // A word follows the beginning of a line at once, and any other word after a space.
    var isBeginning = true
    for word in Measures.words(of: text, to: width - indent) {
        if isBeginning {
            line += word
        } else if displayWidth(of: line) + 1 + displayWidth(of: word) > width {
            lines.append(line)
            line = String(repeating: " ", count: indent) + word
        } else {
            line += " " + word
        }
        isBeginning = false
    }
    return lines + [line]
}

/// The text in lines of at most `width` columns, none longer: a word that is too long is broken after a hyphen, or where it
/// must be.
func brokenLines(of text: String, to width: Int) -> [String] {
    guard width > 0 else { return [""] }
    return wrapped(text, to: width).flatMap { line -> [String] in
        var pieces = [""]
        var used = 0
        for character in line {
            let columns = displayWidth(of: character)
            if used + columns > width {
                let full = pieces[pieces.count - 1]
                let hyphen = full.lastIndex(of: "-").map { full.index(after: $0) } ?? full.endIndex
                let rest = displayWidth(of: String(full[hyphen...]))
                let end = rest + columns > width ? full.endIndex : hyphen
                pieces[pieces.count - 1] = String(full[..<end])
                pieces.append(String(full[end...]))
                used = displayWidth(of: pieces[pieces.count - 1])
            }
            pieces[pieces.count - 1].append(character)
            used += columns
        }
        return pieces
    }
}

/// How many columns keep `brokenLines` from breaking a word elsewhere than after a hyphen.
func longestPiece(of text: String) -> Int {
    text.split { $0 == " " || $0 == "-" }.map { displayWidth(of: String($0)) }.max().map { $0 + 1 } ?? 0
}
