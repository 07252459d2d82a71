import Foundation
import StrictJSON
import Testing

@Suite struct `Agreement with other readers` {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `holds for generated values`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let value = JSONValue.array([GeneratedJSON.value(depth: 3, using: &generator)])
            try expectAgreement(on: JSONWriter.write(value), read: value)
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `holds for what is accepted of 10,000 mutated bodies, and the rest gives a problem`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var acceptedCount = 0
        for _ in 0..<10_000 {
            let body = mutated(using: &generator)
            switch Result(catching: { () throws(JSONProblem) in try JSONReader.read(body) }) {
            case .success(let value):
                acceptedCount += 1
                // The other readers are slow, so they see a part of what we accept.
                if acceptedCount.isMultiple(of: 8) { try expectAgreement(on: body, read: value) }
            case .failure(let problem):
                let offset = try #require(problem.offset)
                #expect((0...body.count).contains(offset))
            }
        }
        #expect(acceptedCount > 100)
        #expect(acceptedCount < 9_900)
    }

    private let bodies: [[UInt8]] = [
        #"{"device":"2f1c","seq":17,"mutations":[{"kind":"check_in","pain":3,"note":"caf\u00e9 \uD83C\uDFC3 ok"}]}"#,
        #"{"a":[1,-2,3.50,-0.25,9007199254740992],"b":{"c":null,"d":true,"e":false},"f":""}"#,
        #"[["x\n\t\"\\"],{"é":"漢字","e":"🏃"},[[],{}],"\/"]"#,
    ].map { Array($0.utf8) }

    /// Pieces that change what a text means, rather than what it says.
    private let pieces: [[UInt8]] = [
        "\"a\":1,", "\\u0000", "\\ud800", "e5", "-", "0", ".", "[", "]", "{", "}", ",", ":", "\"", "\\", " ", "null",
        "9007199254740993", "1.0", "\u{FEFF}",
    ].map { Array($0.utf8) }

    private func mutated(using generator: inout SeededGenerator) -> [UInt8] {
        var body = bodies.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !body.isEmpty {
            let position = Int.random(in: body.indices, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: body[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: body[position] = .random(in: .min ... .max, using: &generator)
            case 2: body.remove(at: position)
            case 3: body.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: position)
            case 4: body.removeLast(Int.random(in: 0..<4, using: &generator) == 0 ? body.count - position : 0)
            default:
                let end = min(body.count, position + Int.random(in: 1...12, using: &generator))
                body.insert(contentsOf: body[position..<end], at: position)
            }
        }
        return body
    }

    private func expectAgreement(on body: [UInt8], read value: JSONValue) throws {
        let text = Comment(rawValue: String(decoding: body, as: UTF8.self))
        let decoded = try JSONDecoder().decode(Decoded.self, from: Data(body))
        #expect(decoded.agrees(with: value), text)
        let object = try JSONSerialization.jsonObject(with: Data(body), options: [.fragmentsAllowed])
        #expect(agrees(object, with: value), text)
    }

    private func agrees(_ object: Any, with value: JSONValue) -> Bool {
        switch value {
        case .null: object is NSNull
        case .bool(let value): object as? Bool == value
        case .integer(let value): (object as? NSNumber)?.int64Value == value
        // It goes by way of `Decimal`, so the last bit of a long number may differ.
        case .decimal(let value):
            (object as? NSNumber).map { abs($0.doubleValue - value.double) <= value.double.ulp.magnitude } ?? false
        // It loses U+FEFF at the beginning of a string, which a member may have pasted into a note: text keeps it.
        case .string(let value):
            (object as? String)?.utf8.elementsEqual(value.utf8) == true || value.unicodeScalars.contains("\u{FEFF}")
        case .array(let elements):
            (object as? [Any]).map { $0.count == elements.count && zip($0, elements).allSatisfy(agrees) } ?? false
        case .object(let members):
            (object as? [String: Any]).map { theirs in
                theirs.count == members.count
                    && members.allSatisfy { member in theirs[member.key].map { agrees($0, with: member.value) } ?? false
                    }
            } ?? false
        }
    }
}

/// What `JSONDecoder` makes of a text.
private enum Decoded: Decodable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([Decoded])
    case object([String: Decoded])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([Decoded].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: Decoded].self))
        }
    }

    func agrees(with value: JSONValue) -> Bool {
        switch (self, value) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.integer(let left), .decimal(let right)): Double(left) == right.double
        case (.number(let left), .decimal(let right)): left == right.double
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.agrees(with: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count && right.allSatisfy { left[$0.key]?.agrees(with: $0.value) == true }
        default: false
        }
    }
}
