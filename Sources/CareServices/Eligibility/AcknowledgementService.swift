package import Care
import CareStore
package import Foundation
package import Postgres
import X12

/// The 999s of sponsors' 834 files.
package struct AcknowledgementService: Sendable {
    private let database: Database

    /// Takes the database of eligibility.
    package init(database: Database) { self.database = database }

    /// The 999 of a load.
    ///
    /// - Throws: `CareError.notFound` when the sponsor has no such load, or its file was no 834.
    package func acknowledgement(of load: UUID, sponsor: Slug, actor: Actor) async throws -> [UInt8] {
        try await database.transaction(.readOnly) { transaction in
            let sponsor = try actor.sponsor(sponsor, transaction)
            guard let bytes = try transaction.first(AcknowledgementStatements.find, sponsor.id, load) else {
                throw CareError.notFound
            }
            return bytes
        }
    }
}

/// The answer to an 834, kept in the transaction that says what became of the file: there is never one without the other.
enum KeptAcknowledgement {
    /// The call that keeps it; nil for a file of which no header could be read.
    static func call(
        for outcome: InterchangeOutcome?, of load: UUID, _ sponsor: SponsorID, at now: Instant
    ) -> Call<Int>? {
        guard let outcome, let stamp = InterchangeWriter.Stamp(at: now) else { return nil }
        let answer = Acknowledgement(of: outcome, stamp: stamp)
        return AcknowledgementStatements.insert.run(sponsor, load, now, outcome.verdict.rawValue, answer.bytes)
    }

    /// How a file was received that is no roster: as far as it can be read.
    static func outcome(of upload: RosterUpload) throws -> InterchangeOutcome? {
        guard upload.format == .x12 else { return nil }
        var reader = InterchangeReader([.enrolment])
        do {
            try upload.file.forEachChunk { _ = try reader.read($0) }
            _ = try reader.finish()
        } catch is InterchangeProblem {
            // The outcome says so.
        }
        return reader.outcome
    }
}

extension InterchangeWriter.Stamp {
    /// The control number counts tenths of a second, and begins again every three years: the receiver of our answers
    /// tells them apart by it.
    init?(at moment: Instant) {
        let day = TimeZoneName.utc.day(of: moment)
        let seconds = moment.milliseconds / 1_000
        let minutes = Int((seconds % 86_400) / 60)
        let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        self.init(
            day: day.compact, time: padded(minutes / 60) + padded(minutes % 60),
            controlNumber: Int((moment.milliseconds / 100) % 999_999_999) + 1)
    }
}
