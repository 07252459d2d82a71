import Care
import CareMessages
import CareServices
import Foundation
import Postgres
import TestPostgres
import Testing

/// An employer has the number, name and birth date of everybody on its roster, and can enrol in their names.
@Suite struct `Whoever enrols in another's name` {
    @Test func `gets the same answer whether or not that person is a member`() async throws {
        try await Practice.open { practice in
            // Ana is a member, Leo is not.
            let own = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim()))
            let ana = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim(), key: "e"))
            let leo = try await practice.enrolment.enrol(
                Practice.enrolment(Practice.claim("E100-1", "Leo", "Ruiz", "1986-11-30"), key: "e"))
            #expect(ana.member.id != own.member.id)
            // All that may differ is who they are said to be.
            let same = EnrolmentAnswer(
                member: Member(
                    id: ana.member.id, firstName: ana.member.firstName, lastName: ana.member.lastName,
                    birthDate: ana.member.birthDate, state: leo.member.state, timeZone: leo.member.timeZone),
                device: Device(id: ana.device.id, name: leo.device.name), tokens: ana.tokens)
            #expect(same == ana)
            #expect(try await practice.rowsOf(ana.member.id) == practice.rowsOf(leo.member.id))
        }
    }

    @Test func `sees nothing of the person's own record, and changes nothing of it`() async throws {
        try await Practice.open { practice in
            let enrolment = try Practice.enrolment(Practice.claim())
            let own = try await practice.enrolment.enrol(enrolment)
            let before = try await practice.rowsOf(own.member.id)
            let other = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim(), key: "e"))
            let intruder = try #require(try await practice.actor(other.tokens.accessToken))
            #expect(intruder.member == other.member.id)
            #expect(try await practice.rowsOf(own.member.id) == before)
            let listed = try await practice.devices.list(actor: intruder).devices.map(\.device.id)
            #expect(listed == [other.device.id])
            #expect(try await practice.actor(own.tokens.accessToken)?.member == own.member.id)
        }
    }

    @Test func `keeps nobody out by coming first`() async throws {
        try await Practice.open { practice in
            _ = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim(), key: "e"))
            let own = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim()))
            let actor = try #require(try await practice.actor(own.tokens.accessToken))
            // Their other devices come to their record, and not to the one that was made in their name.
            let code = try await practice.enrolment.invite(actor: actor).code
            let second = try Practice.enrolment(Practice.claim(), key: "t", proof: .invitation(code))
            #expect(try await practice.enrolment.enrol(second).member.id == own.member.id)
        }
    }
}

extension Practice {
    /// How many rows each table has of a member.
    fileprivate func rowsOf(_ member: MemberID) async throws -> [Int] {
        let tables = ["member", "chart", "device", "device_invitation", "enrolled_person", "further_cover", "taken_id"]
        var counts: [Int] = []
        for table in tables {
            counts.append(try await count("SELECT count(*) FROM \(table) WHERE member_id = '\(member)'"))
        }
        return counts
    }
}
