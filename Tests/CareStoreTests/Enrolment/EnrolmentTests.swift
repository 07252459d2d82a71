import Care
import CareMessages
import CareServices
import Credentials
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Enrolling` {
    @Test func `makes a covered person a member with an empty chart and a device`() async throws {
        try await Practice.open { practice in
            let enrolment = try Practice.enrolment(Practice.claim())
            let answer = try await practice.enrolment.enrol(enrolment)
            let actor = try #require(try await practice.actor(answer.tokens.accessToken))
            #expect(actor.member == answer.member.id)
            #expect(actor.device == enrolment.device.id)
            #expect(try await practice.identity.me(actor).name == "Ana Ruiz")
            #expect(
                try await practice.count(
                    """
                    SELECT count(*) FROM chart WHERE member_id = '\(answer.member.id)' AND version = 0
                        AND head = decode(repeat('00', 32), 'hex') AND checksum = decode(repeat('00', 16), 'hex')
                    """) == 1)
            // A device's tokens last a day, and its session goes on for more than a year.
            practice.clock.advance(seconds: 86_399)
            #expect(try await practice.actor(answer.tokens.accessToken) != nil)
            practice.clock.advance(seconds: 399 * 86_400)
            let refresh = SessionRefresh(refreshToken: try #require(answer.tokens.refreshToken))
            let next = try await practice.identity.refresh(refresh)
            #expect(try await practice.actor(next.accessToken)?.member == answer.member.id)
        }
    }

    @Test(arguments: [
        ("E999", "Ana", "Ruiz", "1988-04-02"), ("E100", "Eve", "Ruiz", "1988-04-02"),
        ("E100", "Ana", "Roux", "1988-04-02"), ("E100", "Ana", "Ruiz", "1988-04-03"),
        ("E200", "Max", "Ended", "1990-01-01"), ("E300", "Zoe", "Later", "1990-01-01"),
        ("e100", "Ana", "Ruiz", "1988-04-02"), ("", "Ana", "Ruiz", "1988-04-02"),
        ("\u{0}", "Ana", "Ruiz", "1988-04-02"), ("E100", "…", "Ruiz", "1988-04-02"),
        // The family's number and a twin's birth date are not enough.
        ("E100", "Ana", "Ruiz", "2004-06-01"),
    ])
    func `refuses every other claim in the same words`(
        number: String, first: String, last: String, born: String
    ) async throws {
        try await Practice.open { practice in
            let unknown = try Practice.claim("X1", "No", "Body", "1970-01-01")
            let claim = try Practice.claim(number, first, last, born)
            let answer = try await practice.enrolment.selfCheck(claim)
            #expect(!answer.eligible)
            #expect(try await practice.enrolment.selfCheck(unknown) == answer)
            let enrolment = try Practice.enrolment(claim)
            try await expect(.notConfirmed) { _ = try await practice.enrolment.enrol(enrolment) }
            for table in ["member", "chart", "device", "credential", "token", "enrolled_person"] {
                #expect(try await practice.count("SELECT count(*) FROM \(table)") == 0)
            }
        }
    }

    @Test(arguments: [
        ("E100", "ana", "RUIZ Jr.", "1988-04-02"), ("E100", "Leo", "Ruíz", "1986-11-30"),
        ("E100-1", "Leo", "Ruiz", "1986-11-30"), ("E100", "Ida", "Ruiz", "2004-06-01"),
        ("E100", "Eva", "Ruiz", "2004-06-01"),
    ])
    func `knows a person by their own number or their subscriber's`(
        number: String, first: String, last: String, born: String
    ) async throws {
        try await Practice.open { practice in
            let claim = try Practice.claim(number, first, last, born)
            #expect(try await practice.enrolment.selfCheck(claim).eligible)
            _ = try await practice.enrolment.enrol(Practice.enrolment(claim))
        }
    }

    @Test func `takes whom two sponsors list alike for one person, whom both cover`() async throws {
        try await Practice.open { practice in
            try await practice.addSecondSponsor()
            #expect(try await practice.enrolment.selfCheck(Practice.claim()).eligible)
            let enrolment = try Practice.enrolment(Practice.claim())
            let answer = try await practice.enrolment.enrol(enrolment)
            #expect(try await practice.count("SELECT count(DISTINCT sponsor_id) FROM enrolled_person") == 2)
            // The repeat of a lost answer gives new tokens.
            let again = try await practice.enrolment.enrol(enrolment)
            #expect(again.member == answer.member)
            let actor = try #require(try await practice.actor(again.tokens.accessToken))
            let cover = CoverService(database: practice.care, now: { practice.clock.now })
            #expect(try await cover.cover(actor: actor).periods.map(\.sponsor.description) == ["Acme", "Borough"])
        }
    }

    @Test func `takes in another sponsor that lists a member like their own`() async throws {
        try await Practice.open { practice in
            let answer = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim()))
            let actor = try #require(try await practice.actor(answer.tokens.accessToken))
            try await practice.addSecondSponsor()
            let cover = CoverService(database: practice.care, now: { practice.clock.now })
            for _ in 1...2 {
                let linked = try await cover.link(Practice.claim(), actor: actor)
                #expect(linked.periods.map(\.sponsor.description) == ["Acme", "Borough"])
            }
            #expect(try await practice.count("SELECT count(*) FROM further_cover") == 1)
        }
    }

    @Test func `decides by the day where the member is`() async throws {
        // 05:00 UTC on the 20th is still the 19th in Denver. Max is covered through the day ten days before "today".
        let start = try #require(Instant("2026-03-20T05:00:00Z"))
        try await Practice.open(at: start) { practice in
            practice.clock.advance(seconds: -10 * 86_400)
            let claim = try Practice.claim("E200", "Max", "Ended", "1990-01-01")
            let inBerlin = try Practice.enrolment(claim, timeZone: "Europe/Berlin")
            try await expect(.notConfirmed) { _ = try await practice.enrolment.enrol(inBerlin) }
            _ = try await practice.enrolment.enrol(Practice.enrolment(claim, timeZone: "America/Denver"))
        }
    }

    @Test func `again with the same device and key renews the tokens of the same member`() async throws {
        try await Practice.open { practice in
            let enrolment = try Practice.enrolment(Practice.claim())
            let first = try await practice.enrolment.enrol(enrolment)
            practice.clock.advance(seconds: 5)
            let second = try await practice.enrolment.enrol(enrolment)
            #expect(second.member == first.member)
            #expect(try await practice.actor(first.tokens.accessToken) == nil)
            let actor = try await practice.actor(second.tokens.accessToken)
            #expect(actor?.member == first.member.id && actor?.device == enrolment.device.id)
            #expect(try await practice.count("SELECT count(*) FROM credential WHERE revoked_at IS NULL") == 1)
        }
    }

    @Test func `again with another key or a revoked device is not confirmed`() async throws {
        try await Practice.open { practice in
            let enrolment = try Practice.enrolment(Practice.claim())
            let answer = try await practice.enrolment.enrol(enrolment)
            let otherKey = try Practice.enrolment(Practice.claim(), device: enrolment.device.id, key: "o")
            try await expect(.notConfirmed) { _ = try await practice.enrolment.enrol(otherKey) }
            // Nothing of that touched the device that is enrolled.
            let actor = try #require(try await practice.actor(answer.tokens.accessToken))
            try await practice.careTeam.revokeDevice(enrolment.device.id, of: answer.member.id, actor: actor)
            try await expect(.notConfirmed) { _ = try await practice.enrolment.enrol(enrolment) }
        }
    }

    @Test(arguments: [String(repeating: "k", count: 42), String(repeating: "k", count: 42) + "é", ""])
    func `needs a key of 43 characters of base64url`(key: String) async throws {
        try await Practice.open { practice in
            var enrolment = try Practice.enrolment(Practice.claim())
            enrolment.enrolmentKey = key
            let error = try await refusal { [enrolment] in _ = try await practice.enrolment.enrol(enrolment) }
            #expect(error?.pointers == ["/enrolmentKey"])
        }
    }

    @Test func `from many devices at once begins a record for each, and none sees another's`() async throws {
        try await Practice.open { practice in
            let enrolments = try (1...8).map { _ in try Practice.enrolment(Practice.claim()) }
            let members = try await withThrowingTaskGroup(of: MemberID.self) { group in
                for enrolment in enrolments {
                    group.addTask { try await practice.enrolment.enrol(enrolment).member.id }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(members).count == 8)
            for table in ["member", "chart", "device", "enrolled_person"] {
                #expect(try await practice.count("SELECT count(*) FROM \(table)") == 8)
            }
        }
    }

    @Test func `from one device many times at once gives one member one live credential`() async throws {
        try await Practice.open { practice in
            let enrolment = try Practice.enrolment(Practice.claim())
            let members = try await withThrowingTaskGroup(of: MemberID.self) { group in
                for _ in 1...8 { group.addTask { try await practice.enrolment.enrol(enrolment).member.id } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(members).count == 1)
            #expect(try await practice.count("SELECT count(*) FROM credential WHERE revoked_at IS NULL") == 1)
            #expect(try await practice.count("SELECT count(*) FROM token") == 2)
        }
    }
}
