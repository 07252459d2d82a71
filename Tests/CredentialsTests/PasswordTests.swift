import Credentials
import Testing

@Suite struct `A password` {
    @Test func `has 12 to 128 characters`() throws {
        _ = try Password(String(repeating: "a", count: 12))
        _ = try Password(String(repeating: "漢", count: 128))

        #expect(throws: Password.Problem.tooShort(minimum: 12)) { try Password(String(repeating: "a", count: 11)) }
        #expect(throws: Password.Problem.tooLong(maximum: 128)) { try Password(String(repeating: "a", count: 129)) }
        #expect(throws: Password.Problem.tooLong(maximum: 128)) { try Password(String(repeating: "a", count: 5_000)) }
    }

    @Test func `is not padded by combining marks`() {
        #expect(throws: Password.Problem.tooShort(minimum: 12)) {
            try Password(String(repeating: "e\u{301}", count: 11))
        }
    }

    @Test func `holds no NUL`() {
        #expect(throws: Password.Problem.holdsNUL) { try Password("correct\u{0}horse battery") }
    }

    @Test func `is never shown`() throws {
        let password = try Password("canary canary canary")
        var dumped = ""
        dump(password, to: &dumped)

        #expect(!"\(password) \(String(reflecting: password)) \(dumped)".contains("canary"))
    }
}

@Suite struct `A stored password hash` {
    private static let salt = "c29tZXNhbHQxMjM0NTY"
    private static let tail = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI"

    @Test(arguments: [
        "", "plain text", "$argon2id$v=19$m=19456,t=2,p=1$\(salt)",
        "$argon2i$v=19$m=19456,t=2,p=1$\(salt)$\(tail)",
        "$argon2id$v=16$m=19456,t=2,p=1$\(salt)$\(tail)",
        "$argon2id$v=19$m=4194304,t=2,p=1$\(salt)$\(tail)",
        "$argon2id$v=19$m=19456,t=1000,p=1$\(salt)$\(tail)",
        "$argon2id$v=19$m=19456,t=2,p=0$\(salt)$\(tail)",
        "$argon2id$v=19$m=+9456,t=2,p=1$\(salt)$\(tail)",
        "$argon2id$v=19$m=99999999999,t=2,p=1$\(salt)$\(tail)",
        "$argon2id$v=19$t=2,m=19456,p=1$\(salt)$\(tail)",
        "$argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(tail)$",
        "$argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(tail)\u{0}",
        "$argon2id$v=19$m=19456,t=2,p=1$$\(tail)",
    ])
    func `is refused when it is none, or would take the machine down`(text: String) {
        #expect(PasswordHash(encoded: text) == nil)
    }

    @Test(arguments: [("m=19456,t=2,p=1", false), ("m=65536,t=2,p=1", true), ("m=19456,t=3,p=1", true)])
    func `says whether it should be made anew`(cost: String, needsRehash: Bool) throws {
        let hash = try #require(PasswordHash(encoded: "$argon2id$v=19$\(cost)$\(Self.salt)$\(Self.tail)"))

        #expect(hash.needsRehash == needsRehash)
    }

    @Test func `is never shown`() throws {
        let hash = try #require(PasswordHash(encoded: "$argon2id$v=19$m=19456,t=2,p=1$\(Self.salt)$\(Self.tail)"))
        var dumped = ""
        dump(hash, to: &dumped)

        #expect(!"\(hash) \(String(reflecting: hash)) \(dumped)".contains(Self.tail))
    }
}
