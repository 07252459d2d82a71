import Care
import CareStore
import Foundation

/// A file as it was received.
struct RosterUpload: Sendable {
    let id: UUID
    let fileName: Label?
    let format: RosterFormat
    let file: [UInt8]
    let sha256: [UInt8]
    let receivedAt: Instant
    /// The day on which it was received, in UTC.
    let today: LocalDay

    /// What is to become of the file, now that its rows and effects are known.
    func load(of staged: StagedRoster, with effects: StagedRoster.Effects) -> RosterLoad {
        let reason = LoadHold.reason(
            LoadHold.Figures(
                mode: staged.feed.mode, rows: staged.counts.rows, faulty: staged.counts.refused,
                inForce: effects.inForce, terminated: effects.roster.terminated))
        return RosterLoad(
            id: id, sha256: sha256, fileName: fileName, receivedAt: receivedAt,
            state: reason == nil ? .applied : .held, reason: reason, rowCount: staged.counts.rows,
            faultyCount: staged.counts.refused, effects: effects.roster)
    }
}
