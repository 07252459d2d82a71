package import Care

/// A commit to a chart, as those hear of it who wait for news.
package struct ChartCommit: Hashable, Sendable {
    package let chart: MemberID
    /// The version at which the chart is now.
    package let version: Int64
    /// Who looked after the member when it was committed: their panels have news as well.
    package let practitioners: [PractitionerID]

    package init(chart: MemberID, version: Int64, practitioners: [PractitionerID]) {
        self.chart = chart
        self.version = version
        self.practitioners = practitioners
    }

    /// What is told of each commit, once it is certain; it must not wait.
    package typealias Listener = @Sendable (ChartCommit) -> Void
}
