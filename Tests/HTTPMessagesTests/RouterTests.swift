import HTTPMessages
import Testing

@Suite struct `A router` {
    private let router: Router<String>

    init() throws {
        router = try Router([
            Route(.get, "/", "root"),
            Route(.get, "/v1/members/{member}", "member"),
            Route(.delete, "/v1/members/{member}", "forget"),
            Route(.get, "/v1/members/me", "me"),
            Route(.get, "/v1/members/{person}/plan", "plan"),
            Route(.get, "/v1/members/me/runs", "runs"),
            Route(.head, "/v1/files/{name}", "file head"),
            Route(.get, "/v1/files/{name}", "file"),
            Route(.post, "/v1/push", "push"),
        ])
    }

    private func endpoint(_ method: HTTPMethod, _ path: String...) -> String? {
        if case .matched(let route, _) = router.match(method, path) { route.endpoint } else { nil }
    }

    @Test func `finds routes and their parameters`() {
        guard case .matched(let route, let parameters) = router.match(.get, ["v1", "members", "7", "plan"]) else {
            Issue.record("no match")
            return
        }
        #expect(route.endpoint == "plan")
        #expect(parameters["person"] == "7")
        #expect(parameters["member"] == nil)
        #expect(endpoint(.get) == "root")
    }

    @Test func `prefers the fixed segment, and comes back if it leads nowhere`() {
        #expect(endpoint(.get, "v1", "members", "me") == "me")
        #expect(endpoint(.get, "v1", "members", "me", "plan") == "plan")
        #expect(endpoint(.delete, "v1", "members", "me") == nil)
    }

    @Test func `answers HEAD with the route of GET, or with its own`() {
        #expect(endpoint(.head, "v1", "members", "7") == "member")
        #expect(endpoint(.head, "v1", "files", "x") == "file head")
        #expect(endpoint(.head, "v1", "push") == nil)
    }

    @Test(arguments: [[], ["v1", "member"], ["v1", "members", ""], ["v1", "members", "7", ""], ["", "v1", "push"]])
    func `finds nothing elsewhere`(path: [String]) throws {
        let router = try Router([Route(.get, "/v1/members/{member}", 1), Route(.post, "/v1/push", 2)])
        guard case .notFound = router.match(.get, path) else {
            Issue.record("\(path) matched")
            return
        }
    }

    @Test func `lists the methods of a path`() async throws {
        let post = try Request(.post, "/v1/members/7")
        let refused = await router.respond(to: post) { _, _ in .noContent }
        #expect(refused.status == .methodNotAllowed)
        #expect(refused.headers["Allow"] == "GET, HEAD, DELETE, OPTIONS")
        #expect(refused.routeTemplate == nil)

        // The fixed segment is another address, and the parameter's methods are not its own.
        for method in [HTTPMethod.delete, .trace] {
            let fixed = await router.respond(to: try Request(method, "/v1/members/me")) { _, _ in .noContent }
            #expect(fixed.status == .methodNotAllowed)
            #expect(fixed.headers["Allow"] == "GET, HEAD, OPTIONS")
        }

        let options = await router.respond(to: try Request(.options, "/v1/push")) { _, _ in .text("no") }
        #expect(options.status == .noContent)
        #expect(options.headers["Allow"] == "POST, OPTIONS")
        let missing = await router.respond(to: try Request(.options, "/v2")) { _, _ in .text("no") }
        #expect(missing.status == .notFound)
    }

    @Test func `tells the access log which template answered`() async throws {
        let response = await router.respond(to: try Request(.get, "/v1/members/secret-name")) { endpoint, parameters in
            .text(endpoint + (parameters["member"] ?? ""))
        }
        #expect(response.routeTemplate == "/v1/members/{member}")
        #expect(response.bodyBytes() == Array("membersecret-name".utf8))
    }

    @Test func `refuses two routes for the same requests`() {
        #expect(
            throws: AmbiguousRoutes(method: .get, first: "/a/{b}/c", second: "/a/{x}/c")
        ) {
            try Router([Route(.get, "/a/{b}/c", 1), Route(.post, "/a/{b}/c", 2), Route(.get, "/a/{x}/c", 3)])
        }
    }
}

@Suite struct `A route template` {
    @Test(arguments: ["", "a", "/a/", "//", "/{}", "/{a}/{a}", "/{a", "/a}b", "/a?b", "/a%20b", "/{a}{b}"])
    func `that is malformed is refused`(text: String) {
        #expect(RouteTemplate(text) == nil)
    }

    @Test func `names its parameters in order`() {
        #expect(RouteTemplate("/v1/{b}/x/{a}")?.parameterNames == ["b", "a"])
        #expect(RouteTemplate("/")?.parameterNames == [])
    }
}
