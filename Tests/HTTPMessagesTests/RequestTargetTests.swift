import HTTPMessages
import Testing

@Suite struct `A request target` {
    @Test(arguments: [
        ("/", []), ("/v1/members", ["v1", "members"]), ("/a/", ["a", ""]), ("//a", ["", "a"]),
        ("/caf%C3%A9", ["café"]), ("/a%20b", ["a b"]), ("/a+b", ["a+b"]), ("/%2541", ["%41"]), ("/...", ["..."]),
        ("/a?b/../c", ["a"]),
    ])
    func `is split and then decoded once`(raw: String, path: [String]) throws {
        #expect(try RequestTarget(parsing: raw).path == path)
    }

    @Test func `has query items in order`() throws {
        let query = try RequestTarget(parsing: "/a?after=3&x&&y=a%3Db%26c=d&after=%2B1+2").query
        #expect(
            query == [
                .init("after", "3"), .init("x", ""), .init("y", "a=b&c=d"), .init("after", "+1+2"),
            ])
    }

    @Test(arguments: [
        ("", RequestTarget.Refusal.notOriginForm), ("*", .notOriginForm), ("http://a/b", .notOriginForm),
        ("/a b", .forbiddenByte), ("/a\\b", .forbiddenByte), ("/a#b", .forbiddenByte), ("/é", .forbiddenByte),
        ("/a\"", .forbiddenByte), ("/<", .forbiddenByte), ("/\u{7F}", .forbiddenByte), ("/a\tb", .forbiddenByte),
        ("/%", .badEscape), ("/%4", .badEscape), ("/%zz", .badEscape), ("/a?b=%g0", .badEscape),
        ("/%00", .controlCharacter), ("/a%2Fb", .ambiguousEscape), ("/a%5cb", .ambiguousEscape),
        ("/%2e%2e/a", .ambiguousEscape), ("/%3f", .ambiguousEscape), ("/%0d%0a", .controlCharacter),
        ("/a?b=%00", .controlCharacter), ("/a?b=%7F", .controlCharacter),
        ("/../a", .dotSegment), ("/a/./b", .dotSegment), ("/a/..", .dotSegment),
        ("/%ff", .notUTF8), ("/%C0%AF", .notUTF8), ("/%ED%A0%80", .notUTF8),
    ])
    func `that could be read in two ways is refused`(raw: String, refusal: RequestTarget.Refusal) {
        #expect(throws: refusal) { try RequestTarget(parsing: raw) }
    }
}

@Suite struct `A request` {
    @Test func `made for a test reads its target`() throws {
        let request = try Request(.get, "/v1/charts?after=4&after=5", headers: ["A": "b"], body: [1])
        #expect(request.path == ["v1", "charts"])
        #expect(request.queryValues("after") == ["4", "5"])
        #expect(request.queryValues("before").isEmpty)
    }

    @Test func `has an id of its own in the form of a version 4 UUID`() {
        let ids = (0..<500).map { _ in Request.newID() }
        #expect(Set(ids).count == ids.count)
        for id in ids {
            let parts = id.split(separator: "-")
            #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
            #expect(parts[2].first == "4")
            #expect("89ab".contains(parts[3].prefix(1)))
        }
    }
}
