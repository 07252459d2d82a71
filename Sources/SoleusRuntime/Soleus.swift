package import Care
package import CareAPI
import CareServices
package import Credentials
import Foundation
package import Logging
package import Postgres

/// The one place where the service is put together.
package enum Soleus {
    /// Puts a service together, and connects to nothing yet.
    package static func build(_ settings: ServiceSettings, logger: Logger) throws -> Application {
        let care = try Database(settings.database, logger: logger)
        let eligibility = try Database(settings.eligibilityDatabase, logger: logger)
        let services = Self.services(
            care: care, eligibility: eligibility, cursorSeal: try Seal(key: settings.cursorKey, purpose: "cursor"))
        return try Application(
            settings: settings, care: care, eligibility: eligibility, api: API(services: services, logger: logger),
            logger: logger)
    }

    /// The use cases on two databases: one role has charts, the other rosters, and neither has both.
    package static func services(
        care: Database, eligibility: Database, cursorSeal: Seal,
        now: @escaping @Sendable () -> Instant = { .now }
    ) -> Services {
        let gate = HeavyGate()
        return Services(
            identity: IdentityService(database: care, hasher: PasswordHasher(), now: now),
            enrolment: EnrolmentService(database: care, now: now),
            careTeam: CareTeamService(database: care, now: now),
            sponsors: SponsorService(database: eligibility),
            rosters: RosterService(database: eligibility, now: now),
            coverage: CoverageService(database: eligibility, now: now),
            catalog: CatalogService(database: care),
            plans: PlanService(database: care),
            monitoring: MonitoringService(database: care, now: now),
            history: HistoryService(database: care),
            push: PushService(database: care),
            pull: PullService(database: care, seal: cursorSeal, gate: gate),
            repair: RepairService(database: care, gate: gate), standings: DeviceStandingService(database: care))
    }
}
