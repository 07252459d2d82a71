import Care
import ChartSync
import Foundation
import Testing

@testable import CareServices

@Suite struct `Pokes between processes` {
    private let ana = MemberID(UUID())
    private let pia = PractitionerID(UUID())

    @Test func `come back from the line that they are written as`() {
        let pokes: [Poke] = [
            .chart(ana, version: 0, practitioners: []), .chart(ana, version: .max, practitioners: [pia, pia]),
            .panel(pia), .catalog(version: 7), .ended(DeviceID(UUID())),
        ]
        for poke in pokes { #expect(Poke(line: poke.line) == poke) }
    }

    @Test(arguments: [
        "", " ", "chart", "chart x 1", "panel", "panel x", "catalog one", "ended 7", "chart \(UUID()) 1 x",
        "gossip \(UUID())",
        "chart \(UUID()) 1 ",
    ])
    func `that no process of ours wrote are not read`(line: String) { #expect(Poke(line: line) == nil) }

    @Test func `travel once for many commits to a chart, with the highest version and everybody whom it concerns`()
        async
    {
        let board = WatchBoard()
        let relay = PokeRelay(board: board, sender: "one")
        let other = PractitionerID(UUID())
        relay.send(.chart(ana, version: 9, practitioners: [pia]))
        relay.send(.chart(ana, version: 8, practitioners: [other]))
        relay.send(.catalog(version: 2))
        relay.send(.catalog(version: 1))
        let payloads = await relay.nextPayloads()
        let lines = payloads.flatMap { $0.split(separator: "\n").map(String.init) }
        #expect(
            lines == ["one", "catalog 2", Poke.chart(ana, version: 9, practitioners: [pia, other]).line])
    }

    @Test func `are split so that PostgreSQL takes each payload`() async {
        let relay = PokeRelay(board: WatchBoard(), sender: "one")
        let charts = (0..<1_000).map { _ in MemberID(UUID()) }
        for chart in charts { relay.send(.chart(chart, version: 1, practitioners: [pia])) }
        let payloads = await relay.nextPayloads()
        #expect(payloads.count > 1)
        #expect(payloads.allSatisfy { $0.utf8.count < 8_000 && $0.hasPrefix("one\n") })
        let named = payloads.flatMap { $0.split(separator: "\n").dropFirst() }.compactMap { Poke(line: $0) }
        #expect(Set(named) == Set(charts.map { Poke.chart($0, version: 1, practitioners: [pia]) }))
    }

    @Test func `wake those who wait in another process, and not twice those in their own`() async throws {
        let here = WatchBoard()
        let there = WatchBoard()
        let (sending, receiving) = (PokeRelay(board: here, sender: "one"), PokeRelay(board: there, sender: "two"))
        let phone = DeviceID(UUID())
        let actor = Actor(role: .member, subject: ana.uuid, device: phone, credential: UUID())
        let near = try #require(here.register(phone, for: actor, scopes: [.chart(ana)]))
        let far = try #require(there.register(phone, for: actor, scopes: [.chart(ana)]))
        sending.send(.chart(ana, version: 4, practitioners: []))
        let deadline = ContinuousClock.now + .seconds(3_600)
        let nearWake = await near.next(until: deadline)
        for payload in await sending.nextPayloads() {
            sending.receive(payload)
            receiving.receive(payload)
        }
        #expect(await far.next(until: deadline) == nearWake)
        // Had its own words come back, there would be news again.
        here.stop()
        #expect(await near.next(until: deadline) == .ended)
    }

    @Test func `of a process that stops are the last`() async {
        let relay = PokeRelay(board: WatchBoard(), sender: "one")
        let task = Task { await relay.nextPayloads() }
        task.cancel()
        #expect(await task.value.isEmpty)
    }
}
