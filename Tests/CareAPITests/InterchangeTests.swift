import Foundation
import HTTPMessages
import StrictJSON
import Testing

@Suite struct `Exchange in X12` {
    private static let type: HTTPHeaders = ["Content-Type": "application/EDI-X12"]

    private static func sample(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "db/samples")
        return [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    private func ask(_ world: World, _ question: String, as caller: World.Caller) async throws -> String {
        let answer = try await world.send(
            .post, "/v1/sponsors/acme/x12-inquiries", as: caller, headers: Self.type, bytes: Array(question.utf8))
        #expect(answer.status == 200)
        return String(decoding: answer.bytes, as: UTF8.self)
    }

    @Test func `answers a 270 with a 271 that says what somebody is covered by, at no cost to them`() async throws {
        try await withWorld { world in
            let answer = try await ask(
                world, World.inquiry(number: "AO-1", last: "RUIZ", born: "19900412"), as: .acme)
            #expect(answer.contains("ST*271*0001*005010X279A1~"))
            #expect(answer.contains("TRN*2*T-1*9BRIGHTCLN~"))
            #expect(answer.contains("EB*1**PT**PPO-1~"))
            #expect(answer.contains("DTP*346*D8*20240101~"))
            #expect(answer.contains("EB*B**PT***27*0~"))
        }
    }

    @Test(arguments: [("20231201-20231231", false), ("20231201-20240101", true), ("20231201-99991231", true)])
    func `answers for a period with the coverage that is in it, and its dates`(
        period: String, isCovered: Bool
    ) async throws {
        let question = World.inquiry(number: "AO-1", last: "RUIZ", born: "19900412").replacingOccurrences(
            of: "EQ*PT~", with: "DTP*291*RD8*\(period)~\nEQ*PT~"
        ).replacingOccurrences(of: "SE*12", with: "SE*13")
        try await withWorld { world in
            let answer = try await ask(world, question, as: .acme)
            #expect(answer.contains(isCovered ? "DTP*346*D8*20240101~" : "EB*6**PT~"))
        }
    }

    @Test func `tells a sponsor nothing of why nobody was found, and a partner what`() async throws {
        let questions = [
            (World.inquiry(number: "AO-99", last: "RUIZ", born: "19900412"), "72"),
            (World.inquiry(number: "AO-1", last: "RUIS", born: "19900412"), "73"),
            (World.inquiry(number: "AO-1", last: "RUIZ", born: "19900413"), "71"),
            (World.inquiry(number: "AO-1", last: "RUIS", born: "19900413"), "75"),
        ]
        try await withWorld { world in
            for (question, code) in questions {
                let sponsors = try await ask(world, question, as: .acme)
                let partners = try await ask(world, question, as: .partner)
                #expect(sponsors.contains("AAA*N**75*C~"))
                #expect(partners.contains("AAA*N**\(code)*C~"))
            }
        }
    }

    @Test func `answers a faulty 270 with its 999, and a file that is none with a problem`() async throws {
        try await withWorld { world in
            let faulty = World.inquiry(number: "AO-1", last: "RUIZ", born: "19900230")
            let answer = try await ask(world, faulty, as: .acme)
            #expect(answer.contains("ST*999*0001*005010X231A1~") && answer.contains("IK4*2*1251*8~"))
            #expect(!answer.contains("ST*271"))
            let none = try await world.send(
                .post, "/v1/sponsors/acme/x12-inquiries", as: .acme, headers: Self.type, bytes: Array("hello".utf8))
            #expect(none.status == 422)
        }
    }

    @Test func `says of a file with too many questions how many may be in it`() async throws {
        let question = World.inquiry(number: "AO-1", last: "RUIZ", born: "19900412").split(separator: "\n")
        let sets = String(repeating: "ST*270*0001*005010X279A1~\nSE*2*0001~\n", count: 10_001)
        try await withWorld { world in
            let answer = try await world.send(
                .post, "/v1/sponsors/acme/x12-inquiries", as: .acme, headers: Self.type,
                bytes: Array((question.prefix(2).joined(separator: "\n") + "\n" + sets).utf8))
            #expect(answer.status == 422)
            #expect(
                answer["errors", "0", "detail"] == "The interchange has more than 10000 transaction sets.",
                "\(String(decoding: answer.bytes, as: UTF8.self))")
        }
    }

    @Test func `loads an 834 and gives its 999`() async throws {
        try await withWorld { world in
            let load = try await world.send(
                .post, "/v1/sponsors/other/loads?file=roster.834", as: .other, headers: Self.type,
                bytes: try Self.sample("acme-outdoor-roster.834"))
            #expect(load.status == 201 && load["state"] == "applied" && load["counts", "added"] == 3)
            let path = "/v1/sponsors/other/loads/\(try text(load["id"]))/x12-acknowledgement"
            let answer = try await world.send(.get, path, as: .other)
            #expect(String(decoding: answer.bytes, as: UTF8.self).contains("IK5*A~"))
            #expect(try await world.send(.get, path, as: .acme).status == 404)
        }
    }

    @Test func `answers before it is through where that is preferred, and says where to ask`() async throws {
        try await withWorld { world in
            let path = "/v1/sponsors/other/loads"
            func send(_ prefer: String, query: String = "") async throws -> Answer {
                var headers = Self.type
                headers["Prefer"] = prefer
                return try await world.send(
                    .post, path + query, as: .other, headers: headers,
                    bytes: try Self.sample("acme-outdoor-roster.834"))
            }
            let first = try await send("handling=strict, Respond-Async; x=1, wait=0")
            let id = try text(first["id"])
            // It may be through by then.
            if first.status == 202 {
                #expect(first["state"] == "received" && first["progress", "phase"] != nil)
                #expect(first.response.headers["Location"] == "\(path)/\(id)")
                #expect(first.response.headers["Preference-Applied"] == "respond-async")
                #expect(first.response.headers["Retry-After"] == "1")
            } else {
                #expect(first.status == 201 && first["state"] == "applied")
            }
            let waited = try await send("respond-async, wait=30")
            #expect(waited.status == 200 && waited["state"] == "applied" && waited["repeated"] == true)
            #expect(waited["id"] == .string(id))
            #expect(try await world.send(.get, "\(path)/\(id)", as: .other)["counts", "added"] == 3)
            // Of a dry run nothing stays that could be asked for.
            #expect(try await send("respond-async", query: "?dryRun=true").status == 200)
        }
    }

    @Test func `applies nothing of an 834 that its 999 rejects`() async throws {
        try await withWorld { world in
            let good = String(decoding: try Self.sample("acme-outdoor-roster.834"), as: UTF8.self)
            let before = try await world.send(.get, "/fhir/Coverage?beneficiary:identifier=AO-10002", as: .other)
            for (place, other) in [
                ("GE*1*", "GE*2*"), ("IEA*1*", "IEA*9*"), ("BGN*00", "BGN*77"), ("*0*P*:", "*0*T*:"),
            ] {
                let load = try await world.send(
                    .post, "/v1/sponsors/other/loads", as: .other, headers: Self.type,
                    bytes: Array(good.replacingOccurrences(of: place, with: other).utf8))
                #expect(load.status == 201 && load["state"] == "rejected", "\(place)")
            }
            let after = try await world.send(.get, "/fhir/Coverage?beneficiary:identifier=AO-10002", as: .other)
            #expect(before["total"] == 0 && after["total"] == 0)
        }
    }

    @Test func `knows a dependant again to whom the sponsor gives no number`() async throws {
        try await withWorld { world in
            var text = String(decoding: try Self.sample("acme-outdoor-roster.834"), as: UTF8.self)
            for (place, other) in [("REF*23*AO-10006~\n", ""), ("REF*23*AO-10007~\n", ""), ("SE*36", "SE*34")] {
                #expect(text.contains(place))
                text = text.replacingOccurrences(of: place, with: other)
            }
            let first = try await world.send(
                .post, "/v1/sponsors/other/loads", as: .other, headers: Self.type, bytes: Array(text.utf8))
            #expect(first["counts", "added"] == 3)
            let again = try await world.send(
                .post, "/v1/sponsors/other/loads", as: .other, headers: Self.type,
                bytes: Array(text.replacingOccurrences(of: "AO-2026-11", with: "AO-2026-12").utf8))
            #expect(again["counts", "unchanged"] == 3 && again["counts", "terminated"] == 0)
        }
    }

    @Test func `reads plan, dates and end of a member from the coverage that insures health`() async throws {
        try await withWorld { world in
            let text = String(decoding: try Self.sample("acme-outdoor-roster.834"), as: UTF8.self)
                .replacingOccurrences(
                    of: "HD*030**HLT*PPO-1*FAM~\nDTP*348*D8*20230701~\n",
                    with: """
                        HD*030**DEN*TEETH~
                        DTP*348*D8*20240101~
                        HD*030**PPO~
                        DTP*348*D8*20230801~
                        DTP*349*D8*20271231~

                        """
                ).replacingOccurrences(of: "SE*36", with: "SE*39")
            try await world.send(
                .post, "/v1/sponsors/other/loads", as: .other, headers: Self.type, bytes: Array(text.utf8))
            let found = try await world.send(.get, "/fhir/Coverage?beneficiary:identifier=AO-10002", as: .other)
            let coverage = try #require(found["entry", "0", "resource"])
            #expect(coverage["period"] == ["start": "2023-08-01", "end": "2027-12-31"])
            #expect(coverage["class"]?.arrayValue?.last?["value"] == "PPO")
        }
    }
}
