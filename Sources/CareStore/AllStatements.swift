package import Postgres

/// Every statement of the service, for the test that prepares each against the migrated schema.
package enum AllStatements {
    package static let list: [any AnyStatement] =
        ChartStatements.all + CommitStatements.all + PresentStatements.all + LedgerStatements.statements
        + PlanStatements.all + SessionStatements.all + CheckInStatements.all + RunStatements.all + ShoeStatements.all
        + SecondPlaceStatements.all + SetAsideStatements.all + TombstoneStatements.all
        + AccessStatements.all + PanelStatements.all
        + DirectoryStatements.all + IdentityStatements.all + EligibilityStatements.all + CatalogStatements.all
        + SyncStatements.all + RecordTables.statements + AlertLookStatements.all
        + OpenAlertStatements.all + WorklistStatements.all + PauseStatements.all
        + EscalationStatements.all
        + ReadStatements.all + OperatingStatements.all
}
