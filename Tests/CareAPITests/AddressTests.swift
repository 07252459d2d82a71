import Care
import CareAPI
import CareServices
import HTTPMessages
import StrictJSON
import Testing

@Suite struct `Addresses` {
    @Test func `that do not exist are 404, with a problem`() async throws {
        try await withWorld { world in
            for target in [
                "/", "/v1", "/v2/me", "/v1/me/", "/v1//me", "/v1/members/x/y/z", "/V1/me", "/livez",
                "/v1/catalog/articles",
            ] {
                let answer = try await world.send(.get, target, as: .olga)
                #expect(answer.status == 404, "\(target)")
                #expect(answer.problem == "not-found")
            }
        }
    }

    @Test func `answer other methods with 405 and the ones that they take`() async throws {
        try await withWorld { world in
            var methods: [String: Set<HTTPMethod>] = [:]
            for route in world.api.router.routes {
                methods[route.template.description, default: []].insert(route.method)
            }
            for (template, taken) in methods {
                let target = template.replacing(#/\{[a-z]+\}/#, with: "x")
                for method in HTTPMethod.allCases where !taken.contains(method) && method != .options {
                    if method == .head, taken.contains(.get) { continue }
                    // A name in its place may be an address of its own, as /v1/devices/drops is beside /v1/devices/{device}.
                    let path = target.split(separator: "/").map(String.init)
                    if case .matched = world.api.router.match(method, path) { continue }
                    let answer = try await world.send(method, target, as: .olga)
                    #expect(answer.status == 405, "\(method) \(target)")
                    let allow = answer.response.headers.list("Allow")
                    for method in taken { #expect(allow.contains(method.rawValue)) }
                }
                let options = try await world.send(.options, target)
                #expect(options.status == 204)
            }
        }
    }

    @Test func `with names that name nothing are 404`() async throws {
        try await withWorld { world in
            let ana = "/v1/members/\(world.people.ana)"
            let cases: [(HTTPMethod, String, World.Caller)] = [
                (.get, "/v1/members/x", .jordan), (.get, "/v1/members/\(world.people.ana)x", .jordan),
                (.get, "/v1/members/%00/plan", .jordan), (.get, "/v1/members/x/plan", .jordan),
                (.get, "/v1/members/x/plan/revisions", .ana), (.get, "/v1/members/x/trend", .ana),
                (.get, "/v1/members/x/history", .ana), (.get, "/v1/catalog/exercises/Calf%20Raises", .ana),
                (.get, "/v1/catalog/exercises/no-such-thing", .ana), (.get, "/v1/catalog/templates/%C3%A9", .ana),
                (.get, "/v1/sponsors/UPPER/loads", .olga), (.get, "/v1/sponsors/none/loads", .olga),
                (.get, "/v1/sponsors/acme/loads/x", .acme),
                (.get, "/v1/sponsors/acme/loads/\(world.people.ana)", .acme),
                (.delete, "\(ana)/care-team/x", .olga), (.delete, "/v1/members/x/care-team/x", .olga),
                (.post, "\(ana)/devices/x/revocation", .ana), (.post, "/v1/members/x/devices/x/revocation", .olga),
            ]
            for (method, target, caller) in cases where (try? Request(method, target)) != nil {
                let answer = try await world.send(method, target, as: caller)
                #expect(answer.status == 404, "\(method) \(target)")
            }
        }
    }

    @Test func `take the query that they describe and no other`() async throws {
        try await withWorld { world in
            let ana = "/v1/members/\(world.people.ana)"
            let cases: [(String, World.Caller, Int)] = [
                ("\(ana)/trend?days=7", .ana, 200), ("\(ana)/trend?days=0", .ana, 422),
                ("\(ana)/trend?days=367", .ana, 422),
                ("\(ana)/trend?days=x", .ana, 400), ("\(ana)/trend?days=", .ana, 400),
                ("\(ana)/trend?days=7&days=7", .ana, 400), ("\(ana)/trend?day=7", .ana, 400),
                ("\(ana)/trend?days=99999999999999999999", .ana, 400), ("\(ana)/plan?revision=1", .ana, 200),
                ("\(ana)/plan?revision=2", .ana, 404), ("\(ana)/plan?revision=0", .ana, 400),
                ("\(ana)/plan?revision=99999999999", .ana, 404), ("\(ana)/plan?revision=-1", .ana, 400),
                ("/v1/members", .olga, 400), ("/v1/members?search=a", .olga, 422),
                ("/v1/members?search=an", .olga, 200),
                ("/v1/members?search=%25%25", .olga, 200), ("/v1/members?search=an&limit=5", .olga, 400),
                ("/v1/me?verbose=1", .olga, 400), ("/openapi.json?x", .nobody, 400),
            ]
            for (target, caller, status) in cases {
                let answer = try await world.send(.get, target, as: caller)
                #expect(answer.status == status, "\(target)")
            }
            let wildcard = try await world.send(.get, "/v1/members?search=%25%25", as: .olga)
            #expect(wildcard["members"] == [])
        }
    }

    @Test func `for files take CSV of a reasonable size, whatever is in it`() async throws {
        try await withWorld { world in
            let target = "/v1/sponsors/acme/loads"
            let before = try await world.digest()
            let wrong = try await world.send(
                .post, target, as: .acme, headers: ["Content-Type": "application/json"], bytes: Array(World.roster.utf8)
            )
            #expect(wrong.status == 415)
            let query = try await world.send(
                .post, target + "?dryRun=maybe", as: .acme, headers: ["Content-Type": "text/csv"],
                bytes: Array(World.roster.utf8))
            #expect(query.status == 400)
            #expect(try await world.digest() == before)
            for bytes: [UInt8] in [
                [], [0], [0xFF, 0xFE, 0x41, 0], Array("a,b,c\n1,2,3\n".utf8), Array(repeating: 0x22, count: 100_000),
            ] {
                let answer = try await world.send(
                    .post, target, as: .acme, headers: ["Content-Type": "text/csv"], bytes: bytes)
                #expect(answer.status == 201)
                #expect(answer["state"] == "rejected")
            }
        }
    }
}
