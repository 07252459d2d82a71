package import Care
package import CareAPI
package import CareServices
package import Credentials
import Foundation
package import Logging
package import Postgres

/// The one place where the service is put together.
package enum Soleus {
    /// Puts a service together, and connects to nothing yet.
    package static func build(_ settings: ServiceSettings, logger: Logger) throws -> Application {
        let metrics = ServiceMetrics()
        let care = try Database(settings.database.observed(by: metrics.care), logger: logger)
        let eligibility = try Database(settings.eligibilityDatabase.observed(by: metrics.eligibility), logger: logger)
        metrics.care.watch(care)
        metrics.eligibility.watch(eligibility)
        let relay = PokeRelay(board: WatchBoard(), sender: UUID().uuidString)
        let services = Self.services(
            care: care, eligibility: eligibility, cursorSeal: try Seal(key: settings.cursorKey, purpose: "cursor"),
            secondPlace: settings.secondPlace, relay: relay, metrics: metrics, logger: logger)
        // It looks at the second place by itself, so that the lag is known while no device asks.
        let operating = OperatingService(
            care: care, eligibility: eligibility, secondPlace: SecondPlace(settings.secondPlace, database: care))
        return try Application(
            settings: settings, care: care, eligibility: eligibility,
            watching: Watching(
                relay: relay, alerts: AlertWatch(database: care, committed: Self.announcing(relay, metrics)),
                sampling: OperatingSampling(operating, metrics.registry, logger: logger), database: care,
                logger: logger),
            rosters: services.rosters, api: API(services: services, logger: logger), metrics: metrics, logger: logger)
    }

    /// The use cases on two databases: one role has charts, the other rosters, and neither has both.
    ///
    /// `relay` is told of every commit; whoever runs it carries the news to the other processes. `metrics` counts what
    /// is sent and who waits.
    package static func services(
        care: Database, eligibility: Database, cursorSeal: Seal, secondPlace: SecondPlace.Kind = .none,
        relay: PokeRelay = PokeRelay(board: WatchBoard(), sender: UUID().uuidString),
        metrics: ServiceMetrics = ServiceMetrics(), logger: Logger = Logger(label: "soleus"),
        now: @escaping @Sendable () -> Instant = { .now }
    ) -> Services {
        let announce: Poke.Listener = { poke in
            metrics.sync.note(poke)
            relay.send(poke)
        }
        let committed = Self.announcing(relay, metrics)
        let coverage = CoverageService(database: eligibility, now: now)
        let gate = HeavyGate()
        metrics.watch(gate: gate, board: relay.board)
        let secondPlace = SecondPlace(secondPlace, database: care)
        let pull = PullService(database: care, seal: cursorSeal, gate: gate, secondPlace: secondPlace)
        let plans = PlanService(database: care, committed: committed)
        let monitoring = MonitoringService(database: care, now: now)
        return Services(
            identity: IdentityService(database: care, hasher: PasswordHasher(), announce: announce, now: now),
            enrolment: EnrolmentService(database: care, now: now),
            cover: CoverService(database: care, now: now),
            devices: DeviceService(database: care, announce: announce, now: now),
            careTeam: CareTeamService(database: care, announce: announce, now: now),
            sponsors: SponsorService(database: eligibility),
            rosters: RosterService(database: eligibility, now: now, logger: logger),
            coverage: coverage,
            inquiries: InquiryService(coverage: coverage),
            acknowledgements: AcknowledgementService(database: eligibility),
            reports: SponsorReportService(database: eligibility),
            catalog: CatalogService(database: care),
            content: ContentService(database: care, announce: announce, now: now),
            plans: plans, monitoring: monitoring,
            history: HistoryService(database: care),
            asides: AsideService(database: care, committed: committed),
            records: RecordService(database: care, committed: committed),
            alerts: AlertService(database: care, committed: committed),
            suggestions: SuggestionService(database: care, plans: plans, committed: committed),
            worklist: WorklistService(database: care, monitoring: monitoring, now: now),
            emergency: EmergencyService(database: care, announce: announce, committed: committed),
            reads: ReadService(database: care),
            push: PushService(
                database: care, secondPlace: secondPlace, committed: committed, answered: metrics.sync.note),
            pull: pull, watch: WatchService(pull: pull, board: relay.board),
            repair: RepairService(database: care, gate: gate), standings: DeviceStandingService(database: care))
    }

    /// Tells those who wait of each commit.
    private static func announcing(_ relay: PokeRelay, _ metrics: ServiceMetrics) -> ChartCommit.Listener {
        { commit in
            let poke = Poke.chart(commit.chart, version: commit.version, practitioners: commit.practitioners)
            metrics.sync.note(poke)
            relay.send(poke)
        }
    }
}
