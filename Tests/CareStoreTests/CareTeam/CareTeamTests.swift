import Care
import CareMessages
import CareServices
import Credentials
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Arranging a care team` {
    @Test func `needs a licence where the member is, from the first day, of those who prescribe`() async throws {
        try await Practice.open { practice in
            let member = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim())).member
            let today = member.timeZone.day(of: practice.clock.now)
            let elsewhere = try await practice.addPractitioner("elsewhere", licensedIn: "WY")
            let none = try await practice.addPractitioner("none", licensedIn: nil)
            let soon = try await practice.addPractitioner("soon", from: today.adding(days: 5))
            let (careTeam, actor) = (practice.careTeam, practice.operator)
            for practitioner in [elsewhere, none, soon] {
                for role in [CareTeamRole.leadPT, .coveringPT] {
                    let place = CareTeamPlace(role: role)
                    try await expect(.notLicensed(member.state)) {
                        _ = try await careTeam.putPlace(place, of: practitioner, for: member.id, actor: actor)
                    }
                }
            }
            let later = CareTeamPlace(role: .leadPT, from: today.adding(days: 5))
            #expect(try await careTeam.putPlace(later, of: soon, for: member.id, actor: actor) == later)
            let coach = CareTeamPlace(role: .coach, from: today)
            #expect(try await careTeam.putPlace(coach, of: none, for: member.id, actor: actor) == coach)
        }
    }

    @Test func `twice changes nothing`() async throws {
        try await Practice.open { practice in
            let member = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim())).member
            let today = member.timeZone.day(of: practice.clock.now)
            let pat = try await practice.addPractitioner("pat")
            let rows = Statement(
                "SELECT valid_from, valid_to, role FROM care_team_member",
                gives: Types(Instant.self, Instant?.self, String.self))
            let place = CareTeamPlace(role: .leadPT, from: today, through: today.adding(days: 30))
            let first = try await practice.careTeam.putPlace(place, of: pat, for: member.id, actor: practice.operator)
            let before = try await practice.test.database.perform(.readOnly, rows.all())
            practice.clock.advance(seconds: 2 * 86_400)
            let again = try await practice.careTeam.putPlace(place, of: pat, for: member.id, actor: practice.operator)
            let after = try await practice.test.database.perform(.readOnly, rows.all())
            #expect(first == place && again == place)
            #expect(before.count == 1 && after.count == 1)
            #expect(before[0] == after[0])
        }
    }

    @Test func `is refused for people who are not there, and for days that are over`() async throws {
        try await Practice.open { practice in
            let member = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim())).member
            let today = member.timeZone.day(of: practice.clock.now)
            let pat = try await practice.addPractitioner("pat")
            let reviewer = try await practice.addPractitioner("rev", role: .reviewer)
            func refused(
                _ place: CareTeamPlace, _ practitioner: PractitionerID, _ member: MemberID
            ) async throws -> CareError? {
                try await refusal {
                    _ = try await practice.careTeam.putPlace(
                        place, of: practitioner, for: member, actor: practice.operator)
                }
            }
            let place = CareTeamPlace(role: .leadPT)
            let nobody = PractitionerID(UUID())
            #expect(try await refused(place, pat, MemberID(UUID())) == .notFound)
            #expect(try await refused(place, nobody, member.id) == .notFound)
            #expect(try await refused(place, reviewer, member.id) == .notFound)
            let ending = try await refusal {
                try await practice.careTeam.endPlace(of: pat, for: member.id, actor: practice.operator)
            }
            #expect(ending == .notFound)
            let yesterday = CareTeamPlace(role: .leadPT, from: today.adding(days: -1))
            let over = CareTeamPlace(role: .leadPT, through: today.adding(days: -1))
            let backwards = CareTeamPlace(role: .leadPT, from: today.adding(days: 2), through: today)
            #expect(try await refused(yesterday, pat, member.id)?.pointers == ["/from"])
            #expect(try await refused(over, pat, member.id)?.pointers == ["/through"])
            #expect(try await refused(backwards, pat, member.id)?.pointers == ["/through"])
            #expect(try await practice.count("SELECT count(*) FROM care_team_member") == 0)
        }
    }

    @Test func `finds members by name, id and number`() async throws {
        try await Practice.open { practice in
            let ana = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim())).member
            let leo = try await practice.enrolment.enrol(
                Practice.enrolment(Practice.claim("E100", "Leo", "Ruiz", "1986-11-30"))
            ).member
            func found(_ text: String) async throws -> [MemberID] {
                try await practice.careTeam.searchMembers(text, actor: practice.operator).map(\.member)
            }
            #expect(try await found("RUI") == [ana.id, leo.id])
            #expect(try await found("na ru") == [ana.id])
            #expect(try await found(ana.id.description) == [ana.id])
            #expect(try await found("E100-1") == [leo.id])
            // These are text, and match nothing by themselves.
            #expect(try await found("%%").isEmpty)
            #expect(try await found("__").isEmpty)
            for text in ["", "a", " ", "a\u{0}b", String(repeating: "a", count: 201)] {
                let error = try await refusal { _ = try await found(text) }
                #expect(error?.pointers == ["/search"], "\(text.count)")
            }
        }
    }

    @Test func `ends a device's access at once, for an operator and for its member`() async throws {
        try await Practice.open { practice in
            let leosClaim = try Practice.claim("E100", "Leo", "Ruiz", "1986-11-30")
            let ana = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim()))
            let leo = try await practice.enrolment.enrol(Practice.enrolment(leosClaim))
            let leoActs = try #require(try await practice.actor(leo.tokens.accessToken))
            let practitionerActs = Actor(role: .practitioner, subject: UUID(), device: nil, credential: UUID())
            let careTeam = practice.careTeam
            func revocation(of answer: EnrolmentAnswer, by actor: Actor) async throws -> CareError? {
                try await refusal {
                    try await careTeam.revokeDevice(answer.device.id, of: answer.member.id, actor: actor)
                }
            }
            #expect(try await revocation(of: ana, by: leoActs) == .notFound)
            #expect(try await revocation(of: ana, by: practitionerActs) == .notAllowed)
            try await expect(.notFound) {
                try await careTeam.revokeDevice(DeviceID(UUID()), of: ana.member.id, actor: practice.operator)
            }
            #expect(try await practice.actor(ana.tokens.accessToken) != nil)
            for _ in 1...2 { #expect(try await revocation(of: ana, by: practice.operator) == nil) }
            #expect(try await practice.actor(ana.tokens.accessToken) == nil)
            let refresh = SessionRefresh(refreshToken: try #require(ana.tokens.refreshToken))
            try await expect(.sessionEnded) { _ = try await practice.identity.refresh(refresh) }
            #expect(try await revocation(of: leo, by: leoActs) == nil)
            #expect(try await practice.actor(leo.tokens.accessToken) == nil)
        }
    }
}
