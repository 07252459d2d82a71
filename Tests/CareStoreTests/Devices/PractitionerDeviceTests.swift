import Care
import CareMessages
import CareServices
import Credentials
import Foundation
import Testing

@Suite struct `A practitioner's device, as they arrange it` {
    private let entry: DeviceEntry

    init() throws { entry = DeviceEntry(name: try #require(Label("Tablet"))) }

    private func signedIn(_ practice: Practice, _ login: String) async throws -> Actor {
        let tokens = try await practice.signIn(login)
        return try #require(try await practice.actor(tokens.accessToken))
    }

    @Test func `is bound to the session that names it, and every later request is its`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("dana")
            let tokens = try await practice.signIn("dana")
            let device = DeviceID.make(at: practice.clock.now)
            let before = try #require(try await practice.actor(tokens.accessToken))
            #expect(before.device == nil)
            for _ in 1...2 {
                #expect(try await practice.devices.put(device, entry, actor: before).id == device)
            }
            #expect(try await practice.actor(tokens.accessToken)?.device == device)
            // The session keeps its device when its tokens are renewed.
            let refresh = SessionRefresh(refreshToken: try #require(tokens.refreshToken))
            let next = try await practice.identity.refresh(refresh)
            let actor = try #require(try await practice.actor(next.accessToken))
            #expect(actor.device == device)
            // Another session on the same device.
            let second = try await signedIn(practice, "dana")
            _ = try await practice.devices.put(device, DeviceEntry(name: #require(Label("iPad"))), actor: second)
            let listed = try await practice.devices.list(actor: actor).devices
            #expect(listed.map(\.device.id) == [device] && listed.map(\.device.name.description) == ["iPad"])
            #expect(listed.allSatisfy { $0.isThisOne && $0.revokedAt == nil && $0.heardAt == nil })
        }
    }

    @Test func `that was copied goes on under an id that was nobody's, and the old one stays`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("dana")
            let (tokens, other) = (try await practice.signIn("dana"), try await practice.signIn("dana"))
            let ids = (0..<3).map { _ in DeviceID.make(at: practice.clock.now) }
            func actor() async throws -> Actor { try #require(try await practice.actor(tokens.accessToken)) }
            _ = try await practice.devices.put(ids[0], entry, actor: actor())
            // Again, as after an answer that was lost.
            for _ in 1...2 {
                #expect(try await practice.devices.put(ids[1], entry, actor: actor()).id == ids[1])
                #expect(try await actor().device == ids[1])
            }
            let listed = try await practice.devices.list(actor: actor()).devices
            #expect(Set(listed.map(\.device.id)) == Set(ids.prefix(2)) && listed.allSatisfy { $0.revokedAt == nil })
            // Back to the old one it cannot go, nor to one that has a session of its own.
            let second = try #require(try await practice.actor(other.accessToken))
            _ = try await practice.devices.put(ids[2], entry, actor: second)
            for id in [ids[0], ids[2]] {
                try await expect(.taken) { _ = try await practice.devices.put(id, entry, actor: actor()) }
            }
            // The end of the old one does not end the session that has left it.
            try await practice.devices.revoke(ids[0], actor: actor())
            #expect(try await actor().device == ids[1])
            // One that was revoked is not left, though its session was looked up before.
            let late = try await actor()
            try await practice.devices.revoke(ids[1], actor: second)
            try await expect(.taken) {
                _ = try await practice.devices.put(.make(at: practice.clock.now), entry, actor: late)
            }
        }
    }

    @Test func `cannot be somebody else's`() async throws {
        try await Practice.open { practice in
            for login in ["dana", "riley"] { _ = try await practice.addPractitioner(login) }
            let (dana, riley) = (try await signedIn(practice, "dana"), try await signedIn(practice, "riley"))
            let device = DeviceID.make(at: practice.clock.now)
            _ = try await practice.devices.put(device, entry, actor: dana)
            try await expect(.taken) { _ = try await practice.devices.put(device, entry, actor: riley) }
            try await expect(.notFound) { try await practice.devices.revoke(device, actor: riley) }
            #expect(try await practice.devices.list(actor: riley).devices.isEmpty)
            // Nor a member's, whichever was there first.
            let phone = try Practice.enrolment(Practice.claim())
            _ = try await practice.enrolment.enrol(phone)
            try await expect(.taken) { _ = try await practice.devices.put(phone.device.id, entry, actor: riley) }
            let borrowed = try Practice.enrolment(
                Practice.claim("E100-1", "Leo", "Ruiz", "1986-11-30"), device: device)
            try await expect(.notConfirmed) { _ = try await practice.enrolment.enrol(borrowed) }
            #expect(try await practice.count("SELECT count(*) FROM member") == 1)
        }
    }

    @Test func `ends every session on it, and stays ended`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("dana")
            let (lost, kept) = (try await practice.signIn("dana"), try await practice.signIn("dana"))
            let device = DeviceID.make(at: practice.clock.now)
            let onLost = try #require(try await practice.actor(lost.accessToken))
            let onKept = try #require(try await practice.actor(kept.accessToken))
            _ = try await practice.devices.put(device, entry, actor: onLost)
            for _ in 1...2 { try await practice.devices.revoke(device, actor: onKept) }
            #expect(try await practice.actor(lost.accessToken) == nil)
            #expect(try await practice.actor(kept.accessToken) != nil)
            let refresh = SessionRefresh(refreshToken: try #require(lost.refreshToken))
            try await expect(.sessionEnded) { _ = try await practice.identity.refresh(refresh) }
            try await expect(.taken) { _ = try await practice.devices.put(device, entry, actor: onKept) }
            #expect(try await practice.devices.list(actor: onKept).devices.map { $0.revokedAt != nil } == [true])
        }
    }

    @Test func `is one of ten at most`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("dana")
            var devices: [DeviceID] = []
            for _ in 1...10 {
                devices.append(.make(at: practice.clock.now))
                _ = try await practice.devices.put(devices[devices.count - 1], entry, actor: signedIn(practice, "dana"))
            }
            let eleventh = try await signedIn(practice, "dana")
            try await expect(.tooManyDevices) {
                _ = try await practice.devices.put(.make(at: practice.clock.now), entry, actor: eleventh)
            }
            // One that is there already may be named again, and one that is revoked makes room.
            _ = try await practice.devices.put(devices[3], entry, actor: signedIn(practice, "dana"))
            try await practice.devices.revoke(devices[0], actor: eleventh)
            _ = try await practice.devices.put(.make(at: practice.clock.now), entry, actor: eleventh)
        }
    }
}
