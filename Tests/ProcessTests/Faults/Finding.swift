/// Something that the service must never do, and did.
struct Finding: Hashable, Sendable, CustomStringConvertible {
    enum Kind: String, Hashable, Sendable {
        /// What was acknowledged is not there, or not as it was acknowledged.
        case lost
        /// One mutation has had its effect twice.
        case doubled
        /// Something is there that nobody recorded.
        case phantom
        /// The versions of a chart, or the numbers of a device on it, are not each there once.
        case gap
        /// A ledger does not prove its own history.
        case brokenChain = "broken chain"
        /// The same mutation was told different things.
        case unstable
        /// A device's copy is not what the database holds.
        case differs
        /// An answer that the contract rules out.
        case contradiction
    }

    var kind: Kind
    var what: String

    init(_ kind: Kind, _ what: String) {
        self.kind = kind
        self.what = what
    }

    var description: String { "\(kind.rawValue): \(what)" }
}
