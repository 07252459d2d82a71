import Care
import CareMessages
import CareServices
import ChartSync
import Foundation
import StrictJSON
import Testing

@Suite struct `Pulling` {
    /// A phone that has sent a dozen mutations of all kinds, deletions and something set aside among them.
    private func busyPhone(_ clinic: Clinic) async throws -> Phone {
        var phone = try await clinic.addMember()
        let (shoe, run, checkIn) = (RowID.make(at: .now), RowID.make(at: .now), RowID.make(at: .now))
        try await phone.send(
            try [
                phone.insert(Samples.shoe(), shoe), phone.insert(Samples.run(shoe: shoe), run),
                phone.insert(Samples.checkIn(), checkIn), phone.insert(Samples.session()),
                phone.insert(Samples.session(revision: 9)), phone.update(shoe, base: 1, ["label": "Red pair"]),
            ], to: clinic)
        try await phone.send(
            try [
                phone.delete(.runLog, run), phone.insert(Samples.checkIn(5)), phone.delete(.checkIn, checkIn),
                phone.insert(Samples.session()),
            ], to: clinic)
        return phone
    }

    @Test func `page by page, of whatever size, ends at the same copy`() async throws {
        try await withClinic { clinic in
            var whole = try await busyPhone(clinic)
            try await whole.sync(with: clinic)
            #expect(whole.rows.count == 5 && whole.isProven)
            for limit in 1...12 {
                var phone = whole.another()
                try await phone.sync(with: clinic, limit: limit)
                #expect(phone.rows == whole.rows, "pages of \(limit)")
                #expect(phone.catalogRows == whole.catalogRows && phone.catalogRows.count == 2)
                #expect(phone.isProven)
                let pages = phone.pages.filter { $0.scope != .catalog }
                #expect(pages.allSatisfy { $0.rows.count <= limit })
                #expect(pages.allSatisfy { $0.from == 0 && $0.to == 10 })
                #expect(pages.map(\.rebase) == [true] + pages.dropFirst().map { _ in false })
                #expect(pages.map(\.consistent) == pages.dropLast().map { _ in false } + [true])
            }
        }
    }

    @Test func `shows what was deleted as a tombstone`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let row = RowID.make(at: .now)
            try await phone.send([phone.insert(Samples.session(), row)], to: clinic)
            var tablet = phone.another()
            try await tablet.sync(with: clinic)
            #expect(tablet.rows.count == 1)

            try await phone.send([phone.delete(.sessionLog, row)], to: clinic)
            let answer = try await tablet.pull(from: clinic)
            #expect(
                answer.pages.map(\.deleted) == [
                    [Tombstone(kind: "session_log", id: row.description, version: 2)]
                ])
            #expect(tablet.rows.isEmpty && answer.pages[0].checksum == ChartChecksum.empty.description)
            #expect(try await clinic.count("SELECT count(*) FROM session_log") == 0)

            let late = try await tablet.send([tablet.insert(Samples.session(), row)], to: clinic)
            #expect(late.outcomes.map(\.reason) == [.gone])
        }
    }

    @Test func `with nothing new gives no page`() async throws {
        try await withClinic { clinic in
            var phone = try await busyPhone(clinic)
            try await phone.sync(with: clinic)
            let idle = try await phone.pull(from: clinic)
            #expect(idle.pages.isEmpty && !idle.more && idle.nextPollSeconds > 0)
        }
    }

    @Test func `after the versions began anew replaces the copy`() async throws {
        try await withClinic { clinic in
            var phone = try await busyPhone(clinic)
            try await phone.sync(with: clinic)
            let rows = phone.rows
            try await clinic.run("UPDATE chart SET epoch = gen_random_uuid()")
            let answer = try await phone.pull(from: clinic)
            #expect(answer.pages.map(\.rebase) == [true])
            #expect(phone.rows == rows && phone.isProven)
        }
    }

    @Test func `from a version that the chart has not reached replaces the copy`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            try await phone.send([phone.insert(Samples.checkIn())], to: clinic)
            try await phone.sync(with: clinic)
            // As a restore of yesterday's backup would leave it.
            try await clinic.run(
                """
                DELETE FROM check_in; DELETE FROM commit_entry; DELETE FROM device_progress;
                UPDATE chart SET version = 0, head = decode(repeat('00', 32), 'hex'),
                    checksum = decode(repeat('00', 16), 'hex');
                """)
            let answer = try await phone.pull(from: clinic)
            #expect(answer.pages.map(\.rebase) == [true])
            #expect(answer.pages.map(\.ackedSeq) == [0])
            #expect(phone.rows.isEmpty && phone.isProven)
        }
    }

    @Test func `refuses a cursor that was altered, or is another device's or member's`() async throws {
        try await withClinic { clinic in
            var phone = try await busyPhone(clinic)
            try await phone.sync(with: clinic)
            let cursor = try #require(phone.cursors[.chart(phone.member)])
            let stranger = try await clinic.addMember()

            func refuses(_ text: String, for phone: Phone) async {
                let request = phone.request([ScopeRequest(.chart(phone.member), cursor: text)])
                await #expect(throws: CareError.cursorInvalid([0])) {
                    try await clinic.pull.pull(request, actor: phone.actor)
                }
            }
            await refuses(cursor, for: phone.another())
            await refuses(cursor, for: stranger)
            for text in ["", "x", String(cursor.dropLast()), cursor + "A", String(cursor.reversed())] {
                await refuses(text, for: phone)
            }
            for position in stride(from: 0, to: cursor.count, by: 7) {
                var characters = Array(cursor)
                characters[position] = characters[position] == "A" ? "B" : "A"
                await refuses(String(characters), for: phone)
            }
        }
    }

    @Test func `is for a member's own device, within limits`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let practitioner = try await clinic.addPractitioner(of: phone.member)
            let reviewer = Actor(role: .reviewer, subject: UUID(), device: phone.device, credential: UUID())
            let request = phone.request()
            await #expect(throws: CareError.notAllowed) {
                try await clinic.pull.pull(request, actor: reviewer)
            }
            // A sign-in that is not bound to a device keeps no copies.
            await #expect(throws: CareError.notFound) {
                try await clinic.pull.pull(request, actor: practitioner)
            }
            await #expect(throws: CareError.notFound) {
                try await clinic.pull.pull(request, actor: phone.another().actor)
            }
            let unknown = phone.request(schema: 0)
            await #expect(throws: CareError.schemaUnknown) {
                try await clinic.pull.pull(unknown, actor: phone.actor)
            }
            let old = phone.request(schema: 1)
            await #expect(throws: CareError.clientTooOld) {
                try await clinic.pull.pull(old, actor: phone.actor)
            }
            for limit in [-1, 0, 2_001, .max] {
                await #expect(throws: CareError.self) {
                    try await clinic.pull.pull(phone.request(limit: limit), actor: phone.actor)
                }
            }
        }
    }

    @Test func `tells the care team how far a device is, by the cursor that it sent`() async throws {
        try await withClinic { clinic in
            var phone = try await busyPhone(clinic)
            let practitioner = try await clinic.addPractitioner(of: phone.member)
            try await phone.sync(with: clinic)
            try await phone.pull(from: clinic)
            let summary = try await clinic.monitoring.member(phone.member, actor: practitioner)
            #expect(summary.devices.map(\.pulledVersion) == [10])
            #expect(summary.chartVersion == 10 && summary.setAside == 1)
            #expect(summary.rowCounts["session_log"] == 2 && summary.rowCounts["run_log"] == 0)
        }
    }

    @Test func `a long page ends before it is too large, and the next goes on`() async throws {
        try await withClinic { clinic in
            var phone = try await clinic.addMember()
            let note = try #require(Note(String(repeating: "é", count: 2_000)))
            for _ in 0..<2 {
                let batch = try (0..<100).map { _ in
                    try phone.insert(
                        .checkIn(
                            CheckIn(moment: Samples.moment, about: .now, pain: try #require(PainScore(1)), note: note)))
                }
                try await phone.send(batch, to: clinic)
            }
            let first = try await phone.pull(from: clinic)
            #expect(first.more)
            #expect(first.pages[0].rows.count < 200)
            try await phone.sync(with: clinic)
            #expect(phone.rows.count == 200 && phone.isProven)
        }
    }
}

@Suite struct `Writing and reading at once` {
    @Test func `eight writers leave no hole for a reader who pages by cursor`() async throws {
        try await withClinic { clinic in
            let phone = try await clinic.addMember()
            let batches = 12
            var reader = phone.another()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var writer = phone.another()
                        for number in 0..<batches {
                            let row = RowID.make(at: Samples.moment.at)
                            try await writer.send(
                                [
                                    writer.insert(Samples.shoe(), row), writer.insert(Samples.checkIn(number % 11)),
                                    writer.next("shoe", .update, row, base: 1, body: ["label": "Red pair"]),
                                ], to: clinic)
                        }
                    }
                }
                // Reads while they write: each mutation becomes one version, so the number of them says when it is over.
                for _ in 0..<10_000 where (reader.pages.last { $0.scope != .catalog }?.to ?? 0) < 8 * 12 * 3 {
                    try await reader.pull(from: clinic, limit: 5)
                    let last = reader.pages.last { $0.scope != .catalog }
                    #expect(last?.consistent != true || reader.isProven)
                }
                try await group.waitForAll()
            }
            try await reader.sync(with: clinic)
            var whole = phone.another()
            try await whole.sync(with: clinic)
            #expect(reader.rows == whole.rows && reader.isProven)
            #expect(whole.rows.count >= 8 * batches * 2)
            #expect(try await clinic.count("SELECT version FROM chart") == Int64(8 * batches * 3))
            #expect(
                try await clinic.count("SELECT count(*) FROM commit_entry") == Int64(8 * batches))
        }
    }
}
