import Care
import ChartSync
import LoadClient
import Population
import StrictJSON

/// Devices that ask what is new.
struct PullScenario: Sendable {
    let connections: Int
    let seconds: Double

    static let idle = "pull, nothing new"
    static let twenty = "pull, 20 new"
    static func first(_ rows: Int) -> String { "first sync of \(rows)" }
    static func panel(_ charts: Int) -> String { "idle panel of \(charts)" }

    /// How many charts take part at most: each has to be pulled once before.
    private static let charts = 256

    /// A device whose copy is whole asks again, for its chart and the catalog.
    func idle(_ installation: Installation, of range: Range<Int>) async throws -> Figure {
        let people = installation.people(max(connections, min(Self.charts, range.count)), of: range)
        guard people.count >= connections else {
            throw BenchProblem.tooFew(what: "charts for pulls", wanted: connections)
        }
        let requests = try await LoadRun.onThread {
            let conversation = LoadConversation(port: installation.port)
            return try people.map { person in
                let cursors = try Self.copy(
                    [.chart(person.member), .catalog], device: person.device, token: person.accessToken, conversation)
                let request = try SyncRequests.pull(
                    cursors, device: person.device, token: person.accessToken, at: .now)
                // The first of these notes what the device has now, and the others write nothing.
                _ = try Self.answer(to: request, Self.idle, conversation)
                return request
            }
        }
        return try await measure(Self.idle, requests, ratePerSecond: 6_000, installation)
    }

    /// A device asks after somebody has added 20 rows.
    func twentyNew(_ installation: Installation, of range: Range<Int>) async throws -> Figure {
        let people = installation.people(max(connections, min(64, range.count)), of: range)
        let standings = try await Standing.find(people, in: installation.database)
        let requests = try await LoadRun.onThread {
            let conversation = LoadConversation(port: installation.port)
            return try standings.map { standing in
                let person = standing.person
                let cursors = try Self.copy(
                    [.chart(person.member), .catalog], device: person.device, token: person.accessToken, conversation)
                let idle = try SyncRequests.pull(cursors, device: person.device, token: person.accessToken, at: .now)
                _ = try Self.answer(to: idle, Self.twenty, conversation)
                var recordings = Recordings(of: person, after: standing.lastSeq, at: .now)
                let push = try SyncRequests.push(try recordings.next(20), of: person, at: .now)
                _ = try Self.answer(to: push, Self.twenty, conversation)
                return idle
            }
        }
        return try await measure(Self.twenty, requests, ratePerSecond: 3_000, installation)
    }

    /// A device without a copy fetches a whole chart, page by page.
    func first(_ rows: Int, _ installation: Installation) async throws -> Figure? {
        guard let range = installation.outline.landmark(of: rows) else { return nil }
        let people = installation.people(range.count, of: range)
        let meter = Meter(installation)
        let connections = min(connections, people.count)
        let seconds = seconds
        let (outcome, cost) = try await meter.measure {
            try await withThrowingTaskGroup(of: LoadOutcome.self) { group in
                for lane in 0..<connections {
                    let mine = people.indices.filter { $0 % connections == lane }.map { people[$0] }
                    group.addTask {
                        try await LoadRun.onThread {
                            try Self.firstSyncs(of: mine, rows: rows, port: installation.port, seconds: seconds)
                        }
                    }
                }
                var all = LoadOutcome()
                for try await part in group { all.add(part) }
                return all
            }
        }
        return Figure(Self.first(rows), connections: connections, outcome: outcome, cost: cost)
    }

    private static func firstSyncs(
        of people: [Person], rows: Int, port: Int, seconds: Double
    ) throws -> LoadOutcome {
        let conversation = LoadConversation(port: port)
        let began = LoadClock.now
        var outcome = LoadOutcome()
        while LoadClock.now - began < UInt64(seconds * 1e9) || outcome.samples.isEmpty {
            let person = people[outcome.samples.count % people.count]
            let start = LoadClock.now
            _ = try copy([.chart(person.member)], device: person.device, token: person.accessToken, conversation)
            outcome.samples.append(
                LoadSample(dueAt: start - began, latencyNanoseconds: LoadClock.now - start))
        }
        outcome.seconds = Double(LoadClock.now - began) / 1e9
        return outcome
    }

    /// A PT's device asks whether any chart of the panel has moved.
    func panel(_ practitioner: Int, _ installation: Installation) async throws -> Figure {
        let therapist = Therapist(practitioner, of: installation.outline)
        let size =
            practitioner == 0
            ? installation.outline.largePanel
            : min(PopulationOutline.panel, installation.outline.members - installation.outline.largePanel)
        let name = Self.panel(size)
        let request = try await LoadRun.onThread {
            let conversation = LoadConversation(port: installation.port)
            let cursors = try Self.copy(
                [.panel, .catalog], device: therapist.device, token: therapist.accessToken, conversation)
            let request = try SyncRequests.pull(
                cursors, device: therapist.device, token: therapist.accessToken, at: .now)
            _ = try Self.answer(to: request, name, conversation)
            return request
        }
        return try await measure(name, [request], ratePerSecond: 6_000, installation)
    }

    // MARK: How it is done

    private func measure(
        _ name: String, _ requests: [[UInt8]], ratePerSecond: Double, _ installation: Installation
    ) async throws -> Figure {
        let perLane = max(1, Int(seconds * ratePerSecond) / connections)
        let lanes = (0..<connections).map { lane in
            (0..<perLane).map { requests[($0 * connections + lane) % requests.count] }
        }
        let meter = Meter(installation)
        let seconds = seconds
        let (outcome, cost) = try await meter.measure {
            try await LoadRun.closed(lanes, port: installation.port, seconds: seconds)
        }
        var figure = Figure(name, connections: connections, outcome: outcome, cost: cost)
        figure.requestBytes = requests[0].count
        return figure
    }

    /// Pulls until a copy is whole; the cursors that it has then.
    static func copy(
        _ scopes: [Scope], device: DeviceID, token: String, _ conversation: LoadConversation
    ) throws -> [ScopeRequest] {
        var asked = scopes.map { ScopeRequest($0) }
        while true {
            let request = try SyncRequests.pull(asked, device: device, token: token, limit: 2_000, at: .now)
            let answer: PullAnswer = try JSONReader.read(Self.answer(to: request, "a first sync", conversation))
                .decode()
            for page in answer.pages {
                if let index = asked.firstIndex(where: { $0.scope == page.scope }) { asked[index].cursor = page.cursor }
            }
            guard answer.more else { return asked }
        }
    }

    static func answer(
        to request: [UInt8], _ what: String, _ conversation: LoadConversation
    ) throws -> [UInt8] {
        let (status, body) = try conversation.ask(request)
        guard status == 200 else {
            throw BenchProblem.refused(
                what: what, status: status, body: String(decoding: body.prefix(400), as: UTF8.self))
        }
        return body
    }
}
