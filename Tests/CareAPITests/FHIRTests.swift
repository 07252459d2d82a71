import HTTPMessages
import StrictJSON
import Testing

@Suite struct `Coverage as FHIR` {
    private func ask(_ world: World, _ request: JSONValue, as caller: World.Caller) async throws -> Answer {
        try await world.send(
            .post, "/fhir/CoverageEligibilityRequest", as: caller, headers: ["Content-Type": "application/fhir+json"],
            bytes: JSONWriter.write(keepingOrder: request))
    }

    @Test func `says what it does before anybody signs in`() async throws {
        try await withWorld { world in
            let statement = try await world.send(.get, "/fhir/metadata")
            #expect(statement["fhirVersion"] == "4.0.1")
            #expect(statement["rest", "0", "resource", "0", "type"] == "Coverage")
        }
    }

    @Test func `finds a coverage by the number, and reads it at its own address`() async throws {
        try await withWorld { world in
            let found = try await world.send(
                .get, "/fhir/Coverage?beneficiary:identifier=urn:soleus:sponsor-number%7CAO-4", as: .acme)
            #expect(found["total"] == 1)
            let coverage = try #require(found["entry", "0", "resource"])
            // The last day is in the period, as FHIR has it.
            #expect(coverage["period"] == ["start": "2020-01-01", "end": "2021-12-31"])
            #expect(coverage["status"] == "active" && coverage["beneficiary"]?["identifier"]?["value"] == "AO-4")
            let read = try await world.send(.get, "/fhir/Coverage/\(try text(coverage["id"]))", as: .acme)
            #expect(read.json == coverage)
            let unknown = try await world.send(.get, "/fhir/Coverage?beneficiary:identifier=AO-99", as: .acme)
            #expect(unknown["total"] == 0 && unknown["entry"] == nil)
            #expect(
                unknown["link"] == [["relation": "self", "url": "Coverage?beneficiary:identifier=AO-99"]])
        }
    }

    @Test func `is had by clients that say that they want JSON, or send it as such`() async throws {
        try await withWorld { world in
            for format in ["json", "application/json", "application/fhir+json"] {
                for path in [
                    "/fhir/metadata?", "/fhir/Coverage?beneficiary:identifier=AO-1&",
                    "/fhir/Coverage/\(World.anasCoverage)?",
                ] {
                    #expect(try await world.send(.get, "\(path)_format=\(format)", as: .acme).status == 200)
                }
            }
            let xml = try await world.send(.get, "/fhir/metadata?_format=xml")
            #expect(xml.status == 400 && xml["resourceType"] == "OperationOutcome")
            let asked = try await world.send(
                .post, "/fhir/CoverageEligibilityRequest?_format=json", as: .acme,
                json: World.eligibilityRequest(born: "1990-04-12"))
            #expect(asked.status == 200 && asked["outcome"] == "complete")
        }
    }

    @Test func `answers for a period with the coverage that is in it`() async throws {
        try await withWorld { world in
            func ask(_ period: JSONValue) async throws -> Answer {
                var request = try #require(World.eligibilityRequest(born: "1990-04-12").objectValue)
                request["servicedPeriod"] = period
                return try await self.ask(world, .object(request), as: .partner)
            }
            for period: JSONValue in [
                ["start": "2023-12-01", "end": "2024-01-01"], ["start": "2023-12-01"],
                ["start": "2023-12-01T08:00:00Z", "end": "9999-12-31"],
            ] {
                let answer = try await ask(period)
                #expect(answer["insurance", "0", "benefitPeriod"] == ["start": "2024-01-01"])
                #expect(answer["disposition"] == "Covered in that period." && answer["servicedDate"] == nil)
            }
            let before = try await ask(["start": "2023-12-01", "end": "2023-12-31"])
            #expect(before["outcome"] == "complete" && before["insurance"] == nil)
            #expect(before["servicedPeriod"] == ["start": "2023-12-01", "end": "2023-12-31"])
            for wrong: JSONValue in [["end": "2024-01-01"], ["start": "2024-01-02", "end": "2024-01-01"], "soon"] {
                #expect(try await ask(wrong).status == 422)
            }
        }
    }

    @Test func `takes the identifier of our system, wherever it stands`() async throws {
        try await withWorld { world in
            let ours: JSONValue = ["system": "urn:soleus:sponsor-number", "value": "AO-1"]
            let theirs: JSONValue = ["system": "urn:example:clinic", "value": "17"]
            for identifiers: JSONValue in [[ours, theirs], [theirs, ours], [["value": "AO-1"]]] {
                var request = try #require(World.eligibilityRequest(born: "1990-04-12").objectValue)
                var patient = try #require(request["contained"]?.arrayValue?.first?.objectValue)
                patient["identifier"] = identifiers
                request["contained"] = [.object(patient)]
                #expect(try await ask(world, .object(request), as: .partner)["outcome"] == "complete")
            }
        }
    }

    @Test func `answers whether somebody is covered, until when and at what cost`() async throws {
        try await withWorld { world in
            for caller in [World.Caller.acme, .partner] {
                let answer = try await ask(world, World.eligibilityRequest(born: "1990-04-12"), as: caller)
                #expect(answer["outcome"] == "complete")
                #expect(answer["insurance", "0", "inforce"] == true)
                #expect(answer["insurance", "0", "benefitPeriod"] == ["start": "2024-01-01"])
                #expect(answer["insurance", "0", "item", "0", "benefit", "0", "allowedMoney", "value"] == 0)
                #expect(answer["insurance", "0", "item", "0", "authorizationRequired"] == false)
                #expect(answer["request", "identifier", "value"] == "Q-17")
            }
            let before = try await ask(
                world, World.eligibilityRequest(born: "1990-04-12", on: "2023-12-31"), as: .acme)
            #expect(before["outcome"] == "complete" && before["insurance"] == nil)
        }
    }

    @Test func `tells partners alone why nobody was found`() async throws {
        try await withWorld { world in
            let request = World.eligibilityRequest(born: "1990-04-13")
            let ours = try await ask(world, request, as: .acme)
            let partners = try await ask(world, request, as: .partner)
            #expect(ours["error", "0", "code", "coding", "0", "code"] == "not_found")
            #expect(partners["error", "0", "code", "coding", "0", "code"] == "birth_date_differs")
            #expect(ours["outcome"] == "error" && ours["insurance"] == nil)
        }
    }

    @Test func `lets no partner ask by number alone`() async throws {
        try await withWorld { world in
            var request = try #require(World.eligibilityRequest(born: "1990-04-12").objectValue)
            request["contained"] = nil
            request["patient"] = ["identifier": ["value": "AO-1"]]
            #expect(try await ask(world, .object(request), as: .acme)["outcome"] == "complete")
            request["patient"] = ["identifier": ["value": "AO-99"]]
            let unknown = try await ask(world, .object(request), as: .acme)
            #expect(
                unknown["outcome"] == "error" && unknown["error", "0", "code", "coding", "0", "code"] == "not_found")
            let refused = try await ask(world, .object(request), as: .partner)
            #expect(refused.status == 422 && refused["resourceType"] == "OperationOutcome")
        }
    }

    @Test(
        arguments: [
            ("status", "draft"), ("purpose", ["everything"]), ("purpose", []), ("resourceType", "Patient"),
            ("patient", nil), ("servicedDate", "soon"), ("insurer", nil),
        ] as [(String, JSONValue?)])
    func `says in an OperationOutcome what is wrong with a request`(member: String, value: JSONValue?) async throws {
        try await withWorld { world in
            var request = try #require(World.eligibilityRequest(born: "1990-04-12").objectValue)
            request[member] = value
            let answer = try await ask(world, .object(request), as: .acme)
            #expect(answer.status == 422)
            #expect(answer["resourceType"] == "OperationOutcome" && answer["issue", "0", "severity"] == "error")
        }
    }

    @Test func `speaks FHIR when it refuses, too`() async throws {
        try await withWorld { world in
            let nobody = try await world.send(.get, "/fhir/Coverage?beneficiary:identifier=AO-1")
            #expect(nobody.status == 401 && nobody["issue", "0", "code"] == "login")
            let member = try await world.send(.get, "/fhir/Coverage?beneficiary:identifier=AO-1", as: .ana)
            #expect(member.status == 403 && member["issue", "0", "code"] == "forbidden")
            let none = try await world.send(.get, "/fhir/Coverage/AAAA", as: .acme)
            #expect(none.status == 404 && none["issue", "0", "code"] == "not-found")
        }
    }
}
