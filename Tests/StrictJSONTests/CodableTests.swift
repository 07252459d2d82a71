import StrictJSON
import Testing

private struct Dose: Codable, Equatable {
    enum Side: String, Codable { case left, right }

    struct Load: Codable, Equatable {
        var kilograms: JSONDecimal
    }

    var sets: Int
    var small: UInt8?
    var side: Side?
    var isPaused: Bool?
    var load: Load?
    var speeds: [Double]?
    var raw: JSONValue?
    var pain: Pain?
    var byDay: [String: Int]?
}

private struct Pain: Codable, Equatable {
    var value: Int

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value = try container.decode(Int.self)
        guard (0...10).contains(value) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Pain goes from 0 to 10.")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// A kind beside the fields of that kind, as in a mutation.
private enum Tagged: Codable, Equatable {
    case dose(Dose)

    enum Keys: String, CodingKey { case kind }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        guard try container.decode(String.self, forKey: .kind) == "dose" else {
            throw DecodingError.dataCorruptedError(forKey: .kind, in: container, debugDescription: "No such kind.")
        }
        self = .dose(try decoder.singleValueContainer().decode(Dose.self))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode("dose", forKey: .kind)
        if case .dose(let dose) = self { try dose.encode(to: encoder) }
    }
}

@Suite struct `Decoding types from JSON` {
    @Test func `reads every field`() throws {
        let text = #"""
            {"sets":3,"small":255,"side":"left","isPaused":false,"load":{"kilograms":12.50},"speeds":[1,2.5],
             "raw":{"any":[1.50]},"pain":10,"byDay":{"mon":1}}
            """#

        let dose = try read(text).decode(Dose.self)

        #expect(dose.sets == 3)
        #expect(dose.small == 255)
        #expect(dose.side == .left)
        #expect(dose.isPaused == false)
        #expect(dose.load?.kilograms.text == "12.50")
        #expect(dose.speeds == [1, 2.5])
        #expect(dose.raw == (try read(#"{"any":[1.50]}"#)))
        #expect(dose.pain?.value == 10)
        #expect(dose.byDay == ["mon": 1])
    }

    @Test func `takes a missing or null optional as nil`() throws {
        #expect(try read(#"{"sets":1,"side":null}"#).decode(Dose.self).side == nil)
        #expect(try read(#"{"sets":1}"#).decode(Dose.self).side == nil)
    }

    static let mistakes: [(String, JSONProblem.Code, String)] = [
        (#"{}"#, JSONProblem.Code.fieldMissing, "/sets"),
        (#"[]"#, .fieldType, ""),
        (#"{"sets":null}"#, .fieldType, "/sets"),
        (#"{"sets":1.0}"#, .fieldType, "/sets"),
        (#"{"sets":"1"}"#, .fieldType, "/sets"),
        (#"{"sets":true}"#, .fieldType, "/sets"),
        (#"{"sets":1,"isPaused":0}"#, .fieldType, "/isPaused"),
        (#"{"sets":1,"small":256}"#, .fieldValue, "/small"),
        (#"{"sets":1,"small":-1}"#, .fieldValue, "/small"),
        (#"{"sets":1,"side":"up"}"#, .fieldValue, "/side"),
        (#"{"sets":1,"speeds":[1,"x"]}"#, .fieldType, "/speeds/1"),
        (#"{"sets":1,"speeds":{}}"#, .fieldType, "/speeds"),
        (#"{"sets":1,"load":{}}"#, .fieldMissing, "/load/kilograms"),
        (#"{"sets":1,"load":{"kilograms":"1.5"}}"#, .fieldType, "/load/kilograms"),
        (#"{"sets":1,"load":{"kilograms":1.5,"x/y":0}}"#, .fieldUnknown, "/load/x~1y"),
        (#"{"sets":1,"pain":11}"#, .fieldValue, "/pain"),
        (#"{"sets":1,"reps":1}"#, .fieldUnknown, "/reps"),
        (#"{"sets":1,"byDay":{"mon":"x"}}"#, .fieldType, "/byDay/mon"),
    ]

    @Test(arguments: mistakes)
    func `points at the field that is wrong`(text: String, code: JSONProblem.Code, pointer: String) throws {
        let problem = try #require(throws: JSONProblem.self) { try read(text).decode(Dose.self) }

        #expect(problem.code == code)
        #expect(problem.pointer == pointer)
        #expect(problem.offset == nil)
    }

    @Test func `keeps the message of a type's own rule`() throws {
        let problem = try #require(throws: JSONProblem.self) { try read(#"{"sets":1,"pain":11}"#).decode(Dose.self) }
        #expect(problem.message == "Pain goes from 0 to 10.")
    }

    @Test func `does not quote the value of an unknown case`() throws {
        let value: JSONValue = ["sets": 1, "side": "canary"]
        let problem = try #require(throws: JSONProblem.self) { try value.decode(Dose.self) }
        #expect(!problem.description.contains("canary"))
    }

    @Test func `passes over unknown fields when told to, at any level`() throws {
        let text = #"{"sets":1,"new":{"a":1},"load":{"kilograms":1.5,"new":2}}"#
        #expect(try read(text).decode(Dose.self, unknownFields: .ignore).sets == 1)
    }

    @Test func `counts the fields that an envelope and its content ask for together`() throws {
        let tagged = try read(#"{"kind":"dose","sets":2}"#).decode(Tagged.self)
        guard case .dose(let dose) = tagged else { return }
        #expect(dose.sets == 2)

        let unknown = try #require(throws: JSONProblem.self) {
            try read(#"{"kind":"dose","sets":2,"x":1}"#).decode(Tagged.self)
        }
        #expect(unknown.pointer == "/x")
        let kind = try #require(throws: JSONProblem.self) {
            try read(#"[{"kind":"other","sets":2}]"#).decode([Tagged].self)
        }
        #expect(kind.pointer == "/0/kind")
        #expect(kind.message == "No such kind.")
    }
}

@Suite struct `Encoding types as JSON` {
    @Test func `leaves out what is nil`() throws {
        let dose = try read(#"{"sets":3,"side":null}"#).decode(Dose.self)
        #expect(try JSONValue.encoding(dose) == ["sets": 3])
    }

    @Test func `and decoding gives the same value`() throws {
        let text = #"""
            {"sets":3,"small":255,"side":"right","isPaused":true,"load":{"kilograms":12.50},"speeds":[1.0,2.5],
             "raw":[null],"pain":0,"byDay":{"mon":1},"kind":"dose"}
            """#
        let value = try read(text)

        let tagged = try value.decode(Tagged.self)

        #expect(try JSONValue.encoding(tagged) == value)
        #expect(try JSONValue.encoding([tagged]).decode([Tagged].self) == [tagged])
    }

    @Test func `refuses numbers that JSON of ours cannot hold`() throws {
        let large = try #require(throws: JSONProblem.self) { try JSONValue.encoding(["a": [1, Int64.max]]) }
        let infinite = try #require(throws: JSONProblem.self) { try JSONValue.encoding(["a": Double.infinity]) }

        #expect(large.code == .fieldValue)
        #expect(large.pointer == "/a/1")
        #expect(infinite.pointer == "/a")
    }

    @Test func `writes single values, nulls in arrays and empty containers`() throws {
        #expect(try JSONValue.encoding("text") == "text")
        #expect(try JSONValue.encoding([1, nil] as [Int?]) == [1, nil])
        #expect(try JSONValue.encoding([String: Int]()) == [:])
        #expect(try JSONValue.encoding([Int]()) == [])
        #expect(try JSONValue.encoding(0.1 as Float).decimalValue?.text == "0.1")
    }
}

private func read(_ text: String) throws(JSONProblem) -> JSONValue {
    try JSONReader.read(Array(text.utf8))
}

@Suite struct `Memory of encoding` {
    /// Notes the places in the value that its parts were encoded at.
    private final class Places {
        private var places: [() -> AnyObject?] = []

        var areGone: Bool { places.allSatisfy { $0() == nil } }
        var count: Int { places.count }

        func note(_ encoder: any Encoder) {
            let place = encoder as AnyObject
            places.append { [weak place] in place }
        }
    }

    private struct Leaf: Encodable {
        let places: Places
        let isRefused: Bool

        func encode(to encoder: any Encoder) throws {
            places.note(encoder)
            var container = encoder.singleValueContainer()
            try container.encode(isRefused ? Double.nan : 1)
        }
    }

    private struct Tree: Encodable {
        let places: Places
        let leaves: [Leaf]

        enum CodingKeys: CodingKey { case leaves }

        func encode(to encoder: any Encoder) throws {
            places.note(encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(leaves, forKey: .leaves)
        }
    }

    @Test(arguments: [false, true])
    func `is given back, also when a value is refused`(isRefused: Bool) {
        let places = Places()
        let leaves = [Leaf(places: places, isRefused: false), Leaf(places: places, isRefused: isRefused)]
        let encoded = try? JSONValue.encoding(Tree(places: places, leaves: leaves))
        #expect((encoded == nil) == isRefused)
        #expect(places.count == 3)
        #expect(places.areGone)
    }
}
