import Credentials
import Testing

@Suite struct `A seal` {
    private let key = (0..<32).map { UInt8($0) }

    @Test(arguments: 0...100)
    func `gives the payload back`(count: Int) throws {
        let seal = try Seal(key: key, purpose: "cursor")
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }

        #expect(seal.open(seal.seal(payload)) == payload)
    }

    @Test func `breaks when any bit of 1,000 cursors is flipped`() throws {
        let seal = try Seal(key: key, purpose: "cursor")
        for number in 0..<1_000 {
            let text = seal.seal(Array("chart:\(number)".utf8))
            #expect(seal.open(text) != nil)
            // Flipping a bit of a character gives another character of the alphabet, or none of it.
            var bytes = Array(text.utf8)
            var openedCount = 0
            for position in bytes.indices {
                for bit in 0..<8 as Range<UInt8> {
                    bytes[position] ^= 1 << bit
                    if let changed = String(validating: bytes, as: UTF8.self), seal.open(changed) != nil {
                        openedCount += 1
                    }
                    bytes[position] ^= 1 << bit
                }
            }
            #expect(openedCount == 0)
        }
    }

    @Test func `breaks when the text is cut or added to`() throws {
        let seal = try Seal(key: key, purpose: "cursor")
        let text = seal.seal(Array("chart:17".utf8))

        #expect((0..<text.count).allSatisfy { seal.open(String(text.prefix($0))) == nil })
        #expect(["A", "=", "==", "\n", " "].allSatisfy { seal.open(text + $0) == nil })
    }

    @Test func `opens with its own key and purpose only`() throws {
        let text = try Seal(key: key, purpose: "cursor").seal([1, 2, 3])

        #expect(try Seal(key: key, purpose: "cursor").open(text) == [1, 2, 3])
        #expect(try Seal(key: key, purpose: "invitation").open(text) == nil)
        #expect(try Seal(key: key.reversed(), purpose: "cursor").open(text) == nil)
    }

    @Test func `goes into a URL as it is`() throws {
        let seal = try Seal(key: key, purpose: "cursor")
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

        #expect((0..<200).allSatisfy { allowed.isSuperset(of: seal.seal([UInt8($0), 255, 254])) })
    }

    @Test func `wants a key of 32 bytes`() {
        #expect(throws: Seal.Problem.keyTooShort(minimumByteCount: 32)) {
            try Seal(key: Array(repeating: 7, count: 31), purpose: "cursor")
        }
    }

    @Test func `never shows its key`() throws {
        let seal = try Seal(key: Array(repeating: 0xAB, count: 32), purpose: "cursor")
        var dumped = ""
        dump(seal, to: &dumped)

        #expect(dumped + "\(seal)" == "- Seal(redacted)\nSeal(redacted)")
    }
}
