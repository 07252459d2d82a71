package import CareServices

/// The use cases that the endpoints call.
package struct Services: Sendable {
    package let identity: IdentityService
    package let enrolment: EnrolmentService
    package let careTeam: CareTeamService
    package let sponsors: SponsorService
    package let rosters: RosterService
    package let coverage: CoverageService
    package let catalog: CatalogService
    package let plans: PlanService
    package let monitoring: MonitoringService
    package let history: HistoryService
    package let push: PushService
    package let pull: PullService
    package let repair: RepairService
    package let standings: DeviceStandingService

    package init(
        identity: IdentityService, enrolment: EnrolmentService, careTeam: CareTeamService, sponsors: SponsorService,
        rosters: RosterService, coverage: CoverageService, catalog: CatalogService, plans: PlanService,
        monitoring: MonitoringService, history: HistoryService, push: PushService, pull: PullService,
        repair: RepairService, standings: DeviceStandingService
    ) {
        self.identity = identity
        self.enrolment = enrolment
        self.careTeam = careTeam
        self.sponsors = sponsors
        self.rosters = rosters
        self.coverage = coverage
        self.catalog = catalog
        self.plans = plans
        self.monitoring = monitoring
        self.history = history
        self.push = push
        self.pull = pull
        self.repair = repair
        self.standings = standings
    }
}
