package import Postgres

/// Every statement of eligibility.
package enum EligibilityStatements {
    package static let all: [any AnyStatement] =
        SponsorStatements.all + LoadStatements.all + StagedRosterStatements.all + CoverageChangeStatements.all
        + CoverageQuestionStatements.all + AcknowledgementStatements.all + CoverageListingStatements.all
}
