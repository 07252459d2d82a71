import Care
import CareAPI
import CareServices
import HTTPMessages
import StrictJSON
import Testing

@Suite struct `Who may call what` {
    /// What one route answers to each caller, written down by hand and apart from the roles that the route states.
    struct Row: Sendable {
        let target: String
        let body: JSONValue?
        let contentType: String
        let everyone: Int?
        let statuses: [World.Caller: Int]

        init(
            _ target: String, json body: JSONValue? = nil, csv: String? = nil, x12: String? = nil,
            fhir: JSONValue? = nil, everyone: Int? = nil, _ statuses: [World.Caller: Int] = [:]
        ) {
            self.target = target
            self.body = (csv ?? x12).map { .string($0) } ?? fhir ?? body
            contentType =
                switch (csv, x12, fhir) {
                case (_?, _, _): "text/csv"
                case (_, _?, _): "application/EDI-X12"
                case (_, _, _?): "application/fhir+json"
                case (nil, nil, nil): "application/json"
                }
            self.everyone = everyone
            self.statuses = statuses
        }

        /// 401 without a credential and 403 for roles that the row does not name.
        func status(for caller: World.Caller) -> Int {
            everyone ?? statuses[caller] ?? (caller == .nobody ? 401 : 403)
        }
    }

    private static func signedIn(_ status: Int) -> [World.Caller: Int] {
        Dictionary(uniqueKeysWithValues: World.Caller.allCases.filter { $0 != .nobody }.map { ($0, status) })
    }

    private static func row(for operation: String, in world: World, caller: World.Caller) -> Row? {
        let ana = "/v1/members/\(world.people.ana)"
        let ofChart: [World.Caller: Int] = [.jordan: 200, .riley: 404, .ana: 200, .ben: 404]
        let ofSponsor: [World.Caller: Int] = [.olga: 200, .acme: 200, .other: 404]
        switch operation {
        case "describe": return Row("/openapi.json", everyone: 200)
        case "selfCheck": return Row("/v1/eligibility/self-check", json: World.claim(born: "1991-01-01"), everyone: 200)
        case "enrol": return Row("/v1/enrolments", json: World.enrolment(born: "1991-01-01", key: "x"), everyone: 403)
        case "signIn":
            // A login of each caller's own: after five tries at one the answer is another.
            return Row(
                "/v1/sessions", json: ["login": .string("no.\(caller)"), "password": .string(password)], everyone: 401)
        case "refreshSession": return Row("/v1/sessions/refresh", json: ["refreshToken": "none"], everyone: 401)
        case "signOut": return Row("/v1/sessions/current", signedIn(204))
        case "me": return Row("/v1/me", signedIn(200))
        case "listSponsors": return Row("/v1/sponsors", [.olga: 200])
        case "putSponsor":
            return Row(
                "/v1/sponsors/acme",
                json: [
                    "name": "Acme", "kind": "employer", "feed": ["mode": "full", "endDateMeaning": "last_covered_day"],
                ], [.olga: 200])
        case "issueSponsorCredential":
            return Row("/v1/sponsors/acme/credentials", json: ["label": "x", "expiresInDays": 1], [.olga: 201])
        case "listSponsorCredentials": return Row("/v1/sponsors/acme/credentials", [.olga: 200])
        case "revokeSponsorCredential":
            return Row("/v1/sponsors/acme/credentials/\(world.people.ana)", [.olga: 404])
        case "loadRoster": return Row("/v1/sponsors/acme/loads?dryRun=true", csv: World.roster, ofSponsor)
        case "listLoads": return Row("/v1/sponsors/acme/loads", ofSponsor)
        case "showLoad": return Row("/v1/sponsors/acme/loads/\(world.people.load)", ofSponsor)
        case "showSponsor": return Row("/v1/sponsors/acme", ofSponsor)
        case "showFeed": return Row("/v1/sponsors/acme/feed", ofSponsor)
        case "putFeed": return Row("/v1/sponsors/acme/feed?dryRun=true", json: World.feedRules, [.olga: 200])
        case "listLoadChanges":
            return Row(
                "/v1/sponsors/acme/loads/\(world.people.ana)/changes?effect=added",
                [.olga: 404, .acme: 404, .other: 404])
        // There is no such load.
        case "releaseLoad", "rejectLoad", "undoLoad":
            let last = ["releaseLoad": "release", "rejectLoad": "rejection", "undoLoad": "undoing"][operation] ?? ""
            return Row(
                "/v1/sponsors/acme/loads/\(world.people.ana)/\(last)", json: ["reason": "x"],
                [.olga: 404, .acme: 404, .other: 404])
        case "acknowledgeLoad":
            return Row("/v1/sponsors/acme/loads/\(world.people.load)/acknowledgement", ofSponsor)
        case "askCoverage":
            return Row(
                "/v1/sponsors/acme/coverage-questions",
                json: [
                    "questions": [
                        ["rowId": "1", "number": "AO-1", "lastName": "Ruiz", "birthDate": "1990-04-12"]
                    ]
                ], ofSponsor.merging([.partner: 200]) { $1 })
        case "answerInquiries":
            return Row(
                "/v1/sponsors/acme/x12-inquiries", x12: World.inquiry(number: "AO-1", last: "RUIZ", born: "19900412"),
                ofSponsor.merging([.partner: 200]) { $1 })
        // The load of this world was CSV.
        case "showAcknowledgement":
            return Row(
                "/v1/sponsors/acme/loads/\(world.people.load)/x12-acknowledgement",
                [.olga: 404, .acme: 404, .other: 404])
        case "fhirMetadata": return Row("/fhir/metadata", everyone: 200)
        case "fhirSearchCoverage":
            return Row("/fhir/Coverage?beneficiary:identifier=AO-1", [.acme: 200, .other: 200])
        case "fhirReadCoverage": return Row("/fhir/Coverage/\(World.anasCoverage)", [.acme: 200, .other: 404])
        case "fhirAskEligibility":
            return Row(
                "/fhir/CoverageEligibilityRequest", fhir: World.eligibilityRequest(born: "1990-04-12"),
                [.acme: 200, .other: 200, .partner: 200])
        case "listSponsorReports": return Row("/v1/sponsors/acme/reports", ofSponsor)
        // Nothing is frozen in this world.
        case "showSponsorReport":
            return Row("/v1/sponsors/acme/reports/2026-Q1", [.olga: 404, .acme: 404, .other: 404])
        case "putSmallestCell": return Row("/v1/sponsors/acme/smallest-cell", json: ["smallestCell": 11], [.olga: 200])
        case "listPractitioners": return Row("/v1/practitioners", [.olga: 200, .jordan: 200, .riley: 200])
        case "putPractitioner":
            return Row(
                "/v1/practitioners/riley", json: World.practitioner(role: "practitioner", password: nil), [.olga: 200])
        case "cover": return Row("/v1/cover", [.ana: 200, .ben: 200])
        case "linkCover":
            // Ana's number is hers; to Ben it is refused as if there were none.
            return Row("/v1/cover", json: World.claim(), [.ana: 200, .ben: 403])
        case "searchMembers": return Row("/v1/members?search=ana", [.olga: 200])
        case "putCareTeamPlace":
            return Row("\(ana)/care-team/\(world.people.jordan)", json: ["role": "lead_pt"], [.olga: 200])
        case "endCareTeamPlace": return Row("\(ana)/care-team/\(world.people.riley)", [.olga: 404])
        case "revokeDevice":
            // Ben's is not a device of Ana's.
            return Row(
                "\(ana)/devices/\(world.people.bensDevice)/revocation", [.olga: 404, .ana: 404, .ben: 404])
        case "panel": return Row("/v1/panel", [.jordan: 200, .riley: 200])
        case "member": return Row(ana, [.jordan: 200, .riley: 404])
        case "trend": return Row("\(ana)/trend", ofChart)
        case "progress": return Row("\(ana)/progress", ofChart)
        case "history": return Row("\(ana)/history", ofChart)
        case "plan": return Row("\(ana)/plan", ofChart)
        case "planRevisions": return Row("\(ana)/plan/revisions", ofChart)
        case "proposePlan":
            return Row(
                "\(ana)/plan/revisions", json: World.proposal(base: 1, dryRun: true), [.jordan: 200, .riley: 404])
        case "listCatalog": return Row("/v1/catalog", signedIn(200))
        case "listContent":
            return Row("/v1/content?state=draft", [.jordan: 200, .riley: 200, .reviewer: 200, .olga: 200])
        case "contentVersions":
            return Row("/v1/content/exercise/calf-raises", [.jordan: 200, .riley: 200, .reviewer: 200, .olga: 200])
        case "contentDifference":
            return Row(
                "/v1/content/exercise/calf-raises/diff?from=0&to=1",
                [.jordan: 200, .riley: 200, .reviewer: 200, .olga: 200])
        case "draftContent":
            // Each writes a text of their own: one version of a piece is under way at a time.
            let slug = "about-\(caller)"
            return Row(
                "/v1/content/disclaimer/\(slug)/versions",
                json: [
                    "reason": "New.",
                    "disclaimer": [
                        "slug": .string(slug), "title": "About", "text": "For education.", "appliesTo": "articles",
                    ],
                ], [.jordan: 201, .riley: 201, .reviewer: 201])
        // There is no such version.
        case "submitContent":
            return Row(
                "/v1/content/exercise/calf-raises/versions/99/submission", [.jordan: 404, .riley: 404, .reviewer: 404])
        case "reviewContent":
            return Row(
                "/v1/content/exercise/calf-raises/versions/99/reviews",
                json: ["step": "clinical", "decision": "approved"], [.reviewer: 404])
        case "publishContent":
            return Row(
                "/v1/content/exercise/calf-raises/versions/99/publication", json: ["reviewDueOn": "2027-06-01"],
                [.reviewer: 404, .olga: 404])
        case "retireContent":
            return Row(
                "/v1/content/exercise/calf-raises/versions/99/retirement", json: ["reason": "Old."],
                [.reviewer: 404, .olga: 404])
        case "searchExercises": return Row("/v1/catalog/exercises?text=calf&category=strength", signedIn(200))
        case "exercise": return Row("/v1/catalog/exercises/calf-raises", signedIn(200))
        case "template": return Row("/v1/catalog/templates/ankle-pain-after-running", signedIn(200))
        // Whose chart it is stands in the answer: a push to somebody else's says that there is none.
        case "push":
            return Row(
                "/v1/sync/push", json: world.push(World.checkIn(seq: 1)),
                [.ana: 200, .ben: 200, .jordan: 200, .riley: 200])
        case "listDevices": return Row("/v1/devices", [.jordan: 200, .riley: 200, .ana: 200, .ben: 200])
        case "putDevice":
            // To each their own: a device belongs to one person.
            let last = caller == .riley ? "91" : "90"
            return Row(
                "/v1/devices/0190163d-8694-739b-aea5-966c26f8ad\(last)", json: ["name": "Tablet"],
                [.jordan: 200, .riley: 200])
        case "revokeOwnDevice":
            // Ana's is not a practitioner's.
            return Row("/v1/devices/\(world.people.anasDevice)/revocation", [.jordan: 404, .riley: 404])
        case "inviteDevice": return Row("/v1/invitations", [.ana: 201, .ben: 201])
        case "inviteMember": return Row("\(ana)/invitations", [.olga: 201])
        case "listRecords": return Row("\(ana)/records?kind=outcome_response", ofChart)
        case "addRecord":
            return Row(
                "\(ana)/records",
                json: [
                    "id": "0190163d-8694-739b-aea5-966c26f8ad90", "kind": "fall_report", "dryRun": true,
                    "body": [
                        "kind": "near_fall",
                        "moment": [
                            "at": "2026-03-01T15:30:00.000Z", "day": "2026-03-01", "timeZone": "America/Denver",
                        ],
                    ],
                ], [.jordan: 200, .riley: 404])
        case "changeRecord":
            return Row(
                "\(ana)/records/0190163d-8694-739b-aea5-966c26f8ad90/changes",
                json: ["kind": "goal", "body": ["status": "met"]], [.jordan: 404, .riley: 404])
        case "handOver":
            // Jordan is the lead, and hands nothing over to nobody.
            return Row(
                "\(ana)/hand-overs",
                json: ["practitioner": "0190163d-8694-739b-aea5-966c26f8ad90", "through": "2099-01-01"],
                [.jordan: 404, .riley: 404])
        case "openInEmergency":
            return Row(
                "/v1/members/0190163d-8694-739b-aea5-966c26f8ad90/emergency-access",
                json: ["id": "0190163d-8694-739b-aea5-966c26f8ad91", "reason": "Fell beside me."],
                [.jordan: 404, .riley: 404])
        case "listReads": return Row("\(ana)/reads", ofChart)
        case "listAlerts": return Row("/v1/alerts", [.jordan: 200, .riley: 200])
        case "listEscalations": return Row("/v1/escalations", [.olga: 200])
        case "memberAlerts": return Row("\(ana)/alerts?snoozed=true", ofChart)
        case "acknowledgeAlert":
            return Row(
                "\(ana)/alerts/0190163d-8694-739b-aea5-966c26f8ad90/acknowledgement", json: ["evidence": []],
                [.jordan: 404, .riley: 404])
        case "clearMember":
            // There is no such report in the chart.
            return Row(
                "\(ana)/clearances",
                json: [
                    "id": "0190163d-8694-739b-aea5-966c26f8ad90", "note": "Seen.",
                    "seen": ["0190163d-8694-739b-aea5-966c26f8ad91"],
                ], [.jordan: 422, .riley: 404])
        case "suggest": return Row("\(ana)/suggestions", [.jordan: 200, .riley: 404])
        case "acceptSuggestion":
            return Row(
                "\(ana)/suggestions/0190163d-8694-739b-aea5-966c26f8ad90/acceptance",
                json: ["id": "0190163d-8694-739b-aea5-966c26f8ad91"], [.jordan: 404, .riley: 404])
        case "dismissSuggestion":
            return Row(
                "\(ana)/suggestions/0190163d-8694-739b-aea5-966c26f8ad90/dismissal", json: ["reason": "No."],
                [.jordan: 404, .riley: 404])
        case "worklist": return Row("/v1/worklist", [.jordan: 200, .riley: 200])
        case "unreadMessages": return Row("/v1/messages", [.jordan: 200, .riley: 200])
        case "plannedVisits": return Row("/v1/visits", [.jordan: 200, .riley: 200])
        case "memberOverview": return Row("\(ana)/overview", [.jordan: 200, .riley: 404])
        case "rtm": return Row("\(ana)/rtm", [.jordan: 200, .riley: 404])
        case "listAsides": return Row("\(ana)/set-aside", ofChart)
        case "settleAside":
            return Row(
                "\(ana)/set-aside/0190163d-8694-839b-aea5-966c26f8ad90/resolution", json: ["decision": "dismiss"],
                [.jordan: 404, .riley: 404])
        case "pull":
            return Row(
                "/v1/sync/pull", json: world.pull(device: world.people.anasDevice, chart: world.people.ana),
                [.ana: 200, .ben: 404, .jordan: 404, .riley: 404]
            )
        case "checksums":
            return Row(
                "/v1/sync/checksums", json: world.checksums(device: world.people.anasDevice, chart: world.people.ana),
                [.ana: 200, .ben: 404, .jordan: 404, .riley: 404])
        case "repair":
            return Row(
                "/v1/sync/repair", json: world.repair(device: world.people.anasDevice, chart: world.people.ana),
                [.ana: 200, .ben: 404, .jordan: 404, .riley: 404])
        case "watch":
            return Row(
                "/v1/sync/watch", json: world.watch(device: world.people.anasDevice, chart: world.people.ana),
                [.ana: 200, .ben: 404, .jordan: 404, .riley: 404])
        // The practitioners' sessions have been bound to a device by the row for putDevice.
        case "watchEvents": return Row("/v1/sync/events", [.ana: 200, .ben: 200, .jordan: 200, .riley: 200])
        case "memberDevices": return Row("\(ana)/devices", [.jordan: 200, .riley: 404, .olga: 200])
        case "outstandingDrops": return Row("/v1/devices/drops", [.olga: 200])
        default: return nil
        }
    }

    @Test func `is as written down for every route and every role and none`() async throws {
        try await withWorld { world in
            // Signing out ends the credentials that the other rows need.
            let routes = world.api.router.routes.sorted {
                ($0.endpoint.operation.id == "signOut" ? 1 : 0) < ($1.endpoint.operation.id == "signOut" ? 1 : 0)
            }
            var cells = 0
            for route in routes {
                let operation = route.endpoint.operation
                // The services refuse roles too, so that a role too many in a route would not show in an answer.
                let written = try #require(Self.row(for: operation.id, in: world, caller: .nobody))
                let roles = Set(
                    World.Caller.allCases.filter { written.status(for: $0) < 401 || written.status(for: $0) == 404 }
                        .compactMap(\.role))
                #expect(operation.access == (written.everyone == nil ? .roles(roles) : .everyone), "\(operation.id)")
                for caller in World.Caller.allCases {
                    let row = try #require(
                        Self.row(for: operation.id, in: world, caller: caller),
                        "write down who may call \(operation.id)")
                    let bytes: [UInt8] =
                        switch row.body {
                        case nil: []
                        case .string(let csv)?: Array(csv.utf8)
                        case let json?: JSONWriter.write(keepingOrder: json)
                        }
                    let answer = try await world.send(
                        route.method, row.target, as: caller,
                        headers: row.body == nil ? [:] : ["Content-Type": row.contentType], bytes: bytes)
                    #expect(answer.status == row.status(for: caller), "\(operation.id) as \(caller)")
                    if answer.status == 401, operation.access != .everyone {
                        #expect(answer.response.headers["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
                    }
                    cells += 1
                }
            }
            #expect(cells == world.api.router.routes.count * World.Caller.allCases.count)
        }
    }

    @Test func `somebody else's chart looks like one that is not there`() async throws {
        try await withWorld { world in
            let nobody = MemberID.make(at: .now)
            for path in ["plan", "plan/revisions", "trend", "history"] {
                let foreign = try await world.send(.get, "/v1/members/\(world.people.ana)/\(path)", as: .ben)
                let absent = try await world.send(.get, "/v1/members/\(nobody)/\(path)", as: .ben)
                #expect(foreign.status == 404)
                #expect(foreign.bytes == absent.bytes)
            }
        }
    }

    @Test func `a push to somebody else's chart changes nothing and shows nothing`() async throws {
        try await withWorld { world in
            let before = try await world.digest()
            let foreign = try await world.send(
                .post, "/v1/sync/push", as: .ben,
                json: world.push(World.checkIn(seq: 1), device: world.people.bensDevice))
            #expect(foreign["charts", "0", "problem"] == "not_found")
            let otherDevice = try await world.send(
                .post, "/v1/sync/push", as: .ana,
                json: world.push(World.checkIn(seq: 1), device: world.people.bensDevice))
            #expect(otherDevice["charts", "0", "problem"] == "not_found")
            #expect(otherDevice["charts", "0", "epoch"] == nil)
            #expect(try await world.digest() == before)
        }
    }

    @Test(arguments: [
        "", "Bearer", "Bearer ", "Bearer x", "Basic b2xnYTpvbGdh", "bearer sol_access_", "Bearer sol_access_%00",
    ])
    func `a credential that is none is refused`(header: String) async throws {
        try await withWorld { world in
            let answer = try await world.send(.get, "/v1/me", headers: ["Authorization": header])
            #expect(answer.status == 401)
            #expect(answer.problem == "unauthenticated")
        }
    }

    @Test func `expired, revoked and refresh tokens are refused`() async throws {
        try await withWorld { world in
            let session = try await world.signedIn("jordan")
            let access = try text(session["accessToken"])
            let refresh = try text(session["refreshToken"])
            #expect(try await world.send(.get, "/v1/me", token: access).status == 200)
            #expect(try await world.send(.get, "/v1/me", token: refresh).status == 401)

            world.clock.advance(seconds: 3_601)
            #expect(try await world.send(.get, "/v1/me", token: access).status == 401)

            let again = try await world.signedIn("jordan")
            let other = try text(again["accessToken"])
            #expect(try await world.send(.delete, "/v1/sessions/current", token: other).status == 204)
            #expect(try await world.send(.get, "/v1/me", token: other).status == 401)
        }
    }
}
