package import Postgres

/// Every statement of eligibility.
package enum EligibilityStatements {
    package static let all: [any AnyStatement] =
        SponsorStatements.all + LoadStatements.all + StagedRosterStatements.all + RosterFittingStatements.all
        + CoverageChangeStatements.all + CoverageQuestionStatements.all + LoadUndoStatements.all
        + SponsorReportStatements.all
        + ReportFreezingStatements.all
        + AcknowledgementStatements.all + CoverageListingStatements.all
}
