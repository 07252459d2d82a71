import Care
import CareAPI
import CareServices
import HTTPMessages
import StrictJSON
import Testing

@Suite struct `A course of care` {
    @Test func `from a roster to a tailored plan, through every operation`() async throws {
        try await withWorld { world in
            let ana = "/v1/members/\(world.people.ana)"

            // The employer.
            #expect(try await world.send(.get, "/v1/sponsors", as: .olga)["sponsors", "0", "slug"] == "acme")
            let repeated = try await world.send(
                .post, "/v1/sponsors/acme/loads?file=june.csv", as: .acme, headers: ["Content-Type": "text/csv"],
                bytes: Array(World.roster.utf8))
            #expect(repeated.status == 200)
            #expect(repeated["repeated"] == true)
            #expect(repeated["counts", "added"] == 5)
            let loads = try await world.send(.get, "/v1/sponsors/acme/loads", as: .acme)
            #expect(loads["loads", "0", "id"] == .string(world.people.load))
            let shown = try await world.send(.get, "/v1/sponsors/acme/loads/\(world.people.load)", as: .olga)
            #expect(shown["faults"] == [])
            let covered = try await world.send(
                .post, "/v1/sponsors/acme/coverage-questions", as: .acme,
                json: [
                    "questions": [
                        ["rowId": "b", "number": "AO-4", "lastName": "past", "birthDate": "1970-06-01"],
                        ["rowId": "a", "number": "AO-1", "lastName": "RUIZ", "birthDate": "1990-04-12"],
                        ["rowId": "a", "number": "AO-1", "lastName": "Ruiz", "birthDate": "1990-04-13"],
                    ]
                ])
            let replies = covered["answers"]?.arrayValue ?? []
            #expect(replies.map { $0["rowId"] } == ["b", "a", "a"])
            #expect(replies.map { $0["status"] } == ["not_covered", "covered", "not_found"])

            // The practice.
            #expect(try await world.send(.get, "/v1/me", as: .ana)["name"] == "Ana Ruiz")
            let found = try await world.send(.get, "/v1/members?search=AO-1", as: .olga)
            #expect(found["members", "0", "member"] == .string(world.people.ana))
            let people = try await world.send(.get, "/v1/practitioners", as: .olga)
            #expect(people["practitioners"]?.arrayValue?.map { $0["login"] } == ["jordan", "reviewer", "riley"])

            // The PT.
            let panel = try await world.send(.get, "/v1/panel", as: .jordan)
            #expect(panel["members", "0", "name"] == "Ana Ruiz")
            #expect(panel["members", "0", "planRevision"] == 1)
            let template = try await world.send(
                .get, "/v1/catalog/templates/ankle-pain-after-running", as: .jordan)
            #expect(template["exercises"]?.arrayValue?.isEmpty == false)

            // The device.
            let first = try await world.pull()
            #expect(first["pages", "0", "rows", "0", "kind"] == "plan_revision")
            let push = world.push(World.checkIn(seq: 1, pain: 3), World.checkIn(seq: 2, pain: 5))
            let pushed = try await world.send(.post, "/v1/sync/push", as: .ana, json: push)
            #expect(pushed["charts", "0", "outcomes"]?.arrayValue?.map { $0["status"] } == ["applied", "applied"])
            let again = try await world.send(.post, "/v1/sync/push", as: .ana, json: push)
            #expect(again.bytes == pushed.bytes)

            // The plan is tailored, on the base that the PT saw.
            let proposal = World.proposal(base: 1)
            let dry = try await world.send(
                .post, "\(ana)/plan/revisions", as: .jordan, json: World.proposal(base: 1, dryRun: true))
            #expect(dry.status == 200)
            #expect(dry["version"] == nil)
            let made = try await world.send(.post, "\(ana)/plan/revisions", as: .jordan, json: proposal)
            #expect(made.status == 201)
            #expect(made["revision", "number"] == 2)
            let same = try await world.send(.post, "\(ana)/plan/revisions", as: .jordan, json: proposal)
            #expect(same.status == 200)
            #expect(same.bytes == made.bytes)
            let late = try await world.send(
                .post, "\(ana)/plan/revisions", as: .jordan, json: World.proposal(base: 1))
            #expect(late.status == 409)
            #expect(late.problem == "base-moved")
            #expect(late["current"] == 2)

            // What the device then has.
            let second = try await world.pull(after: first)
            let kinds = second["pages", "0", "rows"]?.arrayValue?.compactMap { $0["kind"]?.stringValue }.sorted()
            #expect(kinds == ["check_in", "check_in", "plan_revision"])
            #expect(second["pages", "0", "ackedSeq"] == 2)
            #expect(second["more"] == false)

            // What there is to look at.
            #expect(try await world.send(.get, "\(ana)/plan", as: .ana)["revision", "number"] == 2)
            #expect(try await world.send(.get, "\(ana)/plan?revision=1", as: .ana)["revision", "number"] == 1)
            let revisions = try await world.send(.get, "\(ana)/plan/revisions", as: .jordan)
            #expect(revisions["revisions"]?.arrayValue?.count == 2)
            #expect(try await world.send(.get, ana, as: .jordan)["rowCounts", "check_in"] == 2)
            #expect(try await world.send(.get, "\(ana)/trend?days=7", as: .jordan)["days"]?.arrayValue?.count == 7)
            let history = try await world.send(.get, "\(ana)/history", as: .ana)
            #expect(history["verification", "holds"] == true)
            #expect(history["entries"]?.arrayValue?.count == 3)
        }
    }

    @Test func `ends for whoever leaves it`() async throws {
        try await withWorld { world in
            let ana = "/v1/members/\(world.people.ana)"
            let place = "\(ana)/care-team/\(world.people.jordan)"
            #expect(try await world.send(.delete, place, as: .olga).status == 204)
            #expect(try await world.send(.get, ana, as: .jordan).status == 404)
            #expect(try await world.send(.get, "/v1/panel", as: .jordan)["members"] == [])

            let device = "\(ana)/devices/\(world.people.anasDevice)/revocation"
            #expect(try await world.send(.post, device, as: .olga).status == 204)
            #expect(try await world.send(.get, "/v1/me", as: .ana).status == 401)
            let refreshed = try await world.send(
                .post, "/v1/sessions/refresh", json: ["refreshToken": .string(world.people.refreshToken)])
            #expect(refreshed.problem == "session-ended")
        }
    }

    @Test func `needs a licence where the member is`() async throws {
        try await withWorld { world in
            let entry = World.practitioner(role: "practitioner", password: password)
            var object = try #require(entry.objectValue)
            object["licences"] = []
            let unlicensed = try await world.send(.put, "/v1/practitioners/una", as: .olga, json: .object(object))
            #expect(unlicensed.status == 201)
            let id = try text(unlicensed["practitioner", "id"])
            let answer = try await world.send(
                .put, "/v1/members/\(world.people.ana)/care-team/\(id)", as: .olga, json: ["role": "lead_pt"])
            #expect(answer.status == 422)
            #expect(answer.problem == "not-licensed")
            #expect(answer["state"] == "CO")
        }
    }

    @Test func `goes on with a refreshed session`() async throws {
        try await withWorld { world in
            let refreshed = try await world.send(
                .post, "/v1/sessions/refresh", json: ["refreshToken": .string(world.people.refreshToken)])
            #expect(refreshed.status == 200)
            let access = try text(refreshed["accessToken"])
            #expect(try await world.send(.get, "/v1/me", token: access)["role"] == "member")
        }
    }

    @Test func `says how long somebody who guesses has to wait`() async throws {
        try await withWorld { world in
            let wrong: JSONValue = ["login": "jordan", "password": "correct horse bakery"]
            for _ in 1...5 {
                #expect(try await world.send(.post, "/v1/sessions", json: wrong).problem == "sign-in-failed")
            }
            let locked = try await world.send(.post, "/v1/sessions", json: wrong)
            #expect(locked.status == 429)
            #expect(locked.response.headers["Retry-After"] != nil)
        }
    }
}

extension World {
    fileprivate func pull(after answer: Answer? = nil) async throws -> Answer {
        try await send(
            .post, "/v1/sync/pull", as: .ana,
            json: pull(
                device: people.anasDevice, chart: people.ana, cursor: answer?.cursor(of: "chart:\(people.ana)"),
                catalogCursor: answer?.cursor(of: "catalog")))
    }
}
