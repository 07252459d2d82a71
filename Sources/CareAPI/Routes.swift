package import HTTPMessages

/// Every route of the service: read it as the table of contents.
package enum Routes {
    /// The routes in the order of the API's description, which is the first of them.
    package static func all(_ services: Services, limits: APILimits) -> [Route<Endpoint>] {
        let identity = IdentityEndpoints(identity: services.identity, limits: limits)
        let enrolment = EnrolmentEndpoints(enrolment: services.enrolment, limits: limits)
        let cover = CoverEndpoints(cover: services.cover, limits: limits)
        let devices = DeviceEndpoints(devices: services.devices, enrolment: services.enrolment, limits: limits)
        let careTeam = CareTeamEndpoints(
            careTeam: services.careTeam, emergency: services.emergency, reads: services.reads)
        let sponsors = SponsorEndpoints(sponsors: services.sponsors, identity: services.identity)
        let rosters = RosterEndpoints(rosters: services.rosters)
        let feeds = FeedEndpoints(sponsors: services.sponsors)
        let decisions = LoadDecisionEndpoints(rosters: services.rosters)
        let coverage = CoverageEndpoints(coverage: services.coverage)
        let reports = ReportEndpoints(reports: services.reports)
        let interchange = InterchangeEndpoints(
            inquiries: services.inquiries, acknowledgements: services.acknowledgements)
        let fhir = FHIREndpoints(coverage: services.coverage)
        let monitoring = MonitoringEndpoints(monitoring: services.monitoring)
        let plans = PlanEndpoints(plans: services.plans)
        let history = HistoryEndpoints(history: services.history)
        let asides = AsideEndpoints(asides: services.asides)
        let records = RecordEndpoints(records: services.records)
        let alerts = AlertEndpoints(alerts: services.alerts)
        let suggestions = SuggestionEndpoints(suggestions: services.suggestions)
        let worklist = WorklistEndpoints(worklist: services.worklist)
        let catalog = CatalogEndpoints(catalog: services.catalog)
        let content = ContentEndpoints(content: services.content)
        let sync = SyncEndpoints(push: services.push, pull: services.pull)
        let watch = WatchEndpoints(watch: services.watch)
        let repair = RepairEndpoints(repair: services.repair, reads: services.reads)
        let standings = DeviceStandingEndpoints(standings: services.standings)

        return describing([
            Route(.post, "/v1/eligibility/self-check", enrolment.selfCheck),
            Route(.post, "/v1/enrolments", enrolment.enrol),

            Route(.post, "/v1/sessions", identity.signIn),
            Route(.post, "/v1/sessions/refresh", identity.refreshSession),
            Route(.delete, "/v1/sessions/current", identity.signOut),
            Route(.get, "/v1/me", identity.me),

            Route(.get, "/v1/cover", cover.show),
            Route(.post, "/v1/cover", cover.link),

            Route(.get, "/v1/devices", devices.list),
            Route(.put, "/v1/devices/{device}", devices.put),
            Route(.post, "/v1/devices/{device}/revocation", devices.revoke),
            Route(.post, "/v1/invitations", devices.invite),
            Route(.post, "/v1/members/{member}/invitations", devices.inviteMember),

            Route(.get, "/v1/sponsors", sponsors.list),
            Route(.put, "/v1/sponsors/{sponsor}", sponsors.put),
            Route(.get, "/v1/sponsors/{sponsor}", sponsors.show),
            Route(.get, "/v1/sponsors/{sponsor}/feed", feeds.show),
            Route(.put, "/v1/sponsors/{sponsor}/feed", feeds.put),
            Route(.post, "/v1/sponsors/{sponsor}/credentials", sponsors.issueCredential),
            Route(.get, "/v1/sponsors/{sponsor}/credentials", sponsors.listCredentials),
            Route(.delete, "/v1/sponsors/{sponsor}/credentials/{credential}", sponsors.revokeCredential),
            Route(.post, "/v1/sponsors/{sponsor}/loads", rosters.load),
            Route(.get, "/v1/sponsors/{sponsor}/loads", rosters.list),
            Route(.get, "/v1/sponsors/{sponsor}/loads/{load}", rosters.show),
            Route(.get, "/v1/sponsors/{sponsor}/loads/{load}/changes", decisions.changes),
            Route(.post, "/v1/sponsors/{sponsor}/loads/{load}/release", decisions.release),
            Route(.post, "/v1/sponsors/{sponsor}/loads/{load}/rejection", decisions.reject),
            Route(.post, "/v1/sponsors/{sponsor}/loads/{load}/undoing", decisions.undo),
            Route(.post, "/v1/sponsors/{sponsor}/loads/{load}/acknowledgement", decisions.acknowledge),
            Route(.get, "/v1/sponsors/{sponsor}/loads/{load}/x12-acknowledgement", interchange.acknowledgement),
            Route(.post, "/v1/sponsors/{sponsor}/coverage-questions", coverage.ask),
            Route(.post, "/v1/sponsors/{sponsor}/x12-inquiries", interchange.answer),
            Route(.get, "/v1/sponsors/{sponsor}/reports", reports.list),
            Route(.get, "/v1/sponsors/{sponsor}/reports/{period}", reports.show),
            Route(.put, "/v1/sponsors/{sponsor}/smallest-cell", reports.putSmallestCell),

            Route(.get, "/v1/practitioners", identity.listPractitioners),
            Route(.put, "/v1/practitioners/{login}", identity.putPractitioner),

            Route(.get, "/v1/members", careTeam.searchMembers),
            Route(.put, "/v1/members/{member}/care-team/{practitioner}", careTeam.putPlace),
            Route(.delete, "/v1/members/{member}/care-team/{practitioner}", careTeam.endPlace),
            Route(.post, "/v1/members/{member}/devices/{device}/revocation", careTeam.revokeDevice),
            Route(.post, "/v1/members/{member}/hand-overs", careTeam.handOver),
            Route(.post, "/v1/members/{member}/emergency-access", careTeam.openInEmergency),
            Route(.get, "/v1/members/{member}/reads", careTeam.listReads),

            Route(.get, "/v1/panel", monitoring.panel),
            Route(.get, "/v1/worklist", worklist.today),
            Route(.get, "/v1/messages", worklist.unreadMessages),
            Route(.get, "/v1/visits", worklist.plannedVisits),
            Route(.get, "/v1/members/{member}/overview", worklist.overview),
            Route(.get, "/v1/members/{member}/rtm", worklist.rtm),
            Route(.get, "/v1/members/{member}", monitoring.member),
            Route(.get, "/v1/members/{member}/devices", standings.ofMember),
            Route(.get, "/v1/devices/drops", standings.outstandingDrops),
            Route(.get, "/v1/members/{member}/trend", monitoring.trend),
            Route(.get, "/v1/members/{member}/progress", monitoring.progress),
            Route(.get, "/v1/members/{member}/history", history.history),
            Route(.get, "/v1/members/{member}/plan", plans.plan),
            Route(.get, "/v1/members/{member}/plan/revisions", plans.revisions),
            Route(.post, "/v1/members/{member}/plan/revisions", plans.propose),

            Route(.get, "/v1/members/{member}/records", records.list),
            Route(.post, "/v1/members/{member}/records", records.add),
            Route(.post, "/v1/members/{member}/records/{record}/changes", records.change),
            Route(.get, "/v1/alerts", alerts.list),
            Route(.get, "/v1/escalations", alerts.escalations),
            Route(.get, "/v1/members/{member}/alerts", alerts.ofMember),
            Route(.post, "/v1/members/{member}/alerts/{alert}/acknowledgement", alerts.acknowledge),
            Route(.post, "/v1/members/{member}/clearances", alerts.clear),
            Route(.post, "/v1/members/{member}/suggestions", suggestions.list),
            Route(.post, "/v1/members/{member}/suggestions/{suggestion}/acceptance", suggestions.accept),
            Route(.post, "/v1/members/{member}/suggestions/{suggestion}/dismissal", suggestions.dismiss),

            Route(.get, "/v1/members/{member}/set-aside", asides.list),
            Route(.post, "/v1/members/{member}/set-aside/{aside}/resolution", asides.settle),

            Route(.get, "/v1/catalog", catalog.listing),
            Route(.get, "/v1/catalog/exercises", catalog.search),
            Route(.get, "/v1/catalog/exercises/{exercise}", catalog.exercise),
            Route(.get, "/v1/catalog/templates/{template}", catalog.template),

            Route(.get, "/v1/content", content.list),
            Route(.get, "/v1/content/{kind}/{slug}", content.versions),
            Route(.get, "/v1/content/{kind}/{slug}/diff", content.difference),
            Route(.post, "/v1/content/{kind}/{slug}/versions", content.draft),
            Route(.post, "/v1/content/{kind}/{slug}/versions/{version}/submission", content.submit),
            Route(.post, "/v1/content/{kind}/{slug}/versions/{version}/reviews", content.review),
            Route(.post, "/v1/content/{kind}/{slug}/versions/{version}/publication", content.publish),
            Route(.post, "/v1/content/{kind}/{slug}/versions/{version}/retirement", content.retire),

            Route(.post, "/v1/sync/push", sync.pushMutations),
            Route(.post, "/v1/sync/pull", sync.pullPages),
            Route(.post, "/v1/sync/watch", watch.wait),
            Route(.get, "/v1/sync/events", watch.events),
            Route(.post, "/v1/sync/checksums", repair.checksums),
            Route(.post, "/v1/sync/repair", repair.slice),

            Route(.get, "/fhir/metadata", fhir.metadata),
            Route(.get, "/fhir/Coverage", fhir.searchCoverage),
            Route(.get, "/fhir/Coverage/{coverage}", fhir.readCoverage),
            Route(.post, "/fhir/CoverageEligibilityRequest", fhir.ask),
        ])
    }

    /// Puts the description of the routes, itself included, in front of them.
    private static func describing(_ routes: [Route<Endpoint>]) -> [Route<Endpoint>] {
        let description = Route(.get, "/openapi.json", Endpoint.description(of: routes))
        return [description] + routes
    }
}
