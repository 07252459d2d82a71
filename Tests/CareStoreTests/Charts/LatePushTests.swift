import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import StrictJSON
import Testing

@Suite struct `A phone that comes late` {
    @Test(
        arguments: [
            ("'2020-01-01', '2030-01-01'", nil), ("'2020-01-01', '2026-03-02'", .coverageEnded),
            ("'2020-01-01', '2026-03-01'", .notCovered), ("'2026-03-02', '2026-03-03'", .notCovered),
            ("'2020-01-01', '2020-01-01'", .notCovered), (nil, .notCovered),
        ] as [(String?, SetAsideReason?)])
    func `after cover has ended keeps its facts aside, and its record open`(
        cover: String?, reason: SetAsideReason?
    ) async throws {
        try await withClinic { clinic in
            // The samples happened on 2026-03-01.
            var phone = try await clinic.addMember(cover: cover)
            let batch = try [
                phone.insert(Samples.checkIn()), phone.insert(Samples.session()), phone.insert(Samples.run()),
                phone.insert(Samples.shoe()),
            ]
            let answer = try await phone.send(batch, to: clinic)
            #expect(answer.outcomes.map(\.reason) == [reason, reason, reason, nil])
            // What has been decided stays, whatever becomes of the cover.
            try await clinic.cover(phone.member, "'2020-01-01', NULL")
            #expect(try await phone.send(batch, to: clinic) == answer)
            try await phone.sync(with: clinic)
            #expect(phone.rows.count == 4 && phone.isProven)
        }
    }

    @Test func `with an old app is understood, and its repeats are known by what it sent`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            var body = try #require(try Samples.checkIn().body().objectValue)
            body["sideOfAnkle"] = "outer"
            let check = phone.next("check_in", .insert, .make(at: Samples.moment.at), body: .object(body))
            let gone = phone.delete(.checkIn, check.row)
            var request = phone.request([check, gone, phone.delete(.checkIn, check.row)])
            request.schema = 1
            let answer = try await clinic.push.push(request, actor: phone.actor).charts[0]
            #expect(answer.outcomes.map(\.status) == [.applied, .applied, .rejected])
            #expect(try await clinic.push.push(request, actor: phone.actor).charts[0] == answer)
            // The same app, brought up to date, sends again what it had sent.
            request.schema = 2
            #expect(try await clinic.push.push(request, actor: phone.actor).charts[0] == answer)
            for unknown in [0, 3, -1, Int.max] {
                request.schema = unknown
                try await expect(.schemaUnknown) { [request] in
                    _ = try await clinic.push.push(request, actor: phone.actor)
                }
            }
        }
    }

    @Test func `whose change follows what was set aside is told so`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let (run, shoe) = (RowID.make(at: Samples.moment.at), RowID.make(at: Samples.moment.at))
            try await phone.send([phone.insert(Samples.run(shoe: shoe), run)], to: clinic)
            let answer = try await phone.send([phone.delete(.runLog, run), phone.delete(.runLog, shoe)], to: clinic)
            #expect(answer.outcomes.map(\.reason) == [.dependsOnSetAside, .unknownRow])
        }
    }

    @Test func `with an id whose tombstone is no longer sent finds it taken`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let row = RowID.make(at: Samples.moment.at)
            try await clinic.run("INSERT INTO taken_id VALUES ('\(phone.member)', '\(row)')")
            let answer = try await phone.send(
                [phone.insert(Samples.checkIn(), row), phone.delete(.checkIn, row)], to: clinic)
            #expect(answer.outcomes.map(\.reason) == [.gone, .gone])
        }
    }

    @Test func `is shown the row as it stands where its word was not the only one`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            var other = phone.another()
            let shoe = RowID.make(at: Samples.moment.at)
            try await phone.send([phone.insert(Samples.shoe(), shoe)], to: clinic)
            try await phone.send([phone.update(shoe, base: 1, ["label": "Red pair", "startMeters": 0])], to: clinic)
            let batch = try [
                other.update(shoe, base: 1, ["label": "Green pair"]), other.update(shoe, base: 1, ["startMeters": 7]),
                other.insert(Samples.checkIn(), shoe),
            ]
            let answer = try await other.send(batch, to: clinic)
            #expect(answer.outcomes.map(\.status) == [.merged, .rejected, .rejected])
            #expect(answer.outcomes.map(\.reason) == [nil, .baseMoved, .idTaken])
            #expect(answer.outcomes.map(\.row?.version) == [3, 3, 3])
            #expect(answer.outcomes.allSatisfy { $0.row?.body["label"] == "Green pair" })
            // For each answer anew: what has been deleted since is not there.
            try await phone.send([phone.next("shoe", .delete, shoe)], to: clinic)
            let again = try await other.send(batch, to: clinic)
            #expect(again.outcomes.map(\.status) == answer.outcomes.map(\.status))
            #expect(again.outcomes.allSatisfy { $0.row == nil })
        }
    }

    @Test func `leaves word of its clocks and its app`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            var request = try phone.request([phone.insert(Samples.checkIn())])
            request.monotonicMilliseconds = 86_400_000
            request.clientTime = try #require(Instant("1999-01-01T00:00:00Z"))
            _ = try await clinic.push.push(request, actor: phone.actor)
            #expect(try await clinic.count("SELECT monotonic_milliseconds FROM commit_entry") == 86_400_000)
            #expect(
                try await clinic.count(
                    """
                    SELECT count(*) FROM device_status WHERE device_id = '\(phone.device)'
                        AND holder_id = '\(phone.member)' AND schema = 2
                        AND clock_offset_milliseconds < -20 * 365 * 86400000::bigint
                    """) == 1)
            #expect(try await clinic.history.history(of: phone.member, actor: phone.actor).verification.holds)
            // The reading is part of the entry that the chain holds together.
            try await clinic.run("UPDATE commit_entry SET monotonic_milliseconds = 1")
            #expect(try await !clinic.history.history(of: phone.member, actor: phone.actor).verification.holds)
        }
    }
}

@Suite struct `A push that makes no sense` {
    @Test func `is refused as a whole, by its first fault in each slice`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let batch = try (0..<3).map { _ in try phone.insert(Samples.checkIn()) }
            func with(_ change: (inout PushRequest) -> Void) -> PushRequest {
                var request = phone.request(batch)
                change(&request)
                return request
            }
            func slice(_ change: (inout [Mutation]) -> Void) -> PushRequest {
                with { change(&$0.charts[0].mutations) }
            }
            let charts = (0...20).map { _ in
                PushRequest.Slice(chart: .make(at: Samples.moment.at), mutations: batch)
            }
            let cases: [(PushRequest, [String])] = [
                (with { $0.charts = [] }, ["/charts"]), (with { $0.charts = charts }, ["/charts"]),
                (with { $0.charts.append($0.charts[0]) }, ["/charts"]),
                (with { $0.monotonicMilliseconds = -1 }, ["/monotonicMilliseconds"]),
                (slice { $0 = [] }, ["/charts/0/mutations"]),
                (slice { $0 = Array(repeating: $0[0], count: 201) }, ["/charts/0/mutations"]),
                (slice { $0 = Array(repeating: $0[0], count: 50_000) }, ["/charts/0/mutations"]),
                (slice { $0[0].seq = 0 }, ["/charts/0/mutations/0/seq"]),
                (slice { $0[1].seq = -1 }, ["/charts/0/mutations/1/seq"]),
                (slice { $0[2].seq = .min }, ["/charts/0/mutations/2/seq"]),
                (slice { $0[0].seq = .max }, ["/charts/0/mutations/0/seq"]),
                (slice { $0.swapAt(0, 1) }, ["/charts/0/mutations/1/seq"]),
                (slice { $0[2].seq = 2 }, ["/charts/0/mutations/2/seq"]),
                (slice { $0[2].seq = 9 }, ["/charts/0/mutations/2/seq"]),
            ]
            for (request, pointers) in cases {
                let error = try await refusal { _ = try await clinic.push.push(request, actor: phone.actor) }
                #expect(error?.pointers == pointers)
            }
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry") == 0)
            // The largest number that there is leaves a gap, and no more than that.
            let last = slice { mutations in
                mutations = [mutations[0]]
                mutations[0].seq = 1 << 53
            }
            #expect(try await clinic.push.push(last, actor: phone.actor).charts[0].problem == .sequenceGap)
        }
    }

    @Test func `on bases from the future, or with ids of other charts, is kept aside`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            var stranger = try await clinic.addMember()
            let (mine, theirs) = (RowID.make(at: Samples.moment.at), RowID.make(at: Samples.moment.at))
            try await stranger.send([stranger.insert(Samples.shoe(), theirs)], to: clinic)
            let outcomes = try await phone.send(
                [
                    phone.insert(Samples.shoe(), mine), phone.update(mine, base: 99, ["label": "Red pair"]),
                    phone.update(mine, base: 1 << 53, ["label": "Red pair"]),
                    phone.update(mine, base: -(1 << 53), ["startMeters": 1]),
                    phone.update(theirs, base: 1, ["label": "Mine"]),
                    phone.next("shoe", .delete, theirs, base: 1), phone.insert(Samples.run(shoe: theirs)),
                    // Ids belong to charts, so that one is free here which another chart has.
                    phone.insert(Samples.shoe(), theirs),
                ], to: clinic
            ).outcomes
            #expect(
                outcomes.map(\.reason) == [
                    nil, .baseFromFuture, .baseFromFuture, .baseMoved, .unknownRow, .unknownRow, .unknownShoe, nil,
                ])
            try await stranger.sync(with: clinic)
            #expect(stranger.rows[theirs.description]?.body["label"] == "Blue pair" && stranger.isProven)
        }
    }
}
