package import Care
package import ChartSync
import StrictJSON

/// What the holder of a device can do about something that the service has set aside.
package enum SetAsideAction: String, Hashable, Sendable, CaseIterable {
    /// Record it anew, as it should have been; the old one is dismissed with it.
    case correctAndRecordAgain
    /// Leave it aside for good.
    case dismiss
    /// Their PT decides.
    case waitForPT

    /// What is open now; empty once somebody has decided.
    package static func open(for setAside: SetAside, row: RowID, role: Role) -> [SetAsideAction] {
        guard setAside.resolution == nil else { return [] }
        guard mayDismiss(setAside, row: row, role: role) else { return role == .member ? [.waitForPT] : [] }
        let canRecordAgain = role == .member && setAside.op == RowOperation.insert.rawValue && setAside.body != nil
        return canRecordAgain ? [.correctAndRecordAgain, .dismiss] : [.dismiss]
    }

    /// Tried out by the service's own rules, so that they stand in one place.
    private static func mayDismiss(_ setAside: SetAside, row: RowID, role: Role) -> Bool {
        let picture = ChartMerge.Picture(
            version: 1, checksum: .empty,
            rows: [row: ChartRowState(id: row, version: 1, content: .setAside(setAside))])
        let dismissal = Mutation(
            seq: 1, kind: RowKind.setAside.rawValue, op: RowOperation.update.rawValue, row: row, base: 1,
            body: ["decision": .string(SetAside.Resolution.Decision.dismissed.rawValue)])
        do throws(JSONProblem) {
            let result = try ChartMerge.apply([dismissal], to: picture, role: role, device: nil)
            return result.outcomes.first?.status == .applied
        } catch {
            // A row that cannot be written as JSON cannot be settled either.
            return false
        }
    }
}

extension SetAsideReason {
    /// Why it was not made part of the chart, in a sentence for the person who recorded it.
    package var text: String {
        switch self {
        case .invalid: "A value in it is missing or outside what is allowed."
        case .unknownKind: "This app is newer than the service, which does not know this kind of record yet."
        case .unknownOperation: "This app is newer than the service, which does not know this kind of change yet."
        case .notAllowed: "This kind of record is not yours to make."
        case .idTaken: "Another record was there under the same name."
        case .gone: "What it changes had been deleted."
        case .unknownRow: "What it changes is not there."
        case .baseMoved: "Somebody else had changed the same thing first."
        case .baseFromFuture: "It was made from a state that the service has not reached."
        case .inUse: "Something else still refers to it."
        case .unknownRevision: "It names a plan that your PT's records do not have yet."
        case .unknownShoe: "It names a shoe that your records do not have."
        case .dependsOnSetAside: "It changes something that was itself set aside."
        case .coverageEnded: "It arrived after your cover had ended, for a day on which you were covered."
        case .notCovered: "It is for a day on which you were not covered."
        case .accessEnded: "It arrived after your place on the care team had ended."
        }
    }
}
