import Care
import ChartSync
import Foundation
import LoadClient
import Population

/// A steady day of a practice, for as long as one likes: devices push and pull, begin anew, and wait for news.
struct Soak: Sendable {
    let installation: Installation
    /// How many pushes of 20 are due each second; there is a pull for each, and now and then a first sync.
    let perSecond: Double
    let connections: Int

    /// How many devices wait for news all the time; their waits end by themselves and are begun anew.
    private static let waits = 100
    /// How many devices fetch their chart as if they were new, in each stretch, and then ask for news of it.
    private static let beginners = 32

    /// One stretch of the day; how many requests were not answered well.
    func stretch(_ number: Int, seconds: Double) async throws -> Int {
        let ordinary = installation.outline.ordinary
        let count = min(max(Self.waits, Int(perSecond * seconds)), ordinary.count)
        // Each stretch begins elsewhere, so that in the end most charts have had their turn.
        let start = ordinary.lowerBound + number * count % max(1, ordinary.count - count)
        let people = installation.people(count, of: start..<start + count)
        let standings = try await Standing.find(people, in: installation.database)
        let pulls = try await begin(people)
        let requests = try await Self.requests(standings.prefix(Int(perSecond * seconds)), pulls, seconds: seconds)
        async let waits = wait(people, seconds: Int(min(max(seconds, 1), 25)))
        let outcome = try await LoadRun.open(
            requests, port: installation.port, connections: connections, patienceSeconds: 30)
        return try await outcome.samples.count - outcome.count(of: 200) + waits
    }

    /// A push of each of some devices, and as many pulls, at random moments.
    @concurrent private static func requests(
        _ standings: ArraySlice<Standing>, _ pulls: [[UInt8]], seconds: Double
    ) async throws -> [(due: UInt64, bytes: [UInt8])] {
        func moment() -> UInt64 { UInt64(Double.random(in: 0..<seconds) * 1e9) }
        var all: [(due: UInt64, bytes: [UInt8])] = []
        for (index, standing) in standings.enumerated() {
            var recordings = Recordings(of: standing.person, after: standing.lastSeq, at: .now)
            let push = try SyncRequests.push(try recordings.next(20), of: standing.person, at: .now)
            all.append((moment(), push))
            all.append((moment(), pulls[index % pulls.count]))
        }
        return all.sorted { $0.due < $1.due }
    }

    /// Some devices fetch their chart; the pulls by which they ask for news from then on.
    private func begin(_ people: [Person]) async throws -> [[UInt8]] {
        let port = installation.port
        let few = people.prefix(Self.beginners)
        return try await LoadRun.onThread {
            let conversation = LoadConversation(port: port)
            return try few.map { person in
                let cursors = try PullScenario.copy(
                    [.chart(person.member)], device: person.device, token: person.accessToken, conversation)
                return try SyncRequests.pull(
                    cursors, device: person.device, token: person.accessToken, at: .now)
            }
        }
    }

    /// Devices wait for news of the catalog, which does not come: the wait ends by its time.
    private func wait(_ people: [Person], seconds: Int) async throws -> Int {
        let port = installation.port
        let waiting = people.suffix(Self.waits)
        return try await LoadRun.onThread {
            var conversations: [LoadConversation] = []
            for person in waiting {
                let conversation = LoadConversation(port: port)
                let cursors = try PullScenario.copy(
                    [.catalog], device: person.device, token: person.accessToken, conversation)
                try conversation.send(
                    try SyncRequests.watch(
                        cursors, device: person.device, token: person.accessToken, seconds: seconds))
                conversations.append(conversation)
            }
            var failed = 0
            for conversation in conversations where try conversation.answer(patienceSeconds: 60).status != 200 {
                failed += 1
            }
            return failed
        }
    }
}
