package import Postgres

/// Every statement of the pull side of sync.
package enum SyncStatements {
    package static let all: [any AnyStatement] =
        SnapshotStatements.all + PullStatements.all + DropStatements.all + PanelScopeStatements.all
        + DeviceReportStatements.all + TombstoneRetentionStatements.all
        + DeviceStandingStatements.all
}
