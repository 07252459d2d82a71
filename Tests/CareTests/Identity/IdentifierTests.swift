import Foundation
import Testing

@testable import Care

@Suite struct `An identifier` {
    @Test func `is ordered by the time at which it was made, also as text`() {
        var generator = SeededGenerator(seed: 7)
        var previous: RowID?
        for milliseconds in stride(from: Int64(1_795_380_000_000), to: 1_795_380_002_000, by: 1) {
            let id = RowID(UUID.timeOrdered(at: Instant(milliseconds: milliseconds), using: &generator))
            if let previous {
                #expect(previous < id)
                #expect(previous.description < id.description)
            }
            previous = id
        }
    }

    @Test func `carries the time, version 7 and the RFC's variant`() throws {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<200 {
            let uuid = UUID.timeOrdered(at: Instant(milliseconds: 0x0123_4567_89AB), using: &generator)
            let text = Array(RowID(uuid).description)
            #expect(String(text[0..<13]) == "01234567-89ab")
            #expect(text[14] == "7")
            #expect("89ab".contains(text[19]))
        }
    }

    @Test func `does not repeat within a millisecond`() {
        let now = Instant(milliseconds: 1_795_380_000_000)
        #expect(Set((0..<2_000).map { _ in RowID.make(at: now) }).count == 2_000)
    }

    @Test func `of a time before 1970 is still one`() {
        var generator = SeededGenerator(seed: 9)
        let id = RowID(UUID.timeOrdered(at: Instant(milliseconds: -1), using: &generator))
        #expect(id.description.hasPrefix("00000000-0000-7"))
    }

    @Test func `is written in lower case whatever it was read from`() throws {
        let id = try #require(MemberID("01234567-89AB-7CDE-8F01-23456789ABCD"))
        #expect(id.description == "01234567-89ab-7cde-8f01-23456789abcd")
        #expect(MemberID(id.description) == id)
    }

    @Test(arguments: [
        "", "0123456789ab7cde8f0123456789abcd", "01234567-89ab-7cde-8f01-23456789abc",
        "01234567-89ab-7cde-8f01-23456789abcg", "{1234567-89ab-7cde-8f01-23456789abc}",
        "01234567-89ab-7cde-8f01-23456789abcd ", "0123456789ab--7cde-8f01-23456789abcd",
    ])
    func `is refused in any other form`(text: String) {
        #expect(MemberID(text) == nil)
    }
}
