import CareClient
import Foundation
import StrictJSON
import Testing

/// What people are called, when they were born and what they wrote stays in the database, and secrets nowhere.
@Suite struct `The logs` {
    private let person = Person(
        number: "KX-7770001", firstName: "Kanariella", lastName: "Zitronengelb", birthDate: "1931-07-19")
    private let note = "Singt-wie-ein-Kanarienvogel"
    private let enrolmentKey = "Kanarie" + String(repeating: "k", count: 36)
    private let device = "01931e7c-0000-7000-8000-00000000ca9a"

    @Test func `of the service and of PostgreSQL hold nothing about a person`() async throws {
        try await PrivateCluster.with(isCrashSafe: false) { cluster in
            try await cluster.createDatabase("soleus")
            try await Practice.with(conninfo: { cluster.conninfo(database: "soleus", user: $0) }) { practice in
                try await practice.soleusd("migrate")
                try await practice.prepare()
                let service = try await practice.start()
                try await practice.open()
                try await practice.load(RosterFile(people: [person]))
                let tokens = try await sendEverything(practice)
                try await failInTheDatabase(practice)
                let metrics = try await Service(address: practice.healthAddress).connection.send("GET", "/metrics")
                service.send(SIGTERM)
                _ = await service.ended()

                let secrets =
                    [
                        person.number, person.firstName, person.lastName, person.birthDate, "19310719", note,
                        enrolmentKey, "an operator of long standing", "a patient physical therapist",
                    ] + tokens
                // Both were written to: an empty log would hold nothing, too.
                #expect(practice.serviceLog.contains("serving"))
                #expect(practice.serviceLog.contains("/v1/sync/push"))
                #expect(cluster.log.contains("violates check constraint"))
                let counted = String(decoding: metrics.body, as: UTF8.self)
                #expect(counted.contains("/v1/sync/push"))
                for secret in secrets {
                    #expect(!practice.serviceLog.contains(secret), "the service's log: \(secret)")
                    #expect(!cluster.log.contains(secret), "PostgreSQL's log: \(secret)")
                    #expect(!counted.contains(secret), "the metrics: \(secret)")
                }
            }
        }
    }

    /// Sends the person's own words wherever words can be sent, well formed and not; the tokens that came back.
    private func sendEverything(_ practice: Practice) async throws -> [String] {
        let anybody = Service(address: practice.address)
        let identity = """
            {"number": "\(person.number)", "firstName": "\(person.firstName)", "lastName": "\(person.lastName)",
             "birthDate": "\(person.birthDate)"}
            """
        let enrolment = """
            {"identity": \(identity), "state": "CO", "timeZone": "America/Denver", "enrolmentKey": "\(enrolmentKey)",
             "device": {"id": "\(device)", "name": "Phone of \(person.firstName)"}}
            """
        let answer = try await anybody.post("/v1/enrolments", enrolment)
        #expect(answer.status == 201, "\(answer.body)")
        let enrolled = try JSONReader.read([UInt8](answer.body.utf8))
        let member = try #require(enrolled["member"]?["id"]?.stringValue)
        let access = try #require(enrolled["tokens"]?["accessToken"]?.stringValue)
        let refresh = try #require(enrolled["tokens"]?["refreshToken"]?.stringValue)

        // Refusals of each kind repeat nothing of what they refuse.
        _ = try await anybody.post("/v1/eligibility/self-check", identity)
        _ = try await anybody.post("/v1/eligibility/self-check", identity + person.lastName)
        _ = try await anybody.post("/v1/enrolments", enrolment.replacing(person.birthDate, with: "1931-07-32"))
        _ = try await anybody.post("/v1/sessions", #"{"login": "\#(person.lastName)", "password": "\#(note)"}"#)
        _ = try await anybody.post("/v1/\(person.lastName)", identity)
        let own = Service(address: practice.address, accessToken: access)
        for (seq, pain) in [(1, "3"), (2, "11"), (3, "\"\(note)\"")] {
            _ = try await own.post(
                "/v1/sync/push",
                """
                {"device": "\(device)", "schema": 2, "clientTime": "2026-11-22T12:00:00.000Z", "charts": [{
                 "chart": "\(member)", "mutations": [{"seq": \(seq), "kind": "check_in", "op": "insert",
                 "row": "01931e7c-0000-7000-8000-00000000ca9\(seq)", "body": {"about": "now", "pain": \(pain),
                 "redFlags": [], "note": "\(note)", "moment": {"at": "2026-11-22T12:00:00.000Z",
                 "timeZone": "America/Denver", "day": "2026-11-22"}}}]}]}
                """)
        }
        #expect(try await practice.count("SELECT count(*) FROM check_in WHERE note LIKE 'Singt%'") == 1)
        _ = await own.status(of: "/v1/members/\(member)/plan?\(person.lastName)=\(note)")
        try await practice.soleus("member", "find", person.lastName, profile: "operator")
        let faulty = RosterFile(people: [person]).text.replacing(person.birthDate, with: "\(person.birthDate)-\(note)")
        _ = try await practice.run(
            [
                "roster", "load", "--sponsor", Practice.sponsor, try practice.write("\(person.lastName).csv", faulty),
            ], profile: "acme")
        let renewed = try await anybody.post("/v1/sessions/refresh", #"{"refreshToken": "\#(refresh)"}"#)
        let pair = try JSONReader.read([UInt8](renewed.body.utf8))
        let more = [pair["accessToken"], pair["refreshToken"]].compactMap { $0?.stringValue }
        #expect(more.count == 2, "\(renewed.body)")
        return [access, refresh] + more
    }

    /// Makes PostgreSQL refuse a row of the person's, whose values its log must leave out.
    private func failInTheDatabase(_ practice: Practice) async throws {
        await #expect(throws: (any Error).self) {
            try await practice.execute(
                """
                UPDATE check_in SET pain = 11, note = '\(person.lastName)' WHERE note = '\(note)'
                """)
        }
    }
}
