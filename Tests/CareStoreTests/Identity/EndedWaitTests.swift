import Care
import CareMessages
import CareServices
import ChartSync
import Credentials
import Testing

@Suite struct `A wait ends at once` {
    /// Somebody's tokens on a device, and the wait that the device has begun with them.
    private func waiting(
        _ practice: Practice
    ) async throws -> (tokens: TokenPair, actor: Actor, waiter: Waiter) {
        _ = try await practice.addPractitioner("pat")
        let tokens = try await practice.signIn("pat")
        let device = DeviceID.make(at: practice.clock.now)
        let entry = DeviceEntry(name: try #require(Label("Tablet")))
        let before = try #require(try await practice.actor(tokens.accessToken))
        _ = try await practice.devices.put(device, entry, actor: before)
        let actor = try #require(try await practice.actor(tokens.accessToken))
        let waiter = try #require(practice.board.register(device, for: actor, scopes: [.panel]))
        return (tokens, actor, waiter)
    }

    private func hasEnded(_ waiter: Waiter) async -> Bool {
        // It would last for an hour.
        await waiter.next(until: .now + .seconds(3_600)) == .ended
    }

    @Test func `when a refresh token turns out to be in two hands`() async throws {
        try await Practice.open { practice in
            let (tokens, _, waiter) = try await waiting(practice)
            let refresh = SessionRefresh(refreshToken: try #require(tokens.refreshToken))
            let second = try await practice.identity.refresh(refresh)
            _ = try await practice.identity.refresh(
                SessionRefresh(refreshToken: try #require(second.refreshToken)))

            try await expect(.sessionEnded) { _ = try await practice.identity.refresh(refresh) }

            #expect(await hasEnded(waiter))
        }
    }

    @Test func `when its session signs out`() async throws {
        try await Practice.open { practice in
            let (_, actor, waiter) = try await waiting(practice)
            try await practice.identity.signOut(actor)
            #expect(await hasEnded(waiter))
        }
    }

    @Test func `when its device is revoked`() async throws {
        try await Practice.open { practice in
            let (_, actor, waiter) = try await waiting(practice)
            try await practice.devices.revoke(try #require(actor.device), actor: actor)
            #expect(await hasEnded(waiter))
        }
    }

    @Test func `when its owner gets another password`() async throws {
        try await Practice.open { practice in
            let (_, _, waiter) = try await waiting(practice)
            let entry = PractitionerEntry(
                name: try #require(Label("Pat")), role: .practitioner, password: "a horse of another colour",
                credentials: [], licences: [])
            _ = try await practice.identity.putPractitioner(login: "pat", entry: entry, actor: practice.operator)
            #expect(await hasEnded(waiter))
        }
    }
}
