import Care
import CareMessages
import CareServices
import Foundation
import Synchronization
import TestPostgres
import Testing

@Suite struct `A bad file leaves the cover in force as it was` {
    struct Case: Sendable, CustomStringConvertible {
        var description: String
        var bytes: [UInt8]
        var state: LoadState
        /// What the reason or a hold or a fault says.
        var code: String
    }

    /// The roster of the 100 people who are covered, as bytes that can be spoiled.
    private static let good = RosterText(subscribers: 100).bytes
    private static let header = Array((RosterText.header + "\n").utf8)

    static let cases: [Case] = [
        Case(description: "empty", bytes: [], state: .rejected, code: "file.empty"),
        Case(description: "only blank lines", bytes: [10, 13, 10], state: .rejected, code: "file.empty"),
        Case(description: "only a header", bytes: header, state: .held, code: "no_usable_rows"),
        Case(description: "zeros", bytes: Array(repeating: 0, count: 5_000), state: .rejected, code: "file.not_text"),
        Case(
            description: "a picture", bytes: [0x89] + Array("PNG\r\n\u{1A}\n".utf8) + Array(0...255), state: .rejected,
            code: "header.invalid"),
        Case(
            description: "UTF-16, little end first", bytes: [0xFF, 0xFE] + good.flatMap { [$0, 0] }, state: .rejected,
            code: "file.utf16"),
        Case(
            description: "UTF-16, big end first", bytes: [0xFE, 0xFF] + good.flatMap { [0, $0] }, state: .rejected,
            code: "file.utf16"),
        Case(
            description: "UTF-16 without a mark", bytes: good.flatMap { [$0, 0] }, state: .rejected, code: "file.utf16"),
        Case(
            description: "a row in Latin-1",
            bytes: RosterText(subscribers: 99).bytes + Array("subscriber,E100,E100,self,Ren".utf8) + [0xE9]
                + Array(",Ruiz,1990-04-12,PPO-1,2024-01-01,\n".utf8), state: .held, code: "unattributed_rows"),
        Case(
            description: "half of it", bytes: good.cutInRow(50), state: .rejected, code: "file.truncated"),
        Case(
            description: "half of it, cut between two rows", bytes: good.cutBeforeRow(50), state: .held,
            code: "mass_termination"),
        Case(
            description: "all but a few rows of it", bytes: good.cutInRow(95), state: .rejected, code: "file.truncated"),
        Case(
            description: "cut in the last date",
            bytes: RosterText(subscribers: 90).bytes
                + Array("subscriber,E91,E91,self,Ana,Ruiz,1990-04-12,PPO-1,2024-01-01,2026-1".utf8), state: .rejected,
            code: "file.truncated"),
        Case(
            description: "two stray quotes over five rows",
            bytes: Array(
                String(decoding: good, as: UTF8.self).replacing("E51,self,Ana", with: "E51,self,\"Ana")
                    .replacing("E55,self,Ana", with: "E55,self,Ana\"").utf8), state: .held, code: "unattributed_rows"),
        Case(
            description: "cut inside quotes",
            bytes: RosterText(subscribers: 99).bytes + Array("subscriber,E100,E100,self,\"An".utf8), state: .rejected,
            code: "file.truncated"),
        Case(
            description: "a column twice", bytes: Array("zip,zip,\(RosterText.header)\n".utf8), state: .rejected,
            code: "header.duplicate"),
        Case(
            description: "a column less",
            bytes: Array(String(decoding: good, as: UTF8.self).replacing(",end_date", with: "").utf8), state: .rejected,
            code: "header.missing"),
        Case(
            description: "no CSV", bytes: Array("<html><body>Sign in</body></html>".utf8), state: .rejected,
            code: "header.missing"),
    ]

    @Test(arguments: cases) func `and gets a clear verdict`(file: Case) async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            try await eligibility.load(RosterText(subscribers: 100), of: "acme")
            let before = try await eligibility.periods()

            let report = try await eligibility.rosters.load(
                sponsor: slug, fileName: nil, file: file.bytes, actor: eligibility.administrator)

            #expect(report.state == file.state)
            let said = [report.reason ?? ""] + report.holds.map(\.code.rawValue) + report.faults.map(\.code)
            #expect(said.contains { $0.hasPrefix(file.code) }, "\(said)")
            #expect(try await eligibility.periods() == before)
        }
    }

    @Test func `whose byte order mark is nothing bad`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            let report = try await eligibility.rosters.load(
                sponsor: slug, fileName: nil, file: [0xEF, 0xBB, 0xBF] + Self.good, actor: eligibility.administrator)
            #expect(report.state == .applied && report.counts.added == 100)
        }
    }

    @Test func `when a field in quotes has 10 MB`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            try await eligibility.load(RosterText(subscribers: 100), of: "acme")
            let before = try await eligibility.periods()
            let start = RosterText(subscribers: 100).bytes + Array("subscriber,E101,E101,self,\"".utf8)
            let file = RepeatedSource(start: start, repeated: Array(repeating: 65, count: 65_536), times: 160)

            let report = try await eligibility.rosters.load(
                RosterUpload(file: file), sponsor: slug, actor: eligibility.administrator)

            #expect(report.state == .rejected && report.reason?.hasPrefix("file.truncated") == true)
            #expect(try await eligibility.periods() == before)
        }
    }

    @Test func `when it has 20,000 faulty rows, of which a thousand are kept`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            try await eligibility.load(RosterText(subscribers: 100), of: "acme")
            let before = try await eligibility.periods()
            let file = RepeatedSource(
                start: RosterText(subscribers: 90).bytes, repeated: Array("x\n".utf8), times: 20_000)

            let report = try await eligibility.rosters.load(
                RosterUpload(file: file), sponsor: slug, actor: eligibility.administrator)

            #expect(report.state == .held && report.counts.faulty == 20_000 && report.faults.count == 1_000)
            #expect(Set(report.holds.map(\.code)) == [.errorRate, .unattributedRows])
            #expect(try await eligibility.periods() == before)
        }
    }

    @Test func `when it cannot be read to its end, and the next try takes it up`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            try await eligibility.load(RosterText(subscribers: 100), of: "acme")
            let before = try await eligibility.periods()
            let file = BrittleSource(file: RosterText(subscribers: 99).bytes)

            await #expect(throws: BrittleSource.Broken.self) {
                try await eligibility.rosters.load(
                    RosterUpload(file: file), sponsor: slug, actor: eligibility.administrator)
            }
            #expect(try await eligibility.periods() == before)
            let waiting = try await eligibility.rosters.loads(of: slug, actor: eligibility.administrator)
            #expect(waiting.first?.state == .received)

            let report = try await eligibility.load(RosterText(subscribers: 99), of: "acme")
            #expect(report.id == waiting.first?.id && report.state == .applied && !report.repeated)
            #expect(report.counts.terminated == 1)
        }
    }
}

extension [UInt8] {
    /// What stands before a row, counted from 1 after the header.
    fileprivate func cutBeforeRow(_ row: Int) -> [UInt8] {
        split(separator: 10).prefix(row).flatMap { $0 + [10] }
    }

    /// The same, with the beginning of the row.
    fileprivate func cutInRow(_ row: Int) -> [UInt8] { Array(prefix(cutBeforeRow(row).count + 20)) }
}

/// A file that is larger than what it takes in memory.
private struct RepeatedSource: RosterSource {
    let start: [UInt8]
    let count: Int
    /// Whole repetitions, more than one reading takes.
    private let block: [UInt8]

    init(start: [UInt8], repeated: [UInt8], times: Int) {
        self.start = start
        count = start.count + repeated.count * times
        var block = repeated
        while block.count < 1 << 20 { block += block }
        self.block = block
    }

    func bytes(at offset: Int, count: Int) -> [UInt8] {
        if offset < start.count { return Array(start[offset..<min(start.count, offset + count)]) }
        let begin = (offset - start.count) % block.count
        return Array(block[begin...].prefix(min(count, self.count - offset)))
    }
}

/// A file whose disk fails at the second reading.
private final class BrittleSource: RosterSource {
    struct Broken: Error {}

    private let file: [UInt8]
    private let readings = Atomic(0)

    init(file: [UInt8]) { self.file = file }

    var count: Int { file.count }

    func bytes(at offset: Int, count: Int) throws -> [UInt8] {
        if offset == 0, readings.add(1, ordering: .relaxed).newValue == 2 { throw Broken() }
        return Array(file[min(offset, file.count)..<min(file.count, offset + count)])
    }
}
