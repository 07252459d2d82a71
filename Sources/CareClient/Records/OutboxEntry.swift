package import Care
package import ChartSync

/// One thing that was done on this device, and what became of it.
package struct OutboxEntry: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        /// Recorded here only.
        case pending
        /// In a request that the service has not answered: it may or may not have it.
        case sent
        /// The service has it for good; `outcome` says what became of it.
        case acknowledged
    }

    /// Whose chart it is about.
    package var chart: MemberID
    package var mutation: Mutation
    /// By the device's clock.
    package var recordedAt: Instant
    package var state: State
    package var outcome: Outcome?

    /// Whether the service has kept it apart instead of applying it; `outcome` has the reason.
    package var isSetAside: Bool { outcome?.status == .rejected || outcome?.status == .quarantined }

    /// The version that the row has by this change, as its author has seen it; nil while there is no answer.
    ///
    /// A change that was merged gives none: somebody else's came in between, which the author has not seen.
    var madeVersion: Int64? { outcome?.status == .applied ? outcome?.version : nil }
}
