import Care
import CareAPI
import HTTPMessages
import StrictJSON
import Testing

@testable import CareAPI

@Suite struct `Answers about eligibility` {
    /// Everything for which somebody is not confirmed.
    private static let refused: [(String, JSONValue)] = [
        ("an unknown number", World.enrolment(number: "ZZ-9", key: "c")),
        ("another birth date", World.enrolment(born: "1990-04-13", key: "c")),
        ("another last name", World.enrolment(last: "Rojas", key: "c")),
        (
            "another first name",
            World.enrolment(number: "AO-3", first: "Chloe", last: "Marsh", born: "1979-12-31", key: "c")
        ),
        (
            "cover that has ended",
            World.enrolment(number: "AO-4", first: "Dan", last: "Past", born: "1970-06-01", key: "c")
        ),
        (
            "cover that has not begun",
            World.enrolment(number: "AO-5", first: "Eve", last: "Later", born: "1991-06-01", key: "c")
        ),
        ("somebody who has enrolled, with another key", World.enrolment(key: "c")),
        ("somebody who has enrolled, with another device", World.enrolment(key: "a", device: World.bensPhone)),
        ("a number that is none", World.enrolment(number: "\u{E9}\u{E8}", key: "c")),
    ]

    @Test func `are the same, byte by byte, for every reason not to enrol somebody`() async throws {
        try await withWorld { world in
            let before = try await world.digest()
            let answers = try await Self.refused.asyncMap { name, body in
                (name, try await world.send(.post, "/v1/enrolments", json: body))
            }
            for (name, answer) in answers {
                #expect(answer.status == 403, "\(name)")
                #expect(answer.bytes == answers[0].1.bytes, "\(name)")
                #expect(answer.response.headers.fields.map(\.name) == answers[0].1.response.headers.fields.map(\.name))
            }
            #expect(try await world.digest() == before)
        }
    }

    @Test func `are the same for unknown people and wrong birth dates who only ask`() async throws {
        try await withWorld { world in
            let unknown = try await world.send(.post, "/v1/eligibility/self-check", json: World.claim(number: "ZZ-9"))
            let mismatch = try await world.send(
                .post, "/v1/eligibility/self-check", json: World.claim(born: "1990-04-13"))
            let covered = try await world.send(.post, "/v1/eligibility/self-check", json: World.claim())
            #expect(unknown.bytes == mismatch.bytes)
            #expect(unknown["eligible"] == false)
            #expect(covered["eligible"] == true)
        }
    }

    @Test func `do not come before their time, whether they are errors or not`() async throws {
        struct Refused: Error {}
        let floor = Duration.milliseconds(40)
        let begin = ContinuousClock.now
        #expect(try await UniformTime.atLeast(floor) { 1 } == 1)
        #expect(ContinuousClock.now - begin >= floor)
        let next = ContinuousClock.now
        await #expect(throws: Refused.self) { try await UniformTime.atLeast(floor) { throw Refused() } }
        #expect(ContinuousClock.now - next >= floor)
    }

    @Test func `end after too many tries at one number, for whoever is behind it`() async throws {
        var limits = APILimits()
        limits.claimsPerNumber = RateLimit(burst: 3, secondsPerToken: 3_600)
        try await withWorld(limits: limits) { world in
            for number in ["AO-3", "ZZ-9"] {
                for _ in 1...3 {
                    let answer = try await world.send(
                        .post, "/v1/eligibility/self-check", json: World.claim(number: number))
                    #expect(answer.status == 200)
                }
                let refused = try await world.send(
                    .post, "/v1/eligibility/self-check", json: World.claim(number: number))
                #expect(refused.status == 429)
                #expect(refused.response.headers["Retry-After"].flatMap { Int($0) } ?? 0 > 3_000)
                // Enrolling asks about the same person.
                let enrolment = try await world.send(
                    .post, "/v1/enrolments", json: World.enrolment(number: number, key: "c"))
                #expect(enrolment.status == 429)
            }
        }
    }

    @Test func `end after as many tries at a number that is written in another way each time`() async throws {
        var limits = APILimits()
        limits.claimsPerNumber = RateLimit(burst: 3, secondsPerToken: 3_600)
        try await withWorld(limits: limits) { world in
            let statuses = try await ["AO-3", "AO -3", " AO-3", "A O - 3"].asyncMap { number in
                try await world.send(.post, "/v1/eligibility/self-check", json: World.claim(number: number)).status
            }
            #expect(statuses == [200, 200, 200, 429])
            let linked = try await ["AO-3", "AO -3", " AO-3", "A O - 3"].asyncMap { number in
                try await world.send(.post, "/v1/cover", as: .ana, json: World.claim(number: number)).status
            }
            #expect(linked == [403, 403, 403, 429])
        }
    }

    @Test func `are counted by the address that our proxy names last`() async throws {
        var limits = APILimits.generous
        limits.claimsPerAddress = RateLimit(burst: 2, secondsPerToken: 3_600)
        try await withWorld(limits: limits) { world in
            let addresses = [
                "203.0.113.7", "198.51.100.1, 203.0.113.7", "192.0.2.44, 203.0.113.7", "203.0.113.8",
            ]
            let named = try await addresses.asyncMap { try await world.ask(from: $0) }
            #expect(named == [200, 200, 429, 200])
            // Nothing is counted where nobody can be told apart.
            let unnamed = try await [1, 2, 3, 4].asyncMap { _ in try await world.ask(from: nil) }
            #expect(unnamed == [200, 200, 200, 200])
        }
    }
}

@Suite struct `A rate limiter` {
    @Test func `lets a burst through and then one at a time`() {
        let limiter = RateLimiter(RateLimit(burst: 2, secondsPerToken: 10))
        let start = ContinuousClock.now
        #expect(limiter.secondsUntilAllowed("a", now: start) == nil)
        #expect(limiter.secondsUntilAllowed("a", now: start) == nil)
        #expect(limiter.secondsUntilAllowed("a", now: start) == 10)
        #expect(limiter.secondsUntilAllowed("b", now: start) == nil)
        #expect(limiter.secondsUntilAllowed("a", now: start + .seconds(4)) == 6)
        #expect(limiter.secondsUntilAllowed("a", now: start + .seconds(10)) == nil)
        #expect(limiter.secondsUntilAllowed("a", now: start + .seconds(10)) == 10)
    }

    @Test func `keeps what it knows of the busiest when it has no room`() {
        let limiter = RateLimiter(RateLimit(burst: 2, secondsPerToken: 1_000), maximumBuckets: 10)
        let start = ContinuousClock.now
        #expect(limiter.secondsUntilAllowed("busy", now: start) == nil)
        #expect(limiter.secondsUntilAllowed("busy", now: start) == nil)
        for number in 0..<1_000 { #expect(limiter.secondsUntilAllowed("\(number)", now: start) == nil) }
        #expect(limiter.secondsUntilAllowed("busy", now: start) != nil)
    }
}

extension Sequence {
    /// The results of one call after the other.
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}

extension World {
    /// The status of a question about nobody's eligibility, as our proxy passes it on.
    fileprivate func ask(from forwarded: String?) async throws -> Int {
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if let forwarded { headers["X-Forwarded-For"] = forwarded }
        return try await send(
            .post, "/v1/eligibility/self-check", headers: headers, bytes: JSONWriter.write(Self.claim(number: "ZZ-9"))
        ).status
    }
}
