import Care
import CareMessages
import CareServices
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Another device of a member` {
    /// Ana, who has enrolled with a phone whose key is made of the letter k.
    private func ana(_ practice: Practice) async throws -> (enrolment: Enrolment, member: MemberID, actor: Actor) {
        let enrolment = try Practice.enrolment(Practice.claim())
        let answer = try await practice.enrolment.enrol(enrolment)
        let actor = try #require(try await practice.actor(answer.tokens.accessToken))
        return (enrolment, answer.member.id, actor)
    }

    private func another(_ proof: EnrolmentProof?, key: Character = "n") throws -> Enrolment {
        try Practice.enrolment(Practice.claim(), key: key, proof: proof)
    }

    private func key(_ letter: Character) -> String { String(repeating: letter, count: 43) }

    @Test func `comes in by the key of the first, which goes on`() async throws {
        try await Practice.open { practice in
            let (first, member, actor) = try await ana(practice)
            let second = try another(.previousDevice(first.device.id, enrolmentKey: key("k")))
            for _ in 1...2 {
                practice.clock.advance(seconds: 1)
                let answer = try await practice.enrolment.enrol(second)
                #expect(answer.member.id == member && answer.device.id == second.device.id)
                let entered = try await practice.actor(answer.tokens.accessToken)
                #expect(entered?.member == member && entered?.device == second.device.id)
            }
            let listed = try await practice.devices.list(actor: actor).devices
            #expect(listed.map(\.device.id) == [first.device.id, second.device.id])
            #expect(listed.map(\.isThisOne) == [true, false])
            // And by the key of the second a third.
            _ = try await practice.enrolment.enrol(
                another(.previousDevice(second.device.id, enrolmentKey: key("n")), key: "m"))
        }
    }

    @Test func `comes in without cover, because the record stays the member's`() async throws {
        try await Practice.open { practice in
            let (first, member, _) = try await ana(practice)
            try await practice.test.database.transaction { transaction in
                try transaction.runScript("UPDATE coverage SET valid_to = current_date - 5 WHERE number = 'E100'")
            }
            let second = try another(.previousDevice(first.device.id, enrolmentKey: key("k")))
            #expect(try await practice.enrolment.enrol(second).member.id == member)
            try await expect(.notConfirmed) { _ = try await practice.enrolment.enrol(another(nil)) }
            #expect(try await !practice.enrolment.selfCheck(Practice.claim()).eligible)
        }
    }

    @Test func `without a good proof is not confirmed, like everybody else`() async throws {
        try await Practice.open { practice in
            let (first, member, actor) = try await ana(practice)
            let leo = try Practice.enrolment(Practice.claim("E100-1", "Leo", "Ruiz", "1986-11-30"), key: "l")
            let leosAnswer = try await practice.enrolment.enrol(leo)
            let leosActor = try #require(try await practice.actor(leosAnswer.tokens.accessToken))
            let leosCode = try await practice.enrolment.invite(actor: leosActor).code
            let proofs: [EnrolmentProof] = [
                .previousDevice(first.device.id, enrolmentKey: key("x")),
                .previousDevice(first.device.id, enrolmentKey: ""),
                .previousDevice(.make(at: practice.clock.now), enrolmentKey: key("k")),
                // Somebody else's device with its right key, and somebody else's code.
                .previousDevice(leo.device.id, enrolmentKey: key("l")), .invitation(leosCode),
                .invitation(""), .invitation("0000-0000-0000"), .invitation(String(repeating: "7", count: 100_000)),
            ]
            for proof in proofs {
                try await expect(.notConfirmed) { _ = try await practice.enrolment.enrol(another(proof)) }
            }
            try await practice.careTeam.revokeDevice(first.device.id, of: member, actor: actor)
            try await expect(.notConfirmed) {
                _ = try await practice.enrolment.enrol(
                    another(.previousDevice(first.device.id, enrolmentKey: key("k"))))
            }
            #expect(try await practice.count("SELECT count(*) FROM device") == 2)
            #expect(
                try await practice.count("SELECT count(*) FROM device_invitation WHERE used_by_device IS NULL") == 1)
        }
    }

    @Test func `comes in by a code, which works once, for a quarter of an hour, however it is typed`() async throws {
        try await Practice.open { practice in
            let (first, member, actor) = try await ana(practice)
            let invitation = try await practice.enrolment.invite(actor: actor)
            #expect(invitation.code.utf8.count == 14)
            #expect(invitation.expiresAt == practice.clock.now.adding(seconds: 900))
            let typed = invitation.code.lowercased().filter { $0 != "-" }.replacingOccurrences(of: "0", with: "o")
            let second = try another(.invitation(" \(typed) "))
            // A lost answer: the same device with the same key is let in again.
            for _ in 1...2 { #expect(try await practice.enrolment.enrol(second).member.id == member) }
            try await expect(.notConfirmed) {
                _ = try await practice.enrolment.enrol(another(.invitation(invitation.code)))
            }
            // An operator's code, for a member whose devices are lost; too late, it is good for nothing.
            try await practice.careTeam.revokeDevice(first.device.id, of: member, actor: actor)
            let late = try await practice.enrolment.invite(member, actor: practice.operator)
            practice.clock.advance(seconds: 901)
            try await expect(.notConfirmed) { _ = try await practice.enrolment.enrol(another(.invitation(late.code))) }
            let fresh = try await practice.enrolment.invite(member, actor: practice.operator)
            #expect(try await practice.enrolment.enrol(another(.invitation(fresh.code))).member.id == member)
            for (who, refused) in [(actor, CareError.notAllowed)] {
                try await expect(refused) { _ = try await practice.enrolment.invite(member, actor: who) }
            }
            try await expect(.notAllowed) { _ = try await practice.enrolment.invite(actor: practice.operator) }
            try await expect(.notFound) {
                _ = try await practice.enrolment.invite(.make(at: practice.clock.now), actor: practice.operator)
            }
        }
    }

    @Test func `is the only one that a code lets in, of many at once`() async throws {
        try await Practice.open { practice in
            let (_, _, actor) = try await ana(practice)
            let code = try await practice.enrolment.invite(actor: actor).code
            let refusals = try await withThrowingTaskGroup(of: CareError?.self) { group in
                for _ in 1...6 {
                    let enrolment = try another(.invitation(code))
                    group.addTask { try await refusal { _ = try await practice.enrolment.enrol(enrolment) } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let (entered, refused) = (refusals.count { $0 == nil }, refusals.count { $0 == .notConfirmed })
            #expect(entered == 1 && refused == 5)
            #expect(try await practice.count("SELECT count(*) FROM device") == 2)
        }
    }

    @Test func `is one of ten at most, also when they come at once`() async throws {
        try await Practice.open { practice in
            let (first, member, actor) = try await ana(practice)
            let proof = EnrolmentProof.previousDevice(first.device.id, enrolmentKey: key("k"))
            let refusals = try await withThrowingTaskGroup(of: CareError?.self) { group in
                for _ in 1...12 {
                    let enrolment = try another(proof)
                    group.addTask { try await refusal { _ = try await practice.enrolment.enrol(enrolment) } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let (entered, refused) = (refusals.count { $0 == nil }, refusals.count { $0 == .tooManyDevices })
            #expect(entered == 9 && refused == 3)
            let listed = try await practice.devices.list(actor: actor).devices
            let other = try #require(listed.last { $0.device.id != first.device.id }).device.id
            try await practice.careTeam.revokeDevice(other, of: member, actor: actor)
            _ = try await practice.enrolment.enrol(another(proof))
        }
    }
}
