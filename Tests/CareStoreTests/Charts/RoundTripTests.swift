import Care
import CareStore
import ChartSync
import Foundation
import Postgres
import StrictJSON
import Testing

@Suite struct `A row in its typed tables` {
    /// Writes what a merge decided, as the owner, and gives the rows that it decided on.
    private func write(
        _ contents: [RowContent], from firstVersion: Int64, as role: Role, shoe: (RowID, RowContent)?,
        revision: Int, to member: MemberID, in clinic: Clinic
    ) async throws -> [ChartRowState] {
        var mutations = try contents.map { content in
            Mutation(
                seq: 0, kind: content.kind.rawValue, op: "insert", row: .make(at: Samples.moment.at),
                body: try content.body())
        }
        if let shoe {
            mutations.insert(
                Mutation(seq: 0, kind: "shoe", op: "insert", row: shoe.0, body: try shoe.1.body()), at: 0)
        }
        for index in mutations.indices { mutations[index].seq = firstVersion + Int64(index) }
        let result = try ChartMerge.apply(
            mutations,
            to: ChartMerge.Picture(version: firstVersion - 1, checksum: .empty, latestRevision: revision), role: role,
            device: .make(at: Samples.moment.at))
        #expect(result.outcomes.allSatisfy { $0.reason == nil }, "\(result.outcomes.first { $0.reason != nil } as Any)")
        try await clinic.owner.transaction { transaction in
            try transaction.commit { pipeline in ChartRows.write(result, of: member, into: &pipeline) }
        }
        return result.inserted
    }

    @Test(arguments: 0..<8) func `comes back to the letter, by version and by id`(seed: Int) async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            var random = RandomContent(seed: UInt64(seed))
            let plan = try random.plan(number: 1, author: .make(at: Samples.moment.at))
            let shoeID = RowID.make(at: Samples.moment.at)
            var written = try await write(
                [plan], from: 1, as: .practitioner, shoe: nil, revision: 0, to: phone.member, in: clinic)
            var contents: [RowContent] = []
            for _ in 0..<6 {
                contents += try [
                    random.checkIn(), random.run(shoe: shoeID), random.shoe(), random.session(revision: 1),
                    random.outcome(), random.fall(), random.selfCare(), random.acknowledgement(),
                    random.message(from: nil), random.reading(by: nil), random.goal(),
                ]
            }
            written += try await write(
                contents, from: 2, as: .member, shoe: (shoeID, try random.shoe()), revision: 1, to: phone.member,
                in: clinic)
            let author = PractitionerID.make(at: Samples.moment.at)
            var others: [RowContent] = []
            for _ in 0..<4 {
                others += try [
                    random.clearance(by: author), random.runPhase(), random.word(by: author),
                    random.message(from: author), random.reading(by: author),
                    random.visit(by: author), random.careNote(by: author),
                ]
            }
            written += try await write(
                others, from: 1_000, as: .practitioner, shoe: nil, revision: 1, to: phone.member, in: clinic)
            var found = try AlertRule.allCases.compactMap { rule in
                try AlertFinding.allCases.filter { $0.rule == rule }.randomElement().map { try random.alert($0) }
            }
            for turn in 0..<15 { found.append(try random.suggestion(turn)) }
            found.append(try random.emergency(by: author))
            written += try await write(
                found, from: 2_000, as: .service, shoe: nil, revision: 1, to: phone.member, in: clinic)
            let expected = written

            let (byVersion, byID) = try await clinic.owner.transaction(.readOnly) { transaction in
                (
                    try ChartRows.after(0, limit: 1_000, of: phone.member, in: transaction),
                    try ChartRows.named(
                        expected.map { ($0.id, $0.content.kind) }, of: phone.member, in: transaction)
                )
            }
            #expect(byVersion == expected)
            #expect(byID.sorted { $0.version < $1.version } == expected)
            for (read, wrote) in zip(byVersion, expected) {
                // Equal values could still differ as text, and the checksum is over the text.
                #expect(try JSONWriter.write(read.content.body()) == JSONWriter.write(wrote.content.body()))
            }
        }
    }

    @Test func `that was set aside comes back with whatever was in it`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let bodies: [JSONValue?] = [
                nil, true, 0, "", [], [:], .decimal(try Samples.value(JSONDecimal("1.50"))),
                ["\n": ["é", "e\u{301}"]],
                ["a": ["b": ["c": [.null, -1, "\u{1F3C3}\n\u{7F}"]]]],
            ]
            let batch = bodies.map { phone.next("gait_film", .insert, .make(at: Samples.moment.at), body: $0) }
            try await phone.send(batch, to: clinic)
            try await phone.sync(with: clinic)
            #expect(phone.isProven && phone.rows.count == bodies.count)
            for mutation in batch {
                let row = try #require(phone.rows[SetAside.rowID(device: phone.device, seq: mutation.seq).description])
                guard case .setAside(let kept) = try RowContent(kind: .setAside, body: row.body) else {
                    throw Mistake("it is of another kind")
                }
                let (back, sent) = (kept.body ?? .null, mutation.body ?? .null)
                #expect(JSONWriter.write(back) == JSONWriter.write(sent))
                #expect((kept.body == nil) == (mutation.body == nil))
            }
        }
    }
}
