package import Care
package import ChartSync

/// How far a device's copy of one scope has come, and whether it was proved equal to the service's.
package struct ScopeState: Hashable, Sendable {
    /// What comparing the two checksums has shown.
    package enum Comparison: String, Hashable, Sendable {
        /// The copy changed since, or never reached the head of its scope.
        case unchecked
        case equal
        /// The copies differ, and pulling everything again has not helped.
        case different
    }

    package var scope: Scope
    /// The service's; another one means that versions began anew.
    package var epoch: String
    package var version: Int64
    /// Whether the last page reached the head, so that no row up to `version` is missing.
    package var isComplete: Bool
    /// Mutations of this device up to this number are in the rows.
    package var ackedSeq: Int64
    /// The service's checksum at the last comparison: 32 hexadecimal digits.
    package var checksum: String?
    package var comparison: Comparison
    package var checkedAt: Instant?
    /// Full pulls because of a difference, since the copy was last equal; never more than one by itself.
    package var repairs: Int
    /// How far the copy has come, as the service sealed it; nil before the first pull.
    package var cursor: String?
}
