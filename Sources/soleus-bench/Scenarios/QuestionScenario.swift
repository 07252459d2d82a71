import Care
import LoadClient
import Population
import StrictJSON

/// What people ask who sync nothing: whether they are covered, and what a PT's day holds.
struct QuestionScenario: Sendable {
    let connections: Int
    let seconds: Double

    static let selfCheck = "self-check"
    static let worklist = "worklist of \(PopulationOutline.panel)"

    /// People ask whether they may enrol, each once; every answer takes the same quarter of a second, so CPU is what counts.
    func selfChecks(_ installation: Installation) async throws -> Figure {
        let people = installation.people(
            min(2_000, installation.outline.ordinary.count), of: installation.outline.ordinary)
        let requests = people.map { person in
            let claim: JSONValue = [
                "number": .string(person.sponsorNumber), "firstName": .string(person.firstName),
                "lastName": .string(person.lastName), "birthDate": .string(person.birthDate.description),
            ]
            return SyncRequests.http("POST", "/v1/eligibility/self-check", JSONWriter.write(claim), token: nil)
        }
        return try await measure(Self.selfCheck, requests, installation)
    }

    /// PTs with ordinary panels ask what waits for them.
    func worklists(_ installation: Installation) async throws -> Figure {
        let outline = installation.outline
        // The first has the one large panel, and the last may have few members.
        let therapists = (1..<max(2, min(outline.practitioners - 1, 200))).map { Therapist($0, of: outline) }
        let requests = therapists.map { SyncRequests.http("GET", "/v1/worklist", [], token: $0.accessToken) }
        return try await measure(Self.worklist, requests, installation)
    }

    private func measure(_ name: String, _ requests: [[UInt8]], _ installation: Installation) async throws -> Figure {
        let perLane = max(1, Int(seconds * 400) / connections)
        let lanes = (0..<connections).map { lane in
            (0..<perLane).map { requests[($0 * connections + lane) % requests.count] }
        }
        let meter = Meter(installation)
        let seconds = seconds
        let (outcome, cost) = try await meter.measure {
            try await LoadRun.closed(lanes, port: installation.port, seconds: seconds)
        }
        return Figure(name, connections: connections, outcome: outcome, cost: cost)
    }
}
