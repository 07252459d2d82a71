import Care
import CareAPI
import CareServices
import Credentials
import Foundation
import HTTPMessages
import Logging
import Postgres
import SoleusRuntime
import StrictJSON
import TestPostgres
import Testing

let password = "correct horse battery"

/// Runs the body in a world of its own.
func withWorld(
    limits: APILimits? = nil, _ body: (World) async throws -> Void
) async throws {
    try await withTestDatabase(from: World.peopled) { test, people in
        try await withService(on: test, limits: limits ?? .generous) { world in try await body(world.with(people)) }
    }
}

/// Runs the body with a service on the database, and nobody whom it knows.
private func withService<R>(
    on test: TestDatabase, limits: APILimits, _ body: (World) async throws -> R
) async throws -> R {
    var limits = limits
    limits.uniformAnswerTime = .zero
    let clock = TestClock()
    let care = try test.open(user: "soleus_care")
    let eligibility = try test.open(user: "soleus_eligibility")
    return try await withClosing(care) {
        try await withClosing(eligibility) {
            let services = Soleus.services(
                care: care, eligibility: eligibility,
                cursorSeal: try Seal(key: Array(0..<32), purpose: "cursor"), now: { clock.now })
            let api = try API(services: services, limits: limits, logger: TestCluster.logger)
            let document = Answer(await api.respond(to: try Request(.get, "/openapi.json"))).json ?? .null
            return try await body(
                World(
                    test: test, api: api, validator: SchemaValidator(document: document), clock: clock,
                    people: World.People()))
        }
    }
}

extension World {
    /// The catalog, and Ana, Ben, their sponsor and those who look after them.
    fileprivate static let peopled = FilledDatabase { test in
        _ = try await CatalogLoader(database: test.database)
            .load(TestCluster.packageDirectory.appending(components: "db", "content"))
        try await IdentityService(database: test.database, hasher: PasswordHasher(), now: { .now })
            .makeOperator(login: "olga", name: Label(unchecked: "Olga Lind"), password: password)
        return try await withService(on: test, limits: .generous) { world in try await world.peopled().people }
    }
}

extension APILimits {
    /// So much that no test runs into it by accident.
    static var generous: APILimits {
        var limits = APILimits()
        limits.claimsPerNumber = RateLimit(burst: 10_000, secondsPerToken: 1)
        return limits
    }
}

/// A value that must be there for the test to make sense.
func text(_ value: JSONValue?, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    try #require(value?.stringValue, sourceLocation: sourceLocation)
}

extension World {
    static let roster = """
        record_type,sponsor_member_id,subscriber_id,relationship,first_name,last_name,birth_date,state,plan_code,effective_date,end_date
        subscriber,AO-1,AO-1,self,Ana,Ruiz,1990-04-12,CO,PPO-1,2024-01-01,
        subscriber,AO-2,AO-2,self,Ben,O'Connor,1985-02-28,CO,PPO-1,2024-01-01,
        subscriber,AO-3,AO-3,self,Cleo,Marsh,1979-12-31,CO,PPO-1,2024-01-01,
        subscriber,AO-4,AO-4,self,Dan,Past,1970-06-01,CO,PPO-1,2020-01-01,2021-12-31
        subscriber,AO-5,AO-5,self,Eve,Later,1991-06-01,CO,PPO-1,2099-01-01,

        """

    static let feedRules: JSONValue = [
        "mode": "full", "endDateMeaning": "last_covered_day", "dateFormat": "YYYY-MM-DD",
        "matchKeys": "number_and_person", "dependentAgeLimit": 26, "groups": ["HQ"],
        "columns": [["column": "sponsor_member_id", "header": "EmpNo"]], "approval": "automatic",
        "thresholds": [
            "terminatedPercent": 10, "terminatedRows": 25, "faultyPercent": 5, "faultyRows": 10, "duplicateRows": 5,
        ],
    ]

    func signedIn(_ login: String) async throws -> Answer {
        try await send(.post, "/v1/sessions", json: ["login": .string(login), "password": .string(password)])
    }

    /// The world, once everybody has come.
    fileprivate func peopled() async throws -> World {
        var world = self
        world = try await world.with(.olga, signedIn: "olga")
        let sponsor: JSONValue = [
            "name": "Acme Outdoor", "kind": "employer",
            "feed": ["mode": "full", "endDateMeaning": "last_covered_day"],
        ]
        for (caller, slug) in [(Caller.acme, "acme"), (.other, "other")] {
            try await world.send(.put, "/v1/sponsors/\(slug)", as: .olga, json: sponsor)
            let credential = try await world.send(
                .post, "/v1/sponsors/\(slug)/credentials", as: .olga, json: ["label": "feed", "expiresInDays": 30])
            world = world.with(caller, token: try text(credential["accessToken"]))
        }
        let partner = try await world.send(
            .post, "/v1/sponsors/acme/credentials", as: .olga,
            json: ["label": "clinic", "expiresInDays": 30, "partner": true])
        world = world.with(.partner, token: try text(partner["accessToken"]))
        let load = try await world.send(
            .post, "/v1/sponsors/acme/loads", as: .acme, headers: ["Content-Type": "text/csv"],
            bytes: Array(Self.roster.utf8))
        #expect(load["state"] == "applied")
        var people = world.people
        people.load = try text(load["id"])

        let ana = try await world.send(.post, "/v1/enrolments", json: Self.enrolment(key: "a"))
        people.tokens[.ana] = try text(ana["tokens", "accessToken"])
        people.refreshToken = try text(ana["tokens", "refreshToken"])
        people.ana = try text(ana["member", "id"])
        people.anasDevice = try text(ana["device", "id"])
        let ben = try await world.send(
            .post, "/v1/enrolments",
            json: Self.enrolment(
                number: "AO-2", first: "Ben", last: "O'Connor", born: "1985-02-28", key: "b", device: Self.bensPhone))
        people.tokens[.ben] = try text(ben["tokens", "accessToken"])
        people.ben = try text(ben["member", "id"])
        people.bensDevice = try text(ben["device", "id"])

        for (login, role) in [("jordan", "practitioner"), ("riley", "practitioner"), ("reviewer", "reviewer")] {
            let listing = try await world.send(
                .put, "/v1/practitioners/\(login)", as: .olga, json: Self.practitioner(role: role, password: password))
            if login == "jordan" { people.jordan = try text(listing["practitioner", "id"]) }
            if login == "riley" { people.riley = try text(listing["practitioner", "id"]) }
        }
        world = world.with(people)
        for caller in [Caller.jordan, .riley, .reviewer] {
            world = try await world.with(caller, signedIn: caller.rawValue)
        }
        try await world.send(
            .put, "/v1/members/\(people.ana)/care-team/\(people.jordan)", as: .olga, json: ["role": "lead_pt"])
        let plan = try await world.send(
            .post, "/v1/members/\(people.ana)/plan/revisions", as: .jordan, json: Self.proposal(base: 0))
        #expect(plan.status == 201)
        return world
    }

    static let anasPhone = "6c73bfb1-b6ba-4e5b-a7f2-2b43cb0a4b0b"
    static let bensPhone = "0e9f0a3c-53a7-4b7c-9d55-6d1f5a7f6f10"

    static func claim(
        number: String = "AO-1", first: String = "Ana", last: String = "Ruiz", born: String = "1990-04-12"
    ) -> JSONValue {
        [
            "number": .string(number), "firstName": .string(first), "lastName": .string(last),
            "birthDate": .string(born),
        ]
    }

    static func enrolment(
        number: String = "AO-1", first: String = "Ana", last: String = "Ruiz", born: String = "1990-04-12",
        key: String, device: String = anasPhone
    ) -> JSONValue {
        [
            "identity": claim(number: number, first: first, last: last, born: born), "state": "CO",
            "timeZone": "America/Denver", "device": ["id": .string(device), "name": "phone"],
            "enrolmentKey": .string(String(repeating: key, count: 43)),
        ]
    }

    static func practitioner(role: String, password: String?) -> JSONValue {
        var entry: JSONObject = [
            "name": "Jordan Lee", "role": .string(role), "credentials": ["DPT"],
            "licences": [
                [
                    "state": "CO", "kind": "license", "number": "PT-1", "validFrom": "2024-01-01",
                    "validThrough": "2099-12-31",
                ]
            ],
        ]
        if let password { entry["password"] = .string(password) }
        return .object(entry)
    }

    static func rowID() -> JSONValue { .string(RowID.make(at: .now).description) }

    static func proposal(base: Int64, id: JSONValue = rowID(), dryRun: Bool = false) -> JSONValue {
        [
            "id": id, "base": .integer(base), "reason": "to begin with", "dryRun": .bool(dryRun),
            "content": [
                "program": "ankle-pain-after-running", "title": "Ankle", "modifications": [],
                "items": [
                    [
                        "block": "main", "exercise": "calf-raises", "exerciseVersion": 1, "side": "both",
                        "dose": ["sets": 3, "reps": 12], "frequency": ["perDay": 1, "perWeek": 7],
                    ]
                ],
            ],
        ]
    }

    func push(_ mutations: JSONValue..., chart: String? = nil, device: String? = nil) -> JSONValue {
        [
            "device": .string(device ?? people.anasDevice), "schema": 2, "clientTime": "2026-11-22T20:53:59.120Z",
            "charts": [["chart": .string(chart ?? people.ana), "mutations": .array(mutations)]],
        ]
    }

    func pull(
        device: String, chart: String, cursor: JSONValue? = nil, catalogCursor: JSONValue? = nil, limit: Int64? = nil
    ) -> JSONValue {
        var ofChart: JSONObject = ["scope": .string("chart:\(chart)")]
        ofChart["cursor"] = cursor
        var ofCatalog: JSONObject = ["scope": "catalog"]
        ofCatalog["cursor"] = catalogCursor
        var request: JSONObject = [
            "device": .string(device), "schema": 2, "clientTime": "2026-11-22T20:53:59.120Z",
            "scopes": [.object(ofChart), .object(ofCatalog)],
        ]
        request["limit"] = limit.map { .integer($0) }
        return .object(request)
    }

    /// A question for news that waits for none.
    func watch(device: String, chart: String) -> JSONValue {
        [
            "device": .string(device), "schema": 2, "scopes": [["scope": .string("chart:\(chart)")]],
            "waitSeconds": 0,
        ]
    }

    func checksums(device: String, chart: String) -> JSONValue {
        ["device": .string(device), "schema": 2, "scope": .string("chart:\(chart)")]
    }

    func repair(device: String, chart: String, slice: String = "standing") -> JSONValue {
        ["device": .string(device), "schema": 2, "scope": .string("chart:\(chart)"), "slice": .string(slice)]
    }

    static func checkIn(
        seq: Int64, row: JSONValue = rowID(), pain: JSONValue = 4, also fields: [String: JSONValue] = [:]
    ) -> JSONValue {
        let now = Instant.now
        var body: JSONObject = [
            "moment": [
                "at": .string(now.description), "timeZone": "UTC",
                "day": .string(TimeZoneName.utc.day(of: now).description),
            ], "about": "during", "pain": pain, "redFlags": [],
        ]
        for (name, value) in fields { body[name] = value }
        return ["seq": .integer(seq), "kind": "check_in", "op": "insert", "row": row, "body": .object(body)]
    }

    fileprivate func with(_ people: People) -> World {
        World(test: test, api: api, validator: validator, clock: clock, people: people)
    }

    func with(_ caller: Caller, token: String) -> World {
        var people = people
        people.tokens[caller] = token
        return with(people)
    }

    func with(_ caller: Caller, signedIn login: String) async throws -> World {
        with(caller, token: try text(try await signedIn(login)["accessToken"]))
    }
}
