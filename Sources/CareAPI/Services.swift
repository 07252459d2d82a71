package import CareServices

/// The use cases that the endpoints call.
package struct Services: Sendable {
    package let identity: IdentityService
    package let enrolment: EnrolmentService
    package let cover: CoverService
    package let devices: DeviceService
    package let careTeam: CareTeamService
    package let sponsors: SponsorService
    package let rosters: RosterService
    package let coverage: CoverageService
    package let inquiries: InquiryService
    package let acknowledgements: AcknowledgementService
    package let reports: SponsorReportService
    package let catalog: CatalogService
    package let content: ContentService
    package let plans: PlanService
    package let monitoring: MonitoringService
    package let history: HistoryService
    package let asides: AsideService
    package let records: RecordService
    package let alerts: AlertService
    package let suggestions: SuggestionService
    package let worklist: WorklistService
    package let emergency: EmergencyService
    package let reads: ReadService
    package let push: PushService
    package let pull: PullService
    package let watch: WatchService
    package let repair: RepairService
    package let standings: DeviceStandingService

    package init(
        identity: IdentityService, enrolment: EnrolmentService, cover: CoverService,
        devices: DeviceService, careTeam: CareTeamService,
        sponsors: SponsorService, rosters: RosterService, coverage: CoverageService,
        inquiries: InquiryService, acknowledgements: AcknowledgementService, reports: SponsorReportService,
        catalog: CatalogService, content: ContentService,
        plans: PlanService, monitoring: MonitoringService, history: HistoryService, asides: AsideService,
        records: RecordService, alerts: AlertService, suggestions: SuggestionService,
        worklist: WorklistService, emergency: EmergencyService, reads: ReadService,
        push: PushService, pull: PullService, watch: WatchService,
        repair: RepairService, standings: DeviceStandingService
    ) {
        self.identity = identity
        self.enrolment = enrolment
        self.cover = cover
        self.devices = devices
        self.careTeam = careTeam
        self.sponsors = sponsors
        self.rosters = rosters
        self.coverage = coverage
        self.inquiries = inquiries
        self.acknowledgements = acknowledgements
        self.reports = reports
        self.catalog = catalog
        self.content = content
        self.plans = plans
        self.monitoring = monitoring
        self.history = history
        self.asides = asides
        self.records = records
        self.alerts = alerts
        self.suggestions = suggestions
        self.worklist = worklist
        self.emergency = emergency
        self.reads = reads
        self.push = push
        self.pull = pull
        self.watch = watch
        self.repair = repair
        self.standings = standings
    }
}
