import StrictJSON

/// Texts that must be refused: each is one that some reader in use accepts, or that some writer has sent.
enum Refusals {
    static let grammar: [Refusal] = [
        Refusal("", .empty, at: 0, name: "nothing"),
        Refusal(" \n", .empty, at: 2, name: "white space only"),
        Refusal("nul", .incomplete, at: 3),
        Refusal("nulL", .syntax, at: 3),
        Refusal("NaN", .syntax, at: 0),
        Refusal("1 2", .trailingBytes, at: 2),
        Refusal("{}}", .trailingBytes, at: 2),
        Refusal("[1", .incomplete, at: 2),
        Refusal("[1,", .incomplete, at: 3, in: "/1"),
        Refusal("[1,]", .syntax, at: 3, in: "/1"),
        Refusal("[1 2]", .syntax, at: 3),
        Refusal("[}", .syntax, at: 1, in: "/0"),
        Refusal("{", .incomplete, at: 1),
        Refusal("{1:2}", .syntax, at: 1),
        Refusal("{'a':1}", .syntax, at: 1),
        Refusal(#"{"a" 1}"#, .syntax, at: 5, in: "/a"),
        Refusal(#"{"a":}"#, .syntax, at: 5, in: "/a"),
        Refusal(#"{"a":1,}"#, .syntax, at: 7),
        Refusal(#"{"a":1"#, .incomplete, at: 6),
        Refusal("[1] // note", .trailingBytes, at: 4),
        Refusal("/* note */ 1", .syntax, at: 0),
        Refusal(#"{"a":1,"a":2}"#, .duplicateKey, at: 7, in: "/a"),
        Refusal(#"{"a":1,"\u0061":1}"#, .duplicateKey, at: 7, in: "/a"),
        Refusal(#"{"\u00e9":1,"e\u0301":1}"#, .duplicateKey, at: 12, in: "/e\u{301}"),
        Refusal(#"[{"x":[0,{"a/b":{"~":1,"~":2}}]}]"#, .duplicateKey, at: 23, in: "/0/x/1/a~1b/~0"),
        Refusal(
            manyMembers + #","k7":0}"#, .duplicateKey, at: manyMembers.utf8.count + 1, in: "/k7", name: "last of 41"),
    ]

    static let numbers: [Refusal] = [
        Refusal("01", .number, at: 0),
        Refusal("-01", .number, at: 0),
        Refusal("00.5", .number, at: 0),
        Refusal("-0", .number, at: 0),
        Refusal("-0.00", .number, at: 0),
        Refusal("-", .incomplete, at: 1),
        Refusal("-a", .number, at: 1),
        Refusal("+1", .syntax, at: 0),
        Refusal(".5", .syntax, at: 0),
        Refusal("5.", .incomplete, at: 2),
        Refusal("[5.]", .number, at: 3, in: "/0"),
        Refusal("1e2", .number, at: 1),
        Refusal("1.5E-3", .number, at: 3),
        Refusal("1e131071", .number, at: 1),
        Refusal("0x10", .trailingBytes, at: 1),
        Refusal("inf", .syntax, at: 0),
        Refusal("9007199254740993", .numberRange, at: 0),
        Refusal("-9007199254740993", .numberRange, at: 0),
        Refusal("[9223372036854775808]", .numberRange, at: 1, in: "/0"),
        Refusal(String(repeating: "9", count: 100_000), .numberRange, at: 0, name: "100,000 nines"),
        Refusal("0." + String(repeating: "1", count: 32), .numberRange, at: 0),
    ]

    static let strings: [Refusal] = [
        Refusal(#""abc"#, .incomplete, at: 4),
        Refusal(#""abc\"#, .incomplete, at: 5),
        Refusal(#""\u00"#, .incomplete, at: 5),
        Refusal(#""\u00g0""#, .escape, at: 5),
        Refusal(#""\x41""#, .escape, at: 1),
        Refusal(#""\u0000""#, .controlCharacter, at: 1),
        Refusal(#"{"a\u0000":1}"#, .controlCharacter, at: 3),
        Refusal(#"["ab\u001F"]"#, .controlCharacter, at: 4, in: "/0"),
        Refusal(#""\r""#, .controlCharacter, at: 1),
        Refusal(#""\b""#, .controlCharacter, at: 1),
        Refusal(#""\f""#, .controlCharacter, at: 1),
        Refusal("\"a\u{0}b\"", .controlCharacter, at: 2, name: "raw NUL"),
        Refusal("\"a\tb\"", .controlCharacter, at: 2, name: "raw tab"),
        Refusal("\"\\n\nb\"", .controlCharacter, at: 3, name: "raw newline after an escape"),
        Refusal(#""\uD83C""#, .loneSurrogate, at: 1),
        Refusal(#""\uD83C\uD83C""#, .loneSurrogate, at: 1),
        Refusal(#""\uD83C\n""#, .loneSurrogate, at: 1),
        Refusal(#""x\uDFC3\uD83C""#, .loneSurrogate, at: 2),
    ]

    static let bytes: [Refusal] = [
        Refusal([0xEF, 0xBB, 0xBF, 0x31], .byteOrderMark, at: 0, name: "byte order mark"),
        Refusal("{\"a\":1,\"\u{FEFF}a\":2}", .byteOrderMark, at: 7, name: "byte order mark in a key"),
        Refusal(#"{"a\ufeff":1}"#, .byteOrderMark, at: 1, name: "byte order mark escaped in a key"),
        Refusal([0xFF, 0xFE, 0x31, 0], .encoding, at: 0, name: "UTF-16 with a mark"),
        Refusal([0x31, 0], .encoding, at: 0, name: "UTF-16, little end first"),
        Refusal([0, 0x31], .encoding, at: 0, name: "UTF-16, big end first"),
        Refusal([0, 0, 0, 0x31], .encoding, at: 0, name: "UTF-32"),
        Refusal([0x22, 0x61, 0xFF, 0x22], .invalidUTF8, at: 2, name: "0xFF"),
        Refusal([0x22, 0xC3, 0x22], .invalidUTF8, at: 1, name: "half an é"),
        Refusal([0x22, 0xC0, 0x80, 0x22], .invalidUTF8, at: 1, name: "NUL in two bytes"),
        Refusal([0x22, 0xC0, 0xAF, 0x22], .invalidUTF8, at: 1, name: "a slash in two bytes"),
        Refusal([0x22, 0xED, 0xA0, 0x80, 0x22], .invalidUTF8, at: 1, name: "a surrogate in UTF-8"),
        Refusal([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .invalidUTF8, at: 1, name: "beyond U+10FFFF"),
        Refusal(
            [0x22, 0xC3, 0xA9, 0x5C, 0x6E, 0xC3, 0x5C, 0x6E, 0x22], .invalidUTF8, at: 5,
            name: "half an é between escapes"),
        Refusal([0x31, 0xC2, 0xA0], .trailingBytes, at: 1, name: "a no-break space"),
    ]

    /// Enough members that an index is kept.
    private static let manyMembers = "{" + (0..<40).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
}
