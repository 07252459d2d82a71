import Care
import CareServices
import ChartSync
import Foundation
import Testing

/// Whoever comes with a token is found out by the transaction of the work.
@Suite struct `A device that comes with a token` {
    private func phone(_ clinic: Clinic) async throws -> Phone {
        var phone = try await clinic.addMember()
        try await phone.send([phone.insert(Samples.session())], to: clinic)
        try await phone.sync(with: clinic)
        return phone
    }

    @Test func `is answered as somebody who is known, when nothing is new`() async throws {
        try await withClinic { clinic in
            let phone = try await phone(clinic)
            var known = try await clinic.pull.pull(phone.request(), actor: phone.actor)
            let found = try await clinic.pull.pull(phone.request(), caller: clinic.caller(phone.actor))
            #expect(found.pages.isEmpty && found.drops.isEmpty && !found.more)
            known.serverTime = found.serverTime
            #expect(found == known)
        }
    }

    @Test func `is noted as seen though nothing is new`() async throws {
        try await withClinic { clinic in
            let phone = try await phone(clinic)
            try await clinic.run("UPDATE device_progress SET seen_at = '2020-01-01'; DELETE FROM device_status")
            _ = try await clinic.pull.pull(phone.request(), caller: clinic.caller(phone.actor))
            #expect(try await clinic.count("SELECT count(*) FROM device_progress WHERE seen_at > '2020-01-02'") == 1)
            #expect(try await clinic.count("SELECT count(*) FROM device_status") == 1)
        }
    }

    @Test func `is nobody from the moment at which it is revoked`() async throws {
        try await withClinic { clinic in
            var phone = try await phone(clinic)
            let caller = try await clinic.caller(phone.actor)
            try await clinic.run("UPDATE credential SET revoked_at = now()")
            let mutation = try phone.insert(Samples.checkIn())
            #expect(
                try await refusal { _ = try await clinic.push.push(phone.request([mutation]), caller: caller) }
                    == .sessionEnded)
            #expect(
                try await refusal { _ = try await clinic.pull.pull(phone.request(), caller: caller) } == .sessionEnded)
            let first = phone.request([ScopeRequest(.chart(phone.member))])
            #expect(try await refusal { _ = try await clinic.pull.pull(first, caller: caller) } == .sessionEnded)
            #expect(try await clinic.count("SELECT version FROM chart") == 1)
        }
    }

    @Test func `does nothing for a role that has no devices`() async throws {
        try await withClinic { clinic in
            var phone = try await phone(clinic)
            let sponsor = Actor(role: .sponsor, subject: phone.actor.subject, device: nil, credential: .init())
            let mutation = try phone.insert(Samples.checkIn())
            let caller = try await clinic.caller(sponsor)
            #expect(
                try await refusal { _ = try await clinic.push.push(phone.request([mutation]), caller: caller) }
                    == .notAllowed)
            #expect(
                try await refusal { _ = try await clinic.pull.pull(phone.request(), caller: caller) } == .notAllowed)
        }
    }

    @Test func `reaches no chart with the number of another device`() async throws {
        try await withClinic { clinic in
            let phone = try await phone(clinic)
            var other = phone.another()
            let mutation = try other.insert(Samples.checkIn())
            let caller = try await clinic.caller(phone.actor)
            let answer = try await clinic.push.push(other.request([mutation]), caller: caller)
            #expect(answer.charts.map(\.problem) == [.notFound])
            #expect(
                try await refusal { _ = try await clinic.pull.pull(other.request(), caller: caller) } == .notFound)
            #expect(try await clinic.count("SELECT version FROM chart") == 1)
        }
    }
}
