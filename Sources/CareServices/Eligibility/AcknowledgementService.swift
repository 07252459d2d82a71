package import Care
import CareStore
package import Foundation
package import Postgres
import X12

/// The 999s of sponsors' 834 files.
package struct AcknowledgementService: Sendable {
    private let database: Database
    private let now: @Sendable () -> Instant

    /// Takes the database of eligibility, and a clock.
    package init(database: Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
    }

    /// Keeps the answer to a file that was loaded; a file of which no header can be read has none.
    ///
    /// It follows from the file alone, so that a file which is sent again, as after a crash, gets the answer it lacks.
    package func keep(for load: UUID, of sponsor: Slug, file: any RosterSource, actor: Actor) async throws {
        let now = now()
        guard let outcome = try Self.outcome(of: file), let stamp = InterchangeWriter.Stamp(at: now) else { return }
        let answer = Acknowledgement(of: outcome, stamp: stamp)
        try await database.transaction { transaction in
            let sponsor = try actor.sponsor(sponsor, transaction)
            _ = try transaction.run(
                AcknowledgementStatements.insert, sponsor.id, load, now, outcome.verdict.rawValue, answer.bytes)
        }
    }

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

    private static func outcome(of file: any RosterSource) throws -> InterchangeOutcome? {
        var reader = InterchangeReader([.enrolment])
        do {
            try file.forEachChunk { _ = try reader.read($0) }
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
