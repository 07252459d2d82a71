import Care
import CareMessages
import CareStore
import Credentials
import Foundation

extension LoadReport {
    /// What is said to the sponsor about a load that is kept, or would be.
    init(
        _ load: RosterLoad, of sponsor: Slug, repeated: Bool = false,
        _ faults: [(Int32, String, String, String, String)] = [], _ holds: [(HoldCode, Bool, String)] = [],
        _ steps: [LoadTransition] = []
    ) {
        let effects = load.effects
        self.init(
            id: load.id.text, sponsor: sponsor, fileName: load.fileName,
            sha256: load.sha256.flatMap { SHA256Digest(bytes: $0)?.hexadecimal }, receivedAt: load.receivedAt,
            state: load.state, reason: load.reason, repeated: repeated, madeOn: load.madeOn,
            undoes: load.undoes?.text, undoneBy: load.undoneBy?.text,
            counts: LoadCounts(
                rows: load.rowCount, faulty: load.faultyCount, added: effects.added, changed: effects.changed,
                reinstated: effects.reinstated, terminated: effects.terminated, unchanged: effects.unchanged),
            holds: holds.map { LoadHoldNotice(code: $0.0, severe: $0.1, detail: $0.2) },
            steps: steps.map { step in
                LoadStep(
                    state: step.state, at: step.at, role: step.role, subject: step.subject.text,
                    credential: step.credential.text, reason: step.reason)
            },
            faults: faults.map { line, column, code, masked, message in
                RowFault(line: Int(line), column: column, code: code, maskedValue: masked, message: message)
            })
    }
}
