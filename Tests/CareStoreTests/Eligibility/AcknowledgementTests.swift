import Care
import CareMessages
import CareServices
import Foundation
import Postgres
import TestPostgres
import Testing

/// The 999 of a file is there with what became of it, and never without.
@Suite struct `The 999 of a load` {
    private func text(_ report: LoadReport, _ eligibility: Eligibility) async throws -> String {
        let service = AcknowledgementService(database: eligibility.database)
        let bytes = try await service.acknowledgement(
            of: try #require(UUID(uuidString: report.id)), sponsor: try #require(Slug("acme")),
            actor: eligibility.administrator)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func load(
        _ bytes: [UInt8], _ eligibility: Eligibility, waits: Bool = false, dryRun: Bool = false
    ) async throws -> LoadReport {
        try await eligibility.rosters.load(
            RosterUpload(format: .x12, file: RosterBytes(bytes), waits: waits), sponsor: try #require(Slug("acme")),
            dryRun: dryRun, actor: eligibility.administrator)
    }

    @Test func `is there whatever became of the file, and stays the same`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var file = EnrolmentText()
            file.add("E1", [EnrolmentText.Benefit()])
            let applied = try await load(file.bytes, eligibility)
            file.reference = "R-2"
            let waiting = try await load(file.bytes, eligibility, waits: true)
            file.reference = "R-3"
            let rejected = try await load(
                Array(String(decoding: file.bytes, as: UTF8.self).replacing("GE*1*", with: "GE*2*").utf8), eligibility)
            #expect([applied, waiting, rejected].map(\.state) == [.applied, .staged, .rejected])
            #expect(try await text(applied, eligibility).contains("AK9*A*1*1*1~"))
            #expect(try await text(waiting, eligibility).contains("AK9*A*1*1*1~"))
            #expect(try await text(rejected, eligibility).contains("AK9*R*2*1*0*5~"))
            let first = try await text(applied, eligibility)
            file.reference = "R-1"
            #expect(try await load(file.bytes, eligibility).repeated)
            #expect(try await text(applied, eligibility) == first)
        }
    }

    @Test func `is not there for what was only tried, for a CSV, and for what is no interchange`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme").slug
            var file = EnrolmentText()
            file.add("E1", [EnrolmentText.Benefit()])
            let tried = try await load(file.bytes, eligibility, dryRun: true)
            let table = try await eligibility.load(RosterText(subscribers: 1), of: "acme")
            let none = try await load(Array("ISA, and then nothing".utf8), eligibility)
            #expect(none.state == .rejected)
            for report in [tried, table, none] {
                await #expect(throws: CareError.notFound) { try await text(report, eligibility) }
            }
            let loads = try await eligibility.rosters.loads(of: slug, actor: eligibility.administrator)
            #expect(loads.map(\.id) == [none.id, table.id])
        }
    }

    @Test func `comes with the load's own transaction, so that none is missing after a failure`() async throws {
        try await withEligibility { eligibility in
            try await eligibility.addSponsor("acme")
            var file = EnrolmentText()
            file.add("E1", [EnrolmentText.Benefit()])
            try await eligibility.owner.transaction { transaction in
                try transaction.runScript(
                    "ALTER TABLE load_acknowledgement ADD CONSTRAINT refused CHECK (verdict <> 'A') NOT VALID")
            }
            await #expect(throws: (any Error).self) { _ = try await load(file.bytes, eligibility) }
            // Without its 999 the load is not there either.
            #expect(try await eligibility.periods().isEmpty)
            try await eligibility.owner.transaction { transaction in
                try transaction.runScript("ALTER TABLE load_acknowledgement DROP CONSTRAINT refused")
            }
            let again = try await load(file.bytes, eligibility)
            #expect(again.state == .applied && !again.repeated)
            #expect(try await text(again, eligibility).contains("AK9*A"))
        }
    }
}

@Suite struct `Files that come within one millisecond` {
    @Test func `have the order in which they came`() async throws {
        try await withEligibility { eligibility in
            let slug = try await eligibility.addSponsor("acme", mode: .delta).slug
            // A clock that stands still.
            let rosters = eligibility.rosters(now: { Eligibility.noon })
            var ids: [String] = []
            for number in 1...12 {
                var file = RosterText()
                file.add("E\(number)")
                ids.append(
                    try await rosters.load(
                        sponsor: slug, fileName: nil, file: file.bytes, actor: eligibility.administrator
                    ).id)
            }
            let listed = try await rosters.loads(of: slug, actor: eligibility.administrator)
            #expect(listed.map(\.id) == ids.reversed())
        }
    }
}
