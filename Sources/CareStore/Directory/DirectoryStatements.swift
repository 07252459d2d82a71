package import Postgres

/// Every statement about practitioners, members, their devices, care teams and enrolment.
package enum DirectoryStatements {
    package static let all: [any AnyStatement] =
        PractitionerStatements.all + MemberStatements.all + DeviceStatements.all + CareTeamStatements.all
        + EnrolmentStatements.all + SponsorNameStatements.all + DeviceHolderStatements.all
        + MemberCoverStatements.all + PractitionerDeviceStatements.all + DeviceInvitationStatements.all
}
