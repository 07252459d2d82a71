import Care
import Foundation
import Testing

@testable import ChartSync

@Suite struct `A cursor` {
    private static func cursor(_ chart: Int64, _ catalog: Int64) -> Cursor {
        Cursor(
            device: Samples.device, member: Samples.member,
            chart: Cursor.Place(epoch: Samples.uuid(1, version: 4), version: chart),
            catalog: Cursor.Place(epoch: Samples.uuid(2, version: 4), version: catalog))
    }

    @Test(arguments: [0, 1, 255, 256, 1 << 53, .max] as [Int64])
    func `comes back from its bytes`(version: Int64) {
        let cursor = Self.cursor(version, version / 3)
        #expect(cursor.bytes.count == 81)
        #expect(Cursor(bytes: cursor.bytes) == cursor)
    }

    @Test func `of any other length is refused`() {
        let bytes = Self.cursor(7, 8).bytes
        for count in 0..<200 where count != 81 {
            #expect(Cursor(bytes: Array((bytes + bytes + bytes).prefix(count))) == nil)
        }
    }

    @Test func `of another format is refused`() {
        for format in UInt8.min ... .max where format != 1 {
            var bytes = Self.cursor(7, 8).bytes
            bytes[0] = format
            #expect(Cursor(bytes: bytes) == nil)
        }
    }

    @Test func `of any bytes of its length is read without a trap`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<1_000 {
            let bytes = [1] + (0..<80).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            #expect(Cursor(bytes: bytes)?.bytes == bytes)
        }
    }

    @Test(arguments: ["catalog", "chart:0190163d-8694-7000-8000-0000000000aa"])
    func `of a scope is named by a text that comes back`(text: String) throws {
        #expect(try #require(Scope(text)).description == text)
    }

    @Test(arguments: ["", "chart", "chart:", "chart:1", "Catalog", "chart:0190163d869470008000000000000000aa00"])
    func `of a scope that is none is refused`(text: String) { #expect(Scope(text) == nil) }
}
