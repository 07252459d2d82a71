import StrictJSON

/// Ways to spoil a good body, each with the status that it must get.
struct SpoiledJSON: Sendable {
    let name: String
    let bytes: [UInt8]
    let status: Int

    init(_ name: String, _ bytes: [UInt8], _ status: Int) {
        self.name = name
        self.bytes = bytes
        self.status = status
    }

    /// Everything that is wrong with any body, whatever it says; `limitBytes` is what the address takes at most.
    static func generic(of good: JSONValue, limitBytes: Int) -> [SpoiledJSON] {
        let text = String(decoding: JSONWriter.write(keepingOrder: good), as: UTF8.self)
        let bytes = Array(text.utf8)
        func with(_ member: String) -> [UInt8] { Array("{\(member),\(text.dropFirst())".utf8) }
        return [
            SpoiledJSON("no body", [], 400),
            SpoiledJSON("half a body", Array(bytes.prefix(bytes.count / 2)), 400),
            SpoiledJSON("two bodies", bytes + bytes, 400),
            SpoiledJSON("no JSON", Array("hello".utf8), 400),
            SpoiledJSON("a trailing comma", Array("\(text.dropLast()),}".utf8), 400),
            SpoiledJSON("a comment", Array("/* x */\(text)".utf8), 400),
            SpoiledJSON("single quotes", Array("{'a':1}".utf8), 400),
            SpoiledJSON("not a number", with(#""x":NaN"#), 400),
            SpoiledJSON("an exponent", with(#""x":1e2"#), 400),
            SpoiledJSON("a number that grows", with(#""x":1e131071"#), 400),
            SpoiledJSON("minus zero", with(#""x":-0"#), 400),
            SpoiledJSON("a number beyond all readers", with(#""x":9007199254740993"#), 400),
            SpoiledJSON("a number beyond 64 bits", with(#""x":99999999999999999999999999"#), 400),
            SpoiledJSON("a repeated key", with(#""x":1,"x":2"#), 400),
            SpoiledJSON("a repeated key further down", with(#""x":{"y":1,"y":1}"#), 400),
            SpoiledJSON("U+0000, escaped", with(#""x":"a\u0000b""#), 400),
            SpoiledJSON("U+0000, as it is", with("\"x\":\"a\u{0}b\""), 400),
            SpoiledJSON("a control character", with("\"x\":\"a\u{1}b\""), 400),
            SpoiledJSON("half a surrogate pair", with(#""x":"\ud800""#), 400),
            SpoiledJSON("bytes that are not UTF-8", Array("{\"x\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8), 400),
            SpoiledJSON("a byte order mark", [0xEF, 0xBB, 0xBF] + bytes, 400),
            SpoiledJSON("UTF-16", bytes.flatMap { [$0, 0] }, 400),
            SpoiledJSON(
                "deep nesting",
                with("\"x\":" + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)), 400),
            SpoiledJSON("very deep nesting", [UInt8](repeating: UInt8(ascii: "["), count: 60_000), 400),
            SpoiledJSON("a long text", with("\"x\":\"" + String(repeating: "a", count: 66_000) + "\""), 400),
            SpoiledJSON("a body beyond the limit", bytes + [UInt8](repeating: 0x20, count: limitBytes), 413),
            SpoiledJSON("null", Array("null".utf8), 422),
            SpoiledJSON("an array", Array("[]".utf8), 422),
            SpoiledJSON("a number", Array("17".utf8), 422),
            SpoiledJSON("a text", Array("\"x\"".utf8), 422),
            SpoiledJSON("an empty object", Array("{}".utf8), 422),
            SpoiledJSON("an unknown field", with(#""unheardOf":1"#), 422),
        ]
    }

    /// The good body with each of its values in turn of another type, and each object with a field too many.
    static func mistyped(of good: JSONValue) -> [SpoiledJSON] {
        variants(of: good, at: "").map { place, value in
            SpoiledJSON(place, JSONWriter.write(keepingOrder: value), 422)
        }
    }

    private static func variants(of value: JSONValue, at place: String) -> [(String, JSONValue)] {
        var found: [(String, JSONValue)] = place.isEmpty ? [] : others(than: value).map { ("\(place) \($0.0)", $0.1) }
        // What a mutation's body may be is for the merge to say: it sets aside what it cannot take.
        if place.hasSuffix("/body") { return [] }
        if let object = value.objectValue {
            for member in object.members {
                for (name, variant) in variants(of: member.value, at: "\(place)/\(member.key)") {
                    var changed = object
                    changed[member.key] = variant
                    found.append((name, .object(changed)))
                }
            }
            var changed = object
            changed["unheardOf"] = 1
            found.append(("\(place) with an unknown field", .object(changed)))
        } else if let elements = value.arrayValue {
            for (index, element) in elements.enumerated() {
                for (name, variant) in variants(of: element, at: "\(place)/\(index)") {
                    var changed = elements
                    changed[index] = variant
                    found.append((name, .array(changed)))
                }
            }
        }
        return found
    }

    /// A number that is not whole.
    static let fraction = JSONDecimal("4.5").map(JSONValue.decimal) ?? .null

    private static func others(than value: JSONValue) -> [(String, JSONValue)] {
        let all: [(String, JSONValue)] = [
            ("a text", "?"), ("a number", 17), ("a fraction", fraction),
            ("true", true), ("an object", [:]), ("an array of arrays", [[]]),
        ]
        return all.filter { $0.0 == "a fraction" || !isOfOneType($0.1, value) }
    }

    private static func isOfOneType(_ one: JSONValue, _ other: JSONValue) -> Bool {
        one.stringValue != nil && other.stringValue != nil || one.integerValue != nil && other.integerValue != nil
            || one.boolValue != nil && other.boolValue != nil || one.arrayValue != nil && other.arrayValue != nil
            || one.objectValue != nil && other.objectValue != nil
    }
}
