import Care
import CareAPI
import CareServices
import HTTPMessages
import StrictJSON
import Testing

@Suite struct `Bad bodies` {
    /// A good body for each address that takes JSON, and who may send it.
    private static func good(_ operation: String, _ world: World) -> (target: String, caller: World.Caller, JSONValue)?
    {
        let ana = "/v1/members/\(world.people.ana)"
        switch operation {
        case "selfCheck": return ("/v1/eligibility/self-check", .nobody, World.claim())
        case "enrol":
            return (
                "/v1/enrolments", .nobody,
                World.enrolment(number: "AO-3", first: "Cleo", last: "Marsh", born: "1979-12-31", key: "c")
            )
        case "signIn": return ("/v1/sessions", .nobody, ["login": "jordan", "password": .string(password)])
        case "refreshSession":
            return ("/v1/sessions/refresh", .nobody, ["refreshToken": .string(world.people.refreshToken)])
        case "putSponsor":
            return (
                "/v1/sponsors/new", .olga,
                [
                    "name": "New", "kind": "employer", "feed": ["mode": "full", "endDateMeaning": "last_covered_day"],
                ]
            )
        case "putFeed": return ("/v1/sponsors/acme/feed", .olga, World.feedRules)
        case "releaseLoad", "rejectLoad", "undoLoad":
            let last = ["releaseLoad": "release", "rejectLoad": "rejection", "undoLoad": "undoing"][operation] ?? ""
            return (
                "/v1/sponsors/acme/loads/\(world.people.load)/\(last)", .acme,
                ["confirm": "acme", "reason": "Wrong file."]
            )
        case "issueSponsorCredential":
            return ("/v1/sponsors/acme/credentials", .olga, ["label": "x", "expiresInDays": 30])
        case "askCoverage":
            return (
                "/v1/sponsors/acme/coverage-questions", .acme,
                [
                    "questions": [
                        [
                            "rowId": "1", "number": "AO-1", "lastName": "Ruiz", "birthDate": "1990-04-12",
                            "on": "2026-11-22",
                        ]
                    ]
                ]
            )
        case "linkCover": return ("/v1/cover", .ana, World.claim())
        case "putSmallestCell": return ("/v1/sponsors/acme/smallest-cell", .olga, ["smallestCell": 22])
        case "putPractitioner":
            return ("/v1/practitioners/new", .olga, World.practitioner(role: "practitioner", password: password))
        case "putCareTeamPlace":
            return (
                "\(ana)/care-team/\(world.people.riley)", .olga,
                ["role": "covering_pt", "from": "2026-01-01", "through": "2099-01-01"]
            )
        case "putDevice":
            return ("/v1/devices/0190163d-8694-739b-aea5-966c26f8ad90", .jordan, ["name": "Tablet"])
        case "settleAside":
            return (
                "\(ana)/set-aside/0190163d-8694-839b-aea5-966c26f8ad90/resolution", .jordan,
                ["decision": "accept", "note": "Seen.", "withoutReference": true, "dryRun": true]
            )
        case "addRecord":
            return (
                "\(ana)/records", .jordan,
                [
                    "id": "0190163d-8694-739b-aea5-966c26f8ad90", "kind": "fall_report", "dryRun": true,
                    "body": [
                        "kind": "near_fall",
                        "moment": [
                            "at": "2026-03-01T15:30:00.000Z", "day": "2026-03-01", "timeZone": "America/Denver",
                        ],
                    ],
                ]
            )
        case "acknowledgeAlert":
            return (
                "\(ana)/alerts/0190163d-8694-739b-aea5-966c26f8ad90/acknowledgement", .jordan,
                ["snoozeHours": 5, "note": "Called.", "dryRun": true]
            )
        case "clearMember":
            return (
                "\(ana)/clearances", .jordan,
                [
                    "id": "0190163d-8694-739b-aea5-966c26f8ad90", "note": "Seen.", "dryRun": true,
                    "seen": ["0190163d-8694-739b-aea5-966c26f8ad91"],
                ]
            )
        case "acceptSuggestion":
            return (
                "\(ana)/suggestions/0190163d-8694-739b-aea5-966c26f8ad90/acceptance", .jordan,
                [
                    "id": "0190163d-8694-739b-aea5-966c26f8ad91", "reason": "As agreed.",
                    "effectiveFrom": "2099-01-01", "dryRun": true,
                ]
            )
        case "dismissSuggestion":
            return (
                "\(ana)/suggestions/0190163d-8694-739b-aea5-966c26f8ad90/dismissal", .jordan,
                ["reason": "No.", "dryRun": true]
            )
        case "proposePlan": return ("\(ana)/plan/revisions", .jordan, World.proposal(base: 1))
        case "push": return ("/v1/sync/push", .ana, world.push(World.checkIn(seq: 1)))
        case "pull":
            return (
                "/v1/sync/pull", .ana,
                world.pull(device: world.people.anasDevice, chart: world.people.ana, cursor: "x", limit: 10)
            )
        case "watch":
            return (
                "/v1/sync/watch", .ana, world.watch(device: world.people.anasDevice, chart: world.people.ana)
            )
        case "checksums":
            return (
                "/v1/sync/checksums", .ana,
                world.checksums(device: world.people.anasDevice, chart: world.people.ana)
            )
        case "repair":
            return (
                "/v1/sync/repair", .ana, world.repair(device: world.people.anasDevice, chart: world.people.ana)
            )
        default: return nil
        }
    }

    @Test func `are refused at every address that takes JSON, and change nothing`() async throws {
        try await withWorld { world in
            let before = try await world.digest()
            var count = 0
            for route in world.api.router.routes {
                let operation = route.endpoint.operation
                guard let body = operation.takes, body.isJSON else { continue }
                let (target, caller, good) = try #require(
                    Self.good(operation.id, world), "write down a good body for \(operation.id)")
                let bodies =
                    SpoiledJSON.generic(of: good, limitBytes: body.maximumBytes) + SpoiledJSON.mistyped(of: good)
                for spoiled in bodies {
                    let answer = try await world.send(
                        route.method, target, as: caller, headers: ["Content-Type": "application/json"],
                        bytes: spoiled.bytes)
                    #expect(answer.status == spoiled.status, "\(operation.id): \(spoiled.name)")
                    #expect(answer.response.headers["Content-Type"] == "application/problem+json")
                    if answer.status == 422 {
                        #expect(
                            answer["errors", "0", "pointer"]?.stringValue != nil, "\(operation.id): \(spoiled.name)")
                    }
                    count += 1
                }
                for type in ["text/plain", "application/jsonx", "text/csv", ""] {
                    let answer = try await world.send(
                        route.method, target, as: caller, headers: type.isEmpty ? [:] : ["Content-Type": type],
                        bytes: JSONWriter.write(good))
                    #expect(answer.status == 415, "\(operation.id): \(type)")
                }
            }
            #expect(count > 500)
            #expect(try await world.digest() == before)
        }
    }

    @Test func `say what is wrong, and where`() async throws {
        try await withWorld { world in
            let nested = try await world.send(
                .post, "/v1/eligibility/self-check", headers: ["Content-Type": "application/json; charset=utf-8"],
                bytes: Array(#"{"number":"AO-1","number":"AO-2"}"#.utf8))
            #expect(nested.problem == "invalid-json")
            #expect(nested["code"] == "json.duplicate_key")
            #expect(nested["offset"]?.integerValue == 17)
            let mistyped = try await world.send(
                .post, "/v1/sync/push", as: .ana,
                json: world.push(["seq": "one", "kind": "check_in", "op": "insert", "row": World.rowID()]))
            #expect(mistyped.problem == "invalid-request")
            #expect(mistyped["errors", "0", "pointer"] == "/charts/0/mutations/0/seq")
            #expect(mistyped["errors", "0", "code"] == "field.type")
        }
    }

    @Test func `do not come back with what they said`() async throws {
        try await withWorld { world in
            let canary = "Zanzibar canary"
            let bodies: [JSONValue] = [
                World.claim(born: canary), World.claim(last: "\(canary)\u{1}"),
                ["number": .string(canary)], [canary: .string(canary)], .string(canary),
            ]
            for body in bodies where body.objectValue?[canary] == nil {
                let answer = try await world.send(.post, "/v1/eligibility/self-check", json: body)
                #expect(answer.status >= 400)
                #expect(!String(decoding: answer.bytes, as: UTF8.self).contains(canary))
            }
        }
    }
}

@Suite struct `Bad pushes` {
    private static func mutation(_ seq: JSONValue, kind: JSONValue = "check_in", op: JSONValue = "insert") -> JSONValue
    {
        ["seq": seq, "kind": kind, "op": op, "row": World.rowID(), "body": [:]]
    }

    @Test func `with numbers or sizes out of range are refused as a whole`() async throws {
        try await withWorld { world in
            let before = try await world.digest()
            var bodies: [(String, JSONValue)] = [
                ("sequence 0", world.push(World.checkIn(seq: 0))),
                ("a negative sequence", world.push(World.checkIn(seq: -1))),
                ("a gap inside", world.push(World.checkIn(seq: 1), World.checkIn(seq: 3))),
                ("the same number twice", world.push(World.checkIn(seq: 1), World.checkIn(seq: 1))),
                ("no mutation", world.push()),
            ]
            let many = (1...201).map { World.checkIn(seq: $0) }
            var slice = world.push()
            slice = Self.replacing("mutations", by: .array(many), in: slice)
            bodies.append(("201 mutations", slice))
            bodies.append(("no chart", Self.replacing("charts", by: [], in: world.push())))
            for (name, body) in bodies {
                let answer = try await world.send(.post, "/v1/sync/push", as: .ana, json: body)
                #expect(answer.status == 422, "\(name)")
            }
            let schema = Self.replacing("schema", by: 3, in: world.push(World.checkIn(seq: 1)))
            let unknown = try await world.send(.post, "/v1/sync/push", as: .ana, json: schema)
            #expect(unknown.problem == "schema-unknown")
            #expect(try await world.digest() == before)
        }
    }

    private static func replacing(_ name: String, by value: JSONValue, in body: JSONValue) -> JSONValue {
        guard var object = body.objectValue else { return body }
        if object[name] != nil {
            object[name] = value
        } else if let slice = object["charts"]?.arrayValue?.first {
            object["charts"] = [replacing(name, by: value, in: slice)]
        }
        return .object(object)
    }

    /// Mutations that are read well and cannot be applied; each is answered, kept aside, and says where.
    private static let unfit: [(String, JSONValue)] = [
        ("a pain of 11", World.checkIn(seq: 1, pain: 11)),
        ("a pain of −1", World.checkIn(seq: 1, pain: -1)),
        ("a pain in words", World.checkIn(seq: 1, pain: "four")),
        ("a fraction of pain", World.checkIn(seq: 1, pain: SpoiledJSON.fraction)),
        ("no pain", World.checkIn(seq: 1, pain: .null)),
        ("an empty body", mutation(1)),
        ("no such operation", mutation(1, op: "upsert")),
        ("no such kind", mutation(1, kind: "horoscope")),
        ("a plan, which is not a device's to make", mutation(1, kind: "plan_revision")),
        ("a row that only the service makes", mutation(1, kind: "set_aside")),
        ("a row id of another version", World.checkIn(seq: 1, row: "6c73bfb1-b6ba-4e5b-a7f2-2b43cb0a4b0b")),
        ("an update of nothing", mutation(1, op: "update")),
        ("a deletion of nothing", mutation(1, op: "delete")),
    ]

    @Test(arguments: unfit) func `are set aside`(name: String, mutation: JSONValue) async throws {
        try await withWorld { world in
            let answer = try await world.send(.post, "/v1/sync/push", as: .ana, json: world.push(mutation))
            #expect(answer.status == 200)
            let status = try text(answer["charts", "0", "outcomes", "0", "status"])
            #expect(["rejected", "quarantined"].contains(status))
            #expect(answer["charts", "0", "lastSeq"] == 1)
            let again = try await world.send(.post, "/v1/sync/push", as: .ana, json: world.push(mutation))
            #expect(again.bytes == answer.bytes)
        }
    }

    @Test func `with a number that was used for something else say that the device is forked`() async throws {
        try await withWorld { world in
            try await world.send(.post, "/v1/sync/push", as: .ana, json: world.push(World.checkIn(seq: 1)))
            let before = try await world.digest()
            let forked = try await world.send(.post, "/v1/sync/push", as: .ana, json: world.push(World.checkIn(seq: 1)))
            #expect(forked["charts", "0", "problem"] == "device_forked")
            let gap = try await world.send(.post, "/v1/sync/push", as: .ana, json: world.push(World.checkIn(seq: 3)))
            #expect(gap["charts", "0", "problem"] == "sequence_gap")
            #expect(try await world.digest() == before)
        }
    }
}

@Suite struct `Bad cursors` {
    @Test func `of which one character is another, or that are somebody else's, are refused`() async throws {
        try await withWorld { world in
            let people = world.people
            func pull(_ cursor: JSONValue?) -> JSONValue {
                world.pull(device: people.anasDevice, chart: people.ana, cursor: cursor)
            }
            let first = try await world.send(.post, "/v1/sync/pull", as: .ana, json: pull(nil))
            let cursor = try text(first.cursor(of: "chart:\(people.ana)"))
            let good = try await world.send(.post, "/v1/sync/pull", as: .ana, json: pull(.string(cursor)))
            #expect(good.status == 200)
            let bens = try await world.send(
                .post, "/v1/sync/pull", as: .ben, json: world.pull(device: people.bensDevice, chart: people.ben))
            let before = try await world.digest()
            for index in cursor.indices {
                var forged = cursor
                forged.replaceSubrange(index...index, with: cursor[index] == "A" ? "B" : "A")
                let answer = try await world.send(.post, "/v1/sync/pull", as: .ana, json: pull(.string(forged)))
                #expect(answer.status == 400)
                #expect(answer.problem == "cursor-invalid")
            }
            for forged in ["", "=", String(cursor.dropLast()), cursor + "A", "\u{E9}"] {
                let answer = try await world.send(.post, "/v1/sync/pull", as: .ana, json: pull(.string(forged)))
                #expect(answer.problem == "cursor-invalid")
            }
            let foreign = try await world.send(
                .post, "/v1/sync/pull", as: .ana, json: pull(bens.cursor(of: "chart:\(people.ben)")))
            #expect(foreign.problem == "cursor-invalid")
            #expect(try await world.digest() == before)
        }
    }

    @Test(arguments: [0, -1, 2_001, 1 << 53]) func `and limits out of range are refused`(limit: Int64) async throws {
        try await withWorld { world in
            let answer = try await world.send(
                .post, "/v1/sync/pull", as: .ana,
                json: world.pull(
                    device: world.people.anasDevice, chart: world.people.ana, limit: limit))
            #expect(answer.status == 422)
            #expect(answer["errors", "0", "pointer"] == "/limit")
        }
    }
}
