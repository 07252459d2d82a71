package import Care

/// A row of the chart as this device shows it.
package struct ChartEntry<Content: Hashable & Sendable>: Hashable, Sendable {
    package var row: RowID
    package var content: Content
    /// The chart version of the service's row, as far as this device knows; nil for what only this device has.
    package var version: Int64?
    /// Whether something in it is not yet in the service's own rows.
    package var isWaiting: Bool
}
