import StrictJSON
import Testing

/// A text that must be refused, and how.
struct Refusal: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let code: JSONProblem.Code
    let offset: Int
    let pointer: String

    init(_ text: String, _ code: JSONProblem.Code, at offset: Int, in pointer: String = "", name: String? = nil) {
        self.init(Array(text.utf8), code, at: offset, in: pointer, name: name ?? text)
    }

    init(_ bytes: [UInt8], _ code: JSONProblem.Code, at offset: Int, in pointer: String = "", name: String) {
        self.name = name
        self.bytes = bytes
        self.code = code
        self.offset = offset
        self.pointer = pointer
    }

    var testDescription: String { name }
}

@Suite struct `Reading JSON` {
    static let readings: [(String, JSONValue)] = [
        ("null", JSONValue.null),
        (" true\r\n", true),
        ("[false]", [false]),
        ("0", 0),
        ("-9007199254740992", -9_007_199_254_740_992),
        ("9007199254740992", 9_007_199_254_740_992),
        (#""\"\\\/\n\t\u0009\u00e9\uD83C\uDFC3""#, "\"\\/\n\t\té🏃"),
        (#""é漢🏃""#, "é漢🏃"),
        (#"{ "b" : [ ] , "a" : { } }"#, ["b": [], "a": [:]]),
        (#"{"":""}"#, ["": ""]),
    ]

    @Test(arguments: readings)
    func `keeps what was written`(text: String, value: JSONValue) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == value)
    }

    @Test(arguments: ["0.0", "1.50", "-0.5", "10.0", "0.0000000000000000000000000000001"])
    func `keeps each digit of a decimal`(text: String) throws {
        #expect(try JSONReader.read(Array(text.utf8)).decimalValue?.text == text)
    }

    @Test func `keeps members in their order, and finds each of many`() throws {
        let keys = (0..<100).map { "key \(99 - $0)" }
        let text = "{" + keys.map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",") + "}"

        let object = try #require(try JSONReader.read(Array(text.utf8)).objectValue)

        #expect(object.map(\.key) == keys)
        #expect(keys.allSatisfy { object[$0] == .string($0) })
        #expect(object["key 100"] == nil)
    }

    @Test(arguments: Refusals.grammar + Refusals.numbers + Refusals.strings + Refusals.bytes)
    func `refuses hostile text`(refusal: Refusal) throws {
        let problem = try #require(throws: JSONProblem.self) { try JSONReader.read(refusal.bytes) }

        #expect(problem.code == refusal.code)
        #expect(problem.offset == refusal.offset)
        #expect(problem.pointer == refusal.pointer)
    }

    @Test func `goes 32 deep and no deeper`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONReader.read(nested(32))

        let problem = try #require(throws: JSONProblem.self) { try JSONReader.read(nested(33)) }
        let worst = try #require(throws: JSONProblem.self) { try JSONReader.read(nested(500_000)) }

        #expect(problem.code == .depth)
        #expect(problem.offset == 32)
        #expect(problem.pointer == String(repeating: "/0", count: 32))
        #expect(worst.code == .depth)
    }

    static let overLimits: [(String, String, JSONProblem.Code)] = [
        ("[1,2]", "[1,2,3]", JSONProblem.Code.elementCount),
        (#"{"a":1,"b":2}"#, #"{"a":1,"b":2,"c":3}"#, .memberCount),
        (#""1234""#, #""12345""#, .stringLength),
        (#""éé""#, #""é\u00e9é""#, .stringLength),
        (#"{"123":0}"#, #"{"1234":0}"#, .keyLength),
        ("12.3", "12.34", .numberRange),
        (String(repeating: " ", count: 19) + "1", String(repeating: " ", count: 20) + "1", .bodyLength),
    ]

    @Test(arguments: overLimits)
    func `keeps to its limits`(largest: String, tooLarge: String, code: JSONProblem.Code) throws {
        var limits = JSONLimits()
        limits.bodyBytes = 20
        limits.elementCount = 2
        limits.memberCount = 2
        limits.stringBytes = 4
        limits.keyBytes = 3
        limits.decimalDigitCount = 3
        _ = try JSONReader.read(Array(largest.utf8), limits: limits)

        let problem = try #require(throws: JSONProblem.self) {
            try JSONReader.read(Array(tooLarge.utf8), limits: limits)
        }

        #expect(problem.code == code)
    }

    @Test func `never quotes a value in a problem`() throws {
        let bodies = [
            #"{"note":"canary\u0000"}"#, #"{"note":"canary","note":1}"#, #"{"note":"canary"#, #"{"note":"canary" x"#,
        ]
        for body in bodies {
            let problem = try #require(throws: JSONProblem.self) { try JSONReader.read(Array(body.utf8)) }
            #expect(!problem.description.contains("canary"))
        }
    }
}
