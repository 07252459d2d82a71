import Care
import CareAPI
import CareServices
import Foundation
import HTTPMessages
import Postgres
import StrictJSON
import TestPostgres
import Testing

/// What an employer can ask, asked of two states of one database that differ only in what clinical work left in it.
@Suite struct `Whatever an employer asks` {
    /// A request as one of the sponsors sends it.
    private struct Question {
        var method: HTTPMethod
        var target: String
        var body: [UInt8] = []
        var contentType: String?
        var caller: World.Caller
    }

    /// In the suite; the long form asks 10,000: `SOLEUS_EMPLOYER_QUESTIONS=10000`.
    private static let minimumQuestions =
        ProcessInfo.processInfo.environment["SOLEUS_EMPLOYER_QUESTIONS"].flatMap(Int.init) ?? 600

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `is answered byte for byte alike, whoever enrolled and however they are`(seed: UInt64) async throws {
        try await withWorld { world in
            var random = Seeded(seed)
            try await Self.loadPeople(into: world)
            let freeze = try await Self.frozen(in: world)
            #expect(freeze > 0)
            var (asked, round) = (0, 0)
            var before = try await Self.answers(to: Self.questions(in: world, seed: seed), in: world)
            while asked < Self.minimumQuestions / 3 {
                round += 1
                try await Self.work(in: world, round: round, using: &random)
                let questions = try Self.questions(in: world, seed: seed)
                let after = try await Self.answers(to: questions, in: world)
                #expect(before.count == after.count)
                for ((question, first), second) in zip(zip(questions, before), after) where first != second {
                    Issue.record("\(question.caller) learns from \(question.target): \(first) became \(second)")
                }
                asked += questions.count
                before = after
            }
        }
    }

    @Test func `changes for what a roster says, so that the comparison can fail`() async throws {
        try await withWorld { world in
            let before = try await Self.answers(to: Self.questions(in: world, seed: 1), in: world)
            try await world.run("UPDATE coverage SET valid_to = '2024-02-01' WHERE number = 'AO-1'")
            #expect(try await Self.answers(to: Self.questions(in: world, seed: 1), in: world) != before)
        }
    }

    /// Every request that reaches an endpoint which is open to employers; a route without one fails the test.
    private static func questions(in world: World, seed: UInt64) throws -> [Question] {
        var random = Seeded(seed)
        var questions: [Question] = []
        for route in world.api.router.routes {
            let operation = route.endpoint.operation
            switch operation.access {
            case .everyone: break
            case .roles(let roles) where roles.contains(.sponsor): break
            // Refused to a sponsor before anything is looked up, by AccessTests.
            case .roles: continue
            }
            let asked = try requests(for: operation.id, in: world, using: &random)
            let written = try #require(asked, "write down what an employer may ask of \(operation.id)")
            for caller in [World.Caller.acme, .other] {
                questions += written.map { target, body, type in
                    Question(method: route.method, target: target, body: body, contentType: type, caller: caller)
                }
            }
        }
        return questions
    }

    private static func requests(
        for operation: String, in world: World, using random: inout Seeded
    ) throws -> [(String, [UInt8], String?)]? {
        func get(_ targets: String...) -> [(String, [UInt8], String?)] { targets.map { ($0, [], nil) } }
        func json(_ target: String, _ bodies: [JSONValue]) -> [(String, [UInt8], String?)] {
            bodies.map { (target, JSONWriter.write(keepingOrder: $0), "application/json") }
        }
        switch operation {
        case "describe": return get("/openapi.json")
        case "me": return get("/v1/me")
        case "listCatalog": return get("/v1/catalog")
        case "exercise": return get("/v1/catalog/exercises/calf-raises", "/v1/catalog/exercises/none")
        case "template": return get("/v1/catalog/templates/ankle-pain-after-running")
        case "searchExercises": return get("/v1/catalog/exercises?text=calf")
        case "showSponsor": return get("/v1/sponsors/acme", "/v1/sponsors/other", "/v1/sponsors/none")
        case "showFeed": return get("/v1/sponsors/acme/feed", "/v1/sponsors/other/feed")
        // A load of this world is in force and waits for nobody; what is decided of one changes the roster, not charts.
        case "listLoadChanges":
            return get("/v1/sponsors/acme/loads/\(world.people.load)/changes?effect=added")
        case "releaseLoad":
            return json("/v1/sponsors/acme/loads/\(world.people.load)/release?dryRun=true", [["reason": "x"]])
        case "rejectLoad":
            return json("/v1/sponsors/acme/loads/\(world.people.load)/rejection?dryRun=true", [["reason": "x"]])
        case "undoLoad":
            return json("/v1/sponsors/acme/loads/\(world.people.load)/undoing?dryRun=true", [["reason": "x"]])
        // Once is for good: of a load that is there it would change what is told of it.
        case "acknowledgeLoad": return get("/v1/sponsors/acme/loads/\(world.people.ana)/acknowledgement")
        case "showAcknowledgement":
            return get("/v1/sponsors/acme/loads/\(world.people.load)/x12-acknowledgement")
        case "answerInquiries":
            return [("AO-1", "RUIZ", "19900412"), ("AO-3", "MARSH", "19791231"), ("ZZ-9", "NOBODY", "19910601")].map {
                (
                    "/v1/sponsors/acme/x12-inquiries",
                    Array(World.inquiry(number: $0, last: $1, born: $2).utf8), "application/EDI-X12"
                )
            }
        case "fhirMetadata": return get("/fhir/metadata")
        case "fhirSearchCoverage":
            return get("/fhir/Coverage?beneficiary:identifier=AO-1", "/fhir/Coverage?beneficiary:identifier=X1")
        case "fhirReadCoverage": return get("/fhir/Coverage/\(World.anasCoverage)", "/fhir/Coverage/none")
        case "fhirAskEligibility":
            return ["1990-04-12", "1991-04-12"].map {
                (
                    "/fhir/CoverageEligibilityRequest",
                    JSONWriter.write(keepingOrder: World.eligibilityRequest(born: $0)), "application/fhir+json"
                )
            }
        case "listLoads": return get("/v1/sponsors/acme/loads", "/v1/sponsors/other/loads", "/v1/sponsors/none/loads")
        case "showLoad": return get("/v1/sponsors/acme/loads/\(world.people.load)", "/v1/sponsors/acme/loads/x")
        case "listSponsorReports":
            return get("/v1/sponsors/acme/reports", "/v1/sponsors/other/reports", "/v1/sponsors/none/reports")
        case "showSponsorReport":
            return get(
                "/v1/sponsors/acme/reports/2026-Q1", "/v1/sponsors/acme/reports/2026-Q2",
                "/v1/sponsors/acme/reports/2026-Q2?state=CO", "/v1/sponsors/acme/reports/2026-06")
        case "loadRoster":
            // What a file would do depends on the roster alone; a dry run leaves that as it is.
            return ["/v1/sponsors/acme/loads?dryRun=true", "/v1/sponsors/other/loads?dryRun=true"].map {
                ($0, Array(World.roster.utf8), "text/csv")
            }
        case "askCoverage":
            return json("/v1/sponsors/acme/coverage-questions", (0..<8).map { _ in coverageQuestions(using: &random) })
        case "selfCheck":
            return json(
                "/v1/eligibility/self-check",
                [World.claim(), World.claim(number: "AO-3", first: "Cleo", last: "Marsh", born: "1979-12-31")])
        case "enrol": return json("/v1/enrolments", [World.enrolment(number: "ZZ-1", key: "z")])
        case "signIn":
            // Another each time: after five tries at one login the answer is another.
            return json(
                "/v1/sessions",
                [["login": .string("no.\(RowID.make(at: .now))"), "password": .string(password)]])
        case "refreshSession": return json("/v1/sessions/refresh", [["refreshToken": "none"]])
        // It ends the credential with which the others are asked.
        case "signOut": return []
        default: return nil
        }
    }

    private static func coverageQuestions(using random: inout Seeded) -> JSONValue {
        let people: [(String, String, String)] = [
            ("AO-1", "Ruiz", "1990-04-12"), ("AO-2", "O'Connor", "1985-02-28"), ("AO-3", "Marsh", "1979-12-31"),
            ("AO-4", "Past", "1970-06-01"), ("AO-5", "Later", "1991-06-01"), ("ZZ-9", "Nobody", "1991-06-01"),
        ]
        let count = Int.random(in: 1...20, using: &random)
        return [
            "questions": .array(
                (0..<count).map { row in
                    let person = people.randomElement(using: &random) ?? people[0]
                    return [
                        "rowId": .string("\(row)"), "number": .string(person.0), "lastName": .string(person.1),
                        "birthDate": .string(person.2),
                        "on": .string(
                            "202\(Int.random(in: 0...9, using: &random))-0\(Int.random(in: 1...9, using: &random))-11"),
                    ]
                })
        ]
    }

    private static func answers(to questions: [Question], in world: World) async throws -> [String] {
        try await questions.asyncMap { question in
            var headers: HTTPHeaders = [:]
            if let type = question.contentType { headers["Content-Type"] = type }
            let answer = try await world.send(
                question.method, question.target, as: question.caller, headers: headers, bytes: question.body)
            let names = answer.response.headers.fields.map { "\($0.name): \($0.value)" }.sorted()
            var text = String(decoding: answer.bytes, as: UTF8.self)
            // A dry run's report has an id and a time of its own, and an answer in another system's form says when it was made.
            if question.target.contains("dryRun") {
                text = text.replacing(/"(id|receivedAt|at)":"[^"]*"/, with: "")
            }
            if question.target.hasPrefix("/fhir/") {
                text = text.replacing(/"(created|lastUpdated|date)":"[^"]*"/, with: "")
            }
            if question.contentType == "application/EDI-X12" {
                // Its number in the envelope is made of the time.
                text = text.replacing(/\*(\d{6}|\d{8})\*\d{4,8}(?=[*~])/, with: "")
                    .replacing(/(00501|IEA\*1)\*\d{9}/, with: "")
            }
            return ([String(answer.status)] + names.filter { !$0.hasPrefix("Content-Length") } + [text])
                .joined(separator: "\n")
        }
    }

    /// Fifty more people on the roster, as SQL: who may enrol in what follows.
    private static func loadPeople(into world: World) async throws {
        try await world.run(
            """
            INSERT INTO covered_person (sponsor_id, number, subscriber_number, relationship, first_name, last_name,
                first_name_key, last_name_key, birth_date)
            SELECT sponsor_id, 'X' || n, 'X' || n, 'self', 'A', 'B', 'A', 'B', '1990-01-01'
            FROM sponsor, generate_series(1, 50) AS n WHERE slug = 'acme';
            INSERT INTO coverage (sponsor_id, number, valid_from, plan_code, load_id)
            SELECT sponsor_id, 'X' || n, '2024-01-01', 'GOLD', load_id
            FROM sponsor JOIN eligibility_load USING (sponsor_id), generate_series(1, 50) AS n WHERE slug = 'acme';
            """)
    }

    /// Freezes one quarter before any of the work, so that its report is among what must not change.
    private static func frozen(in world: World) async throws -> Int {
        let later = Instant.now.adding(seconds: 400 * 86_400)
        return try await world.freezeReports(on: ReportPeriod(containing: TimeZoneName.utc.day(of: .now)), at: later)
    }

    /// A round of what members and PTs may do: enrolments, plans, sessions, pain, devices, places on care teams.
    private static func work(in world: World, round: Int, using random: inout Seeded) async throws {
        let number = Int.random(in: 1...50, using: &random)
        let member = MemberID.make(at: .now)
        let pain = Int.random(in: 0...10, using: &random)
        let day = "2026-0\(Int.random(in: 1...9, using: &random))-1\(Int.random(in: 0...9, using: &random))"
        try await world.run(
            """
            INSERT INTO member (member_id, first_name, last_name, birth_date, state, time_zone, sponsor_id, sponsor_number)
            SELECT '\(member)', 'A', 'B', '1990-01-01', 'CO', 'UTC', sponsor_id, 'X\(number)' FROM sponsor WHERE slug = 'acme';
            INSERT INTO enrolled_person (sponsor_id, number, member_id)
            SELECT sponsor_id, 'X\(number)', '\(member)' FROM sponsor WHERE slug = 'acme' ON CONFLICT DO NOTHING;
            INSERT INTO chart (member_id, epoch, version, head, checksum) VALUES ('\(member)', gen_random_uuid(), 3,
                decode(repeat('01', 32), 'hex'), decode(repeat('01', 16), 'hex'));
            INSERT INTO plan_revision (member_id, id, version, number, base, author_id, authored_at, effective_from, reason,
                program, title) VALUES ('\(member)', gen_random_uuid(), 1, 1, 0, gen_random_uuid(), now(), '\(day)', 'x', 'ankle', 'x');
            INSERT INTO session_log (member_id, id, version, plan_revision, at, time_zone, day, pain_during, exercises,
                set_exercises)
            VALUES ('\(member)', gen_random_uuid(), 2, 1, '\(day) 12:00Z', 'UTC', '\(day)', \(pain), '{}', '{}');
            INSERT INTO check_in (member_id, id, version, at, time_zone, day, about, pain, red_flags)
            VALUES ('\(member)', gen_random_uuid(), 3, '\(day) 12:00Z', 'UTC', '\(day)', 'during', \(pain), '{calf_swelling}');
            INSERT INTO care_team_member (member_id, practitioner_id, valid_from, role)
            SELECT '\(member)', practitioner_id, now(), 'lead_pt' FROM practitioner;
            """)
        // Through the service too, with all that a push writes.
        try await world.send(
            .post, "/v1/sync/push", as: .ana,
            json: world.push(World.checkIn(seq: Int64(round), pain: .integer(Int64(pain)))))
    }
}

extension World {
    /// Runs a script of ours as the owner.
    fileprivate func run(_ script: String) async throws {
        try await test.database.transaction { transaction in try transaction.runScript(script) }
    }

    /// How many sponsors have a report now.
    fileprivate func freezeReports(on period: ReportPeriod?, at now: Instant) async throws -> Int {
        guard let period else { return 0 }
        return try await ReportFreezing(database: test.database, now: { now }).freeze(period).count
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a seed repeats a failure exactly.
private struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
