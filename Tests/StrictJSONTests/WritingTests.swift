import StrictJSON
import Testing

@Suite struct `Writing JSON` {
    static let forms: [(JSONValue, String)] = [
        (JSONValue.null, "null"),
        ([true, false], "[true,false]"),
        (["b": 1, "a": [:], "": [], "ab": -5], #"{"":[],"a":{},"ab":-5,"b":1}"#),
        ("\"\\/\u{8}\t\n\u{C}\r\u{0}\u{1F}\u{7F}é🏃", #""\"\\/\b\t\n\f\r\u0000\u001f"# + "\u{7F}é🏃\""),
        // By bytes of UTF-8, U+FF5E comes before U+1F3C3; by units of UTF-16 it would come after.
        (["🏃": 1, "～": 2, "z": 3], #"{"z":3,"～":2,"🏃":1}"#),
    ]

    @Test(arguments: forms)
    func `has one form for each value`(value: JSONValue, text: String) {
        #expect(String(decoding: JSONWriter.write(value), as: UTF8.self) == text)
    }

    @Test func `keeps the order of members when asked to`() {
        let value: JSONValue = ["b": 1, "a": ["d": 2, "c": 3]]

        let text = String(decoding: JSONWriter.write(keepingOrder: value), as: UTF8.self)

        #expect(text == #"{"b":1,"a":{"d":2,"c":3}}"#)
    }

    @Test func `keeps the digits of decimals`() throws {
        let body = Array("[1.0,1.00,-0.10]".utf8)
        #expect(JSONWriter.write(try JSONReader.read(body)) == body)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `and reading again gives the same value and the same bytes`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let value = GeneratedJSON.value(depth: 4, using: &generator)
            let bytes = JSONWriter.write(value)

            let again = try JSONReader.read(bytes)

            #expect(again == value)
            #expect(JSONWriter.write(again) == bytes)
            #expect(try JSONReader.read(JSONWriter.write(keepingOrder: value)) == value)
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `gives the same bytes whatever the order of members`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let value = GeneratedJSON.value(depth: 4, using: &generator)
            let shuffled = GeneratedJSON.shuffled(value, using: &generator)

            #expect(shuffled == value)
            #expect(shuffled.hashValue == value.hashValue)
            #expect(JSONWriter.write(shuffled) == JSONWriter.write(value))
        }
    }
}

@Suite struct `JSON values` {
    @Test func `differ when their bytes do`() {
        let composed = JSONValue.string("\u{E9}")
        let decomposed = JSONValue.string("e\u{301}")
        #expect(composed != decomposed)
        #expect(JSONValue.object(["\u{E9}": 1]) != .object(["e\u{301}": 1]))
    }

    @Test func `tell kinds apart`() throws {
        #expect(try JSONReader.read(Array("1.0".utf8)) != 1)
        #expect(JSONValue.bool(true) != 1)
        #expect(JSONValue.null != false)
    }

    @Test func `lose a member that is set to nil, among few and among many`() {
        for count in [3, 17, 18, 40] {
            var object = JSONObject((0..<count).map { ("k\($0)", .integer(Int64($0))) })

            object["k1"] = nil
            object["k2"] = "new"

            #expect(object.count == count - 1)
            #expect(object["k1"] == nil)
            #expect(object["k2"] == "new")
            #expect((3..<count).allSatisfy { object["k\($0)"] == .integer(Int64($0)) })
        }
    }

    @Test(arguments: [
        (0.1, "0.1"), (-2.5, "-2.5"), (-0.0, "0.0"), (1e16, "10000000000000000.0"),
        (1.25e20, "125000000000000000000.0"),
        (1e-5, "0.00001"), (-1.5e-7, "-0.00000015"),
    ])
    func `write binary numbers without an exponent`(number: Double, text: String) {
        #expect(JSONDecimal(number)?.text == text)
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan, 1e300, 1e-300, .leastNonzeroMagnitude])
    func `refuse binary numbers that need more than 32 digits`(number: Double) {
        #expect(JSONDecimal(number) == nil)
    }

    @Test(arguments: ["1", "1.", ".1", "01.0", "-0.0", "1.0e1", "+1.0", "1.0.0", "", "-", "a.b", "１.0"])
    func `refuse texts that are no decimals`(text: String) {
        #expect(JSONDecimal(text) == nil)
    }
}
