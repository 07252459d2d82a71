import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import Postgres
import StrictJSON
import Testing

@Suite struct `Pushing` {
    @Test func `takes a batch made offline, as a whole and in its order`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let shoe = RowID.make(at: Samples.moment.at)
            let batch = try [
                phone.insert(Samples.shoe(), shoe), phone.insert(Samples.run(shoe: shoe)),
                phone.insert(Samples.checkIn()), phone.insert(Samples.session()),
            ]

            let answer = try await phone.send(batch, to: clinic)

            #expect(answer.problem == nil && answer.lastSeq == 4)
            #expect(answer.outcomes == (1...4).map { Outcome(seq: $0, status: .applied, version: $0) })
            try await phone.sync(with: clinic)
            #expect(phone.rows.count == 4 && phone.isProven)
            let page = try #require(phone.pages.first { $0.scope == .chart(phone.member) })
            #expect(page.epoch == answer.epoch && page.ackedSeq == 4 && page.to == 4)
        }
    }

    @Test func `again gets the first outcomes and changes nothing`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let wrong = try phone.insert(.runLog(RunLog(moment: Samples.moment, distanceMeters: 0, durationSeconds: 1)))
            let batch = try [
                phone.insert(Samples.checkIn(1)), phone.insert(Samples.session(revision: 3)),
                phone.insert(Samples.checkIn(2)),
            ]
            let first = try await phone.send([wrong] + batch, to: clinic)
            #expect(first.outcomes.map(\.status) == [.rejected, .applied, .quarantined, .applied])
            #expect(first.outcomes[0].detail?.pointer == "/body/distanceMeters")

            // The whole, parts of it, one by one, and with something new at its end.
            #expect(try await phone.send([wrong] + batch, to: clinic) == first)
            #expect(try await phone.send(Array(batch[..<2]), to: clinic).outcomes == Array(first.outcomes[1..<3]))
            #expect(try await phone.send(Array(batch[2...]), to: clinic).outcomes == Array(first.outcomes[3...]))
            let fresh = try phone.insert(Samples.checkIn(3))
            let longer = try await phone.send(batch + [fresh], to: clinic)
            #expect(longer.outcomes == first.outcomes[1...] + [Outcome(seq: 5, status: .applied, version: 5)])
            #expect(longer.lastSeq == 5)
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry") == 2)
            #expect(try await clinic.count("SELECT version FROM chart") == 5)
        }
    }

    @Test func `at once, eight times, takes effect once`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let batch = try (0..<10).map { try phone.insert(Samples.checkIn($0)) }
            let sender = phone
            let answers = try await withThrowingTaskGroup(of: SliceAnswer.self) { group in
                for _ in 0..<8 { group.addTask { try await sender.send(batch, to: clinic) } }
                return try await group.reduce(into: [SliceAnswer]()) { $0.append($1) }
            }
            #expect(answers.count == 8 && Set(answers).count == 1)
            #expect(answers[0].outcomes.map(\.version) == Array(1...10))
            #expect(try await clinic.count("SELECT count(*) FROM check_in") == 10)
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry") == 1)
        }
    }

    @Test func `the same number with other content is a forked device`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            var restored = phone
            let first = try [phone.insert(Samples.checkIn(1)), phone.insert(Samples.checkIn(2))]
            try await phone.send(first, to: clinic)
            let other = try [restored.insert(Samples.checkIn(7)), restored.insert(Samples.checkIn(8))]

            let answer = try await restored.send(other, to: clinic)
            #expect(answer.problem == .deviceForked && answer.outcomes.isEmpty && answer.lastSeq == 2)
            // One changed number among repeats, and something new behind it: nothing of it is taken.
            let mixed = try await phone.send(
                [first[0], other[1], phone.insert(Samples.checkIn(3))], to: clinic)
            #expect(mixed.problem == .deviceForked)
            #expect(try await clinic.count("SELECT count(*) FROM check_in") == 2)

            // Under an identity of its own the restored phone sends again.
            var renewed = restored.another()
            let again = try [renewed.insert(Samples.checkIn(7)), renewed.insert(Samples.checkIn(8))]
            #expect(try await renewed.send(again, to: clinic).lastSeq == 2)
        }
    }

    @Test func `with a number missing says which one is expected`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let batch = try (0..<3).map { try phone.insert(Samples.checkIn($0)) }
            let early = try await phone.send([batch[1]], to: clinic)
            #expect(early.problem == .sequenceGap && early.lastSeq == 0 && early.outcomes.isEmpty)
            try await phone.send([batch[0]], to: clinic)
            #expect(try await phone.send([batch[2]], to: clinic).problem == .sequenceGap)
            #expect(try await phone.send(batch, to: clinic).lastSeq == 3)
        }
    }

    @Test func `keeps what cannot be applied, where the member sees it`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let batch = [
                phone.next("gait_film", .insert, .make(at: Samples.moment.at), body: ["where": "Floor 2", "n": 1]),
                phone.next("check_in", .insert, .make(at: Samples.moment.at), body: ["no such/field": 1]),
                try phone.insert(Samples.checkIn()),
            ]
            let answer = try await phone.send(batch, to: clinic)
            #expect(answer.outcomes.map(\.status) == [.rejected, .rejected, .applied])
            #expect(answer.outcomes.map(\.reason) == [.unknownKind, .invalid, nil])
            #expect(try await phone.send(batch, to: clinic) == answer)

            try await phone.sync(with: clinic)
            let row = try #require(phone.rows[SetAside.rowID(device: phone.device, seq: 1).description])
            guard case .setAside(let kept) = try RowContent(kind: .setAside, body: row.body) else {
                throw Mistake("it is of another kind")
            }
            #expect(kept.body == batch[0].body && kept.row == batch[0].row && kept.kind == "gait_film")
            #expect(phone.isProven)
        }
    }

    @Test func `to somebody else's chart, or for somebody else's device, finds no chart`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let other = try await clinic.addMember()
            let batch = try [phone.insert(Samples.checkIn())]
            let foreign = try await clinic.push.push(phone.request(batch), actor: other.actor).charts[0]
            #expect(
                foreign == SliceAnswer(chart: phone.member, epoch: nil, lastSeq: 0, outcomes: [], problem: .notFound))
            let borrowed = try await clinic.push.push(phone.request(batch), actor: phone.another().actor).charts[0]
            #expect(borrowed.problem == .notFound)
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry") == 0)
        }
    }

    @Test func `is for devices, in a version that is spoken, within limits`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let batch = try (0..<201).map { _ in try phone.insert(Samples.checkIn()) }
            let practitioner = try await clinic.addPractitioner(of: phone.member)
            // A session that no device is bound to has no copy of any chart.
            let unbound = try await clinic.push.push(phone.request([batch[0]]), actor: practitioner).charts[0]
            #expect(unbound.problem == .notFound)
            let sponsor = Actor(role: .sponsor, subject: UUID(), device: phone.device, credential: UUID())
            try await expect(.notAllowed) {
                _ = try await clinic.push.push(phone.request([batch[0]]), actor: sponsor)
            }
            var newer = phone.request([batch[0]])
            newer.schema = 3
            await #expect(throws: CareError.schemaUnknown) { try await clinic.push.push(newer, actor: phone.actor) }
            var zero = batch[0]
            zero.seq = 0
            for wrong in [[], batch, [batch[1], batch[0]], [batch[0], batch[2]], [zero]] {
                await #expect(throws: CareError.self) {
                    try await clinic.push.push(phone.request(wrong), actor: phone.actor)
                }
            }
            #expect(try await clinic.count("SELECT count(*) FROM commit_entry") == 0)
        }
    }

    @Test func `two hundred mutations of every kind at once are taken`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let batch = try (0..<50).flatMap { pain in
                let shoe = RowID.make(at: Samples.moment.at)
                return try [
                    phone.insert(Samples.shoe(), shoe), phone.insert(Samples.run(shoe: shoe)),
                    phone.insert(Samples.checkIn(pain % 11)), phone.insert(Samples.session()),
                ]
            }
            #expect(try await phone.send(batch, to: clinic).lastSeq == 200)
            try await phone.sync(with: clinic, limit: 33)
            #expect(phone.rows.count == 200 && phone.isProven)
        }
    }
}
