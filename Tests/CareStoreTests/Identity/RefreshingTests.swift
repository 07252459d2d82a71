import Care
import CareMessages
import CareServices
import Credentials
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Refreshing a session` {
    private func refresh(_ pair: TokenPair, _ practice: Practice) async throws -> TokenPair {
        try await practice.identity.refresh(SessionRefresh(refreshToken: try #require(pair.refreshToken)))
    }

    private func isRefused(_ pair: TokenPair, _ practice: Practice) async throws -> Bool {
        try await refusal { _ = try await refresh(pair, practice) } == .sessionEnded
    }

    private func isAlive(_ pair: TokenPair, _ practice: Practice) async throws -> Bool {
        try await practice.actor(pair.accessToken) != nil
    }

    private let liveRefreshTokens =
        "SELECT count(*) FROM token WHERE kind = 'refresh' AND used_at IS NULL AND withdrawn_at IS NULL"

    @Test func `gives a new pair, again and again`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            var pair = try await practice.signIn("pat")
            for _ in 1...3 {
                practice.clock.advance(seconds: 3_600)
                #expect(try await !isAlive(pair, practice))
                pair = try await refresh(pair, practice)
                #expect(try await isAlive(pair, practice))
            }
        }
    }

    @Test func `after a lost answer gives another pair and withdraws the first`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            let first = try await practice.signIn("pat")
            let lost = try await refresh(first, practice)
            practice.clock.advance(seconds: 30)
            let second = try await refresh(first, practice)
            #expect(try await !isAlive(lost, practice))
            #expect(try await isAlive(second, practice))
            #expect(try await practice.count(liveRefreshTokens) == 1)
            let third = try await refresh(second, practice)
            #expect(try await isAlive(third, practice))
        }
    }

    @Test func `ends the family when a withdrawn token turns up`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            let first = try await practice.signIn("pat")
            let lost = try await refresh(first, practice)
            let second = try await refresh(first, practice)
            #expect(try await isRefused(lost, practice))
            #expect(try await !isAlive(second, practice))
            #expect(try await isRefused(second, practice))
        }
    }

    @Test(arguments: [(61, false), (5, true), (86_400, true)] as [(Int64, Bool)])
    func `ends the family when a used token comes again later, or after its successor`(
        seconds: Int64, isSuccessorUsed: Bool
    ) async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            let first = try await practice.signIn("pat")
            let bystander = try await practice.signIn("pat")
            var last = try await refresh(first, practice)
            if isSuccessorUsed { last = try await refresh(last, practice) }
            practice.clock.advance(seconds: seconds)
            #expect(try await isRefused(first, practice))
            #expect(try await !isAlive(last, practice))
            #expect(try await isRefused(last, practice))
            // Another session of the same person goes on.
            _ = try await refresh(bystander, practice)
        }
    }

    @Test func `of one token many times at once leaves one live pair`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            let first = try await practice.signIn("pat")
            let pairs = try await withThrowingTaskGroup(of: TokenPair.self) { group in
                for _ in 1...8 { group.addTask { try await refresh(first, practice) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(pairs.count == 8)
            #expect(try await practice.count(liveRefreshTokens) == 1)
            var alive = 0
            for pair in pairs where try await isAlive(pair, practice) { alive += 1 }
            #expect(alive == 1)
        }
    }

    @Test func `is refused after a month, and clears up what has expired`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            var pair = try await practice.signIn("pat")
            for _ in 1...5 {
                practice.clock.advance(seconds: 29 * 86_400)
                pair = try await refresh(pair, practice)
            }
            // The live pair, and the refresh token before it, which would still give a thief away.
            #expect(try await practice.count("SELECT count(*) FROM token") == 3)
            practice.clock.advance(seconds: 30 * 86_400)
            #expect(try await isRefused(pair, practice))
            _ = try await practice.signIn("pat")
            #expect(try await practice.count("SELECT count(*) FROM token") == 2)
        }
    }

    @Test(arguments: ["", "sol_refresh_x", "sol_access_" + String(repeating: "A", count: 43), "\u{0}"])
    func `is refused for a text that is no refresh token`(text: String) async throws {
        try await Practice.open { practice in
            let error = try await refusal {
                _ = try await practice.identity.refresh(SessionRefresh(refreshToken: text))
            }
            #expect(error == .sessionEnded)
        }
    }
}
