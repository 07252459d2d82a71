import Care
import Foundation
import Testing

@testable import ChartSync

@Suite struct `A cursor` {
    private static let epoch = Samples.uuid(1, version: 4)
    private static let border = LocalDay(dayNumber: 20_500)

    private static let places: [Cursor.Place] =
        [0, 1, 255, 256, 1 << 53, .max].flatMap { (version: Int64) -> [Cursor.Place] in
            let chart = Cursor.ChartPlace(member: Samples.member, epoch: epoch, version: version)
            var window = chart
            window.since = LocalDay(dayNumber: -3)
            var useful = window
            useful.sweep = Cursor.Sweep(part: .useful, border: border, after: version / 3)
            var history = chart
            history.sweep = Cursor.Sweep(part: .history, border: border, after: version / 5)
            return [
                .chart(chart), .chart(window), .chart(useful), .chart(history),
                .catalog(Cursor.CatalogPlace(epoch: epoch, version: version)),
            ]
        }
        + panelPlaces

    private static let panelPlaces: [Cursor.Place] = [UInt64.min, 1 << 40, .max].flatMap {
        (horizon: UInt64) -> [Cursor.Place] in
        let mark = Cursor.PanelMark(horizon: horizon, seenAt: Samples.moment.at)
        let busy = Cursor.PanelMark(horizon: horizon, underWay: [7, 9, 1 << 50], seenAt: Samples.moment.at)
        let walks: [Cursor.PanelWalk?] = [
            nil, Cursor.PanelWalk(after: Samples.member), Cursor.PanelWalk(after: Samples.member, since: busy),
        ]
        return [mark, busy].flatMap { mark in
            walks.map { walk in
                .panel(
                    Cursor.PanelPlace(
                        practitioner: Samples.practitioner, incarnation: epoch, mark: mark, walk: walk))
            }
        }
    }

    @Test(arguments: places) func `comes back from its bytes`(place: Cursor.Place) {
        let cursor = Cursor(device: Samples.device, place: place)
        #expect(Cursor(bytes: cursor.bytes) == cursor)
        #expect(cursor.bytes.count <= 200)
    }

    @Test func `of another length is refused, unless it is a shorter one's`() {
        for place in Self.places {
            let bytes = Cursor(device: Samples.device, place: place).bytes
            for count in 0..<bytes.count {
                let cut = Array(bytes.prefix(count))
                #expect(Cursor(bytes: cut).map { $0.bytes == cut } ?? true)
            }
            #expect(Cursor(bytes: bytes + [0]) == nil)
        }
    }

    @Test func `of another format or kind is refused`() {
        for place in Self.places {
            let bytes = Cursor(device: Samples.device, place: place).bytes
            for format in UInt8.min ... .max where format != 2 {
                #expect(Cursor(bytes: [format] + bytes.dropFirst()) == nil)
            }
            for kind in UInt8.min ... .max where !(1...3).contains(kind) {
                #expect(Cursor(bytes: [2, kind] + bytes.dropFirst(2)) == nil)
            }
        }
    }

    @Test func `names few transactions, and sees less when there are more`() {
        let underWay = (0..<100).map { UInt64(1_000 + 3 * $0) }
        let mark = Cursor.PanelMark(horizon: 5_000, underWay: underWay.reversed(), seenAt: Samples.moment.at)
        #expect(mark.underWay == Array(underWay.prefix(Cursor.PanelMark.maximumUnderWay)))
        #expect(mark.horizon == underWay[Cursor.PanelMark.maximumUnderWay])
    }

    @Test func `of any bytes is read without a trap`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<3_000 {
            let kind = UInt8.random(in: 1...3, using: &generator)
            let count = Int.random(in: 30...90, using: &generator)
            let bytes = [2, kind] + (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            let again = Cursor(bytes: bytes)?.bytes
            #expect(again == nil || again == bytes)
        }
    }

    @Test(arguments: ["catalog", "panel", "chart:0190163d-8694-7000-8000-0000000000aa"])
    func `of a scope is named by a text that comes back`(text: String) throws {
        #expect(try #require(Scope(text)).description == text)
    }

    @Test(arguments: [
        "", "chart", "panels", "chart:", "chart:1", "Catalog", "chart:0190163d869470008000000000000000aa00",
    ])
    func `of a scope that is none is refused`(text: String) { #expect(Scope(text) == nil) }
}
