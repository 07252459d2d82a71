import Care
import CareMessages
import CareStore
import Credentials
import Foundation

extension LoadReport {
    /// What is said to the sponsor about a load that is kept, or would be.
    init(_ load: RosterLoad, of sponsor: Slug, repeated: Bool = false, faults: [RowFault] = []) {
        let counts = LoadCounts(
            rows: load.rowCount, faulty: load.faultyCount, added: load.effects.added, changed: load.effects.changed,
            reinstated: load.effects.reinstated, terminated: load.effects.terminated,
            unchanged: load.effects.unchanged)
        let state: State =
            switch load.state {
            case .applied: .applied
            case .held: .held
            case .rejected: .rejected
            }
        self.init(
            id: load.id.text, sponsor: sponsor, fileName: load.fileName,
            // A constraint keeps 32 bytes in the column.
            sha256: SHA256Digest(bytes: load.sha256)?.hexadecimal ?? "", receivedAt: load.receivedAt, state: state,
            reason: load.reason, repeated: repeated, counts: counts, faults: faults)
    }
}
