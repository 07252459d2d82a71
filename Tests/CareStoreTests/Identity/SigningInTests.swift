import Care
import CareMessages
import CareServices
import Credentials
import Foundation
import Postgres
import TestPostgres
import Testing

@Suite struct `Signing in` {
    @Test func `gives tokens that speak for the practitioner`() async throws {
        try await Practice.open { practice in
            let id = try await practice.addPractitioner("pat")
            let pair = try await practice.signIn("PAT")
            let actor = try #require(try await practice.actor(pair.accessToken))
            #expect(actor.practitioner == id)
            #expect(pair.role == .practitioner)
            #expect(try await practice.identity.me(actor).name == "Pat pat")
            // A refresh token is no access token, whatever it is called.
            let refresh = try #require(pair.refreshToken)
            #expect(try await practice.actor(refresh) == nil)
            #expect(try await practice.actor(refresh.replacing("sol_refresh_", with: "sol_access_")) == nil)
        }
    }

    @Test func `fails alike for a wrong password, an unknown login and a text that is no login`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            for login in ["pat", "nobody", "no login at all\u{0}"] {
                var refusals: [CareError?] = []
                for _ in 1...6 {
                    refusals.append(try await refusal { _ = try await practice.signIn(login, "wrong password, sorry") })
                }
                let expected =
                    Array(repeating: CareError.signInFailed, count: 5) + [.tooManyTries(retryAfterSeconds: 30)]
                #expect(refusals == expected, "\(login)")
            }
        }
    }

    @Test func `is refused while locked, even with the right password, and success forgets the failures`() async throws
    {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            for _ in 1...5 { _ = try await refusal { _ = try await practice.signIn("pat", "wrong password, sorry") } }
            try await expect(.tooManyTries(retryAfterSeconds: 30)) { _ = try await practice.signIn("pat") }
            practice.clock.advance(seconds: 30)
            let sixth = try await refusal { _ = try await practice.signIn("pat", "wrong password, sorry") }
            #expect(sixth == .signInFailed)
            practice.clock.advance(seconds: 59)
            let paused = try await refusal { _ = try await practice.signIn("pat") }
            #expect(paused == .tooManyTries(retryAfterSeconds: 1))
            practice.clock.advance(seconds: 1)
            try await expect(nil) { _ = try await practice.signIn("pat") }
            for _ in 1...4 {
                try await expect(.signInFailed) { _ = try await practice.signIn("pat", "wrong password, sorry") }
            }
            try await expect(nil) { _ = try await practice.signIn("pat") }
        }
    }

    @Test func `looks at no more than five of many tries at once`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            let refusals = try await withThrowingTaskGroup(of: CareError?.self) { group in
                for _ in 1...12 {
                    group.addTask {
                        try await refusal { _ = try await practice.signIn("pat", "wrong password, sorry") }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let failed = refusals.count { $0 == .signInFailed }
            #expect(failed == 5)
            let paused = refusals.count { $0 == .tooManyTries(retryAfterSeconds: 30) }
            #expect(paused == 7)
        }
    }

    @Test func `ends with signing out, at the next request`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            let pair = try await practice.signIn("pat")
            let other = try await practice.signIn("pat")
            let actor = try #require(try await practice.actor(pair.accessToken))
            try await practice.identity.signOut(actor)
            try await practice.identity.signOut(actor)
            #expect(try await practice.actor(pair.accessToken) == nil)
            #expect(try await practice.actor(other.accessToken) != nil)
            let refresh = SessionRefresh(refreshToken: try #require(pair.refreshToken))
            try await expect(.sessionEnded) { _ = try await practice.identity.refresh(refresh) }
        }
    }

    @Test func `makes a dearer hash of the password when costs have risen`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            // The same password by argon2id with 8 MiB and one pass, from the reference implementation.
            let cheap =
                "$argon2id$v=19$m=8192,t=1,p=1$c2l4dGVlbiBieXRlIHNsdA$NG6u/OtVpTXR6dshhxqvjepuhzqIB00QukMDuEv0WaA"
            try await practice.test.database.transaction { transaction in
                try transaction.run(
                    Statement("UPDATE account SET password_hash = $1", takes: Types(String.self)), cheap)
            }
            _ = try await practice.signIn("pat")
            #expect(
                try await practice.count("SELECT count(*) FROM account WHERE password_hash LIKE '%m=19456,t=2,p=1%'")
                    == 1)
            _ = try await practice.signIn("pat")
        }
    }

    @Test func `leaves no token and no password that a dump could show`() async throws {
        try await Practice.open { practice in
            _ = try await practice.addPractitioner("pat")
            let person = try await practice.signIn("pat")
            let member = try await practice.enrolment.enrol(Practice.enrolment(Practice.claim(), key: "Q"))
            let dump = try await practice.test.database.transaction(
                TransactionOptions(settings: ["xmlbinary": "hex"])
            ) { transaction in
                try transaction.only(
                    Statement(
                        "SELECT schema_to_xml('public', true, false, '')::text", gives: Types(String.self)))
            }
            func hex(_ text: some StringProtocol) -> String {
                text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined().uppercased()
            }
            let shown = dump.uppercased()
            let tokens = [
                person.accessToken, try #require(person.refreshToken), member.tokens.accessToken,
                try #require(member.tokens.refreshToken),
            ]
            for token in tokens {
                // The digest is there, so that the dump does hold the tables.
                let digest = try #require(BearerToken(token)).digest
                #expect(shown.contains(digest.hexadecimal.uppercased()))
            }
            for secret in tokens.map({ $0.suffix(43) }) + [
                Practice.password[...], String(repeating: "Q", count: 43)[...],
            ] {
                #expect(!dump.contains(secret))
                #expect(!shown.contains(hex(secret)))
            }
        }
    }
}
