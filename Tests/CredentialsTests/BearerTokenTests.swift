import Credentials
import Testing

@Suite struct `A bearer token` {
    @Test(arguments: BearerToken.Kind.allCases)
    func `is known again from its text`(kind: BearerToken.Kind) throws {
        let token = BearerToken(generating: kind)

        let again = try #require(BearerToken(token.text))

        #expect(token.text.hasPrefix("sol_\(kind.rawValue)_"))
        #expect(token.text.utf8.count == 4 + kind.rawValue.utf8.count + 1 + 43)
        #expect(again == token)
        #expect(again.kind == kind)
        #expect(again.digest == token.digest)
    }

    @Test func `is new each time`() {
        let tokens = (0..<1_000).map { _ in BearerToken(generating: .access) }

        #expect(Set(tokens.map(\.text)).count == 1_000)
        #expect(Set(tokens.map(\.digest)).count == 1_000)
        // Each character of the secret takes many values: no bits are stuck.
        for position in 0..<42 {
            let characters = Set(tokens.map { Array($0.text.utf8)["sol_access_".utf8.count + position] })
            #expect(characters.count == 64)
        }
    }

    private static let secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    @Test func `may hold any secret of 43 characters`() {
        #expect(BearerToken("sol_access_" + Self.secret) != nil)
        #expect(BearerToken("sol_access_" + String(repeating: "_-", count: 21) + "8") != nil)
    }

    @Test(arguments: [
        "", "sol", "sol_access_", "sol_access_\(secret)A", "sol_access_\(secret.dropLast())", "sol_other_\(secret)",
        "SOL_access_\(secret)", "sol_Access_\(secret)", " sol_access_\(secret)", "sol_access_\(secret)\n",
        "sol_access_\(secret.dropLast())B", "sol_access_\(secret.dropLast())=", "sol_access_+\(secret.dropFirst())",
        "sol_access_é\(secret.dropFirst(2))", "sol-access-\(secret)", secret,
    ])
    func `is refused in any other form`(text: String) {
        #expect(BearerToken(text) == nil)
    }

    @Test func `is stored as SHA-256 of its text`() throws {
        let token = try #require(BearerToken("sol_access_" + Self.secret))

        #expect(token.digest == SHA256Digest(of: Array(token.text.utf8)))
        #expect(token.digest.bytes.count == 32)
        #expect(BearerToken("sol_refresh_" + Self.secret)?.digest != token.digest)
    }

    @Test func `never shows its secret`() {
        let token = BearerToken(generating: .refresh)
        let secret = token.text.suffix(43)
        var dumped = ""
        dump(token, to: &dumped)

        #expect(!"\(token) \(String(reflecting: token)) \(dumped) \([token])".contains(secret))
    }
}

@Suite struct `A digest` {
    @Test func `is that of the standard`() {
        // FIPS 180-4, the example "abc".
        let digest = SHA256Digest(of: Array("abc".utf8))
        #expect(digest.hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SHA256Digest(bytes: digest.bytes) == digest)
    }

    @Test(arguments: [0, 31, 33])
    func `has 32 bytes`(count: Int) {
        #expect(SHA256Digest(bytes: Array(repeating: 1, count: count)) == nil)
    }
}
