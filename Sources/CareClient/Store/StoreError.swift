package import Care
import GRDB

/// Why the offline store did not do what it was asked; nothing was changed.
package enum StoreError: Error, Hashable, Sendable {
    /// The file cannot be made or opened; the text says why.
    case cannotOpen(String)
    /// The file was written by a newer version of the library.
    case newerStore
    /// No member is enrolled on this device yet.
    case notEnrolled
    /// A member is enrolled on this device already; another one needs another store.
    case alreadyEnrolled
    /// The device is signed out, and the service has not heard of it yet; nothing can be recorded on it.
    case leaving
    /// Several charts are here, and none was named.
    case chartNotNamed
    /// What was to be recorded breaks a rule of its kind.
    case invalid([FieldViolation])
    /// Who holds the device does not record rows of this kind.
    case notAllowed(kind: String)
    /// The row is not there, or was deleted.
    case unknownRow(RowID)
    /// Somebody has decided about it already, or it is not this holder's to decide.
    case notOpen(RowID)
    /// Signing out would lose so many records that the service does not have.
    case unsentWork(count: Int)
    /// Signing out would leave so many records to the one place on which the service has them; whether it has a second one,
    /// on which they will be soon.
    case onOnePlace(count: Int, hasSecondPlace: Bool)
    /// SQLite's own code and message, without any value.
    case storage(code: Int, message: String)
    /// Something in the file is not what this library writes.
    case damaged(String)
}

extension StoreError: CustomStringConvertible {
    /// What is wrong and what to do, in a sentence or two.
    package var description: String {
        switch self {
        case .cannotOpen(let reason): "The device's store cannot be opened: \(reason)."
        case .newerStore: "The device's store was written by a newer version of Soleus. Update this program."
        case .notEnrolled: "No member is enrolled on this device. Enrol first."
        case .alreadyEnrolled: "A member is enrolled on this device already. Another one needs another device name."
        case .leaving: "This device is signed out, and the service has not heard of it yet. Sync to tell it."
        case .chartNotNamed: "This device holds several charts. Say which one is meant."
        case .invalid(let violations):
            "Nothing was recorded: "
                + violations.map { $0.pointer.isEmpty ? $0.message : "\($0.pointer) \($0.message)" }
                .joined(separator: "; ") + "."
        case .notAllowed(let kind): "A device does not record rows of the kind \(kind)."
        case .unknownRow(let row): "There is no row \(row) here, or it was deleted."
        case .notOpen(let row): "Nothing can be done here about \(row): it was decided, or sent, or is somebody else's."
        case .unsentWork(let count):
            "\(count) \(count == 1 ? "record is" : "records are") on this device only. "
                + "Connect and try again, or say that they may be lost."
        case .onOnePlace(let count, let hasSecondPlace):
            "\(count) \(count == 1 ? "record" : "records") of this device \(count == 1 ? "is" : "are") with the service, but "
                + (hasSecondPlace
                    ? "not on its second place yet. Try again in a few minutes, or say that it may be trusted with one place."
                    : "it keeps no second place: a backup from before would be without. Say that it may be trusted with one "
                        + "place.")
        case .storage(let code, let message): "The device's store failed (SQLite \(code): \(message))."
        case .damaged(let what): "The device's store is damaged: \(what)."
        }
    }

    /// What a failure inside the store means for its caller.
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            self = .storage(
                code: Int(error.extendedResultCode.rawValue), message: error.message ?? "no message")
        default: self = .damaged("a value has another type than the schema says")
        }
    }
}
