import CareAPI
import CareServices
import Foundation
import HTTPMessages
import HTTPServer
import Logging
import Postgres

/// A service that has been put together: it starts once, serves, and stops in good order.
package struct Application: Sendable {
    private let settings: ServiceSettings
    private let care: Database
    private let eligibility: Database
    private let server: HTTPServer
    private let healthServer: HTTPServer
    private let health: Health
    private let watching: Watching
    private let rosters: RosterService
    private let logger: Logger

    init(
        settings: ServiceSettings, care: Database, eligibility: Database, watching: Watching,
        rosters: RosterService, api: API, metrics: ServiceMetrics, logger: Logger
    ) throws {
        self.settings = settings
        self.care = care
        self.eligibility = eligibility
        self.watching = watching
        self.rosters = rosters
        self.logger = logger
        let migrator = try Migrator(
            directory: URL(filePath: settings.migrations, directoryHint: .isDirectory), logger: logger)
        let health = Health(care: care, eligibility: eligibility, migrator: migrator, metrics: metrics.registry)
        self.health = health

        var configuration = HTTPServerConfiguration()
        configuration.address = settings.listen
        configuration.tls = settings.tls
        configuration.limits.bodyBytes = API.maximumBodyBytes
        configuration.bodyLimit = { method, target in api.maximumBodyBytes(method, target.path) }
        configuration.spooling = HTTPSpooling(
            folder: settings.spoolFolder,
            limitBytes: { method, target in api.maximumUploadBytes(method, target.path) },
            refusal: { request in await Self.tracing(request) { await api.refusal(of: request) } })
        configuration.observe = { metrics.requests.note($0) }
        server = HTTPServer(configuration: configuration, logger: logger) { request in
            await Self.tracing(request) { await api.respond(to: request) }
        }
        metrics.watch(server, health, migrations: migrator.migrations.count)

        // On a port and a thread of its own, so that a flood of requests does not make the service look dead.
        var healthConfiguration = HTTPServerConfiguration()
        healthConfiguration.address = settings.healthListen
        healthConfiguration.eventLoops = 1
        healthConfiguration.limits.connections = 64
        healthConfiguration.limits.bodyBytes = 0
        let router = try Health.router()
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        healthServer = HTTPServer(configuration: healthConfiguration, logger: quiet) { request in
            await router.respond(to: request) { question, _ in await health.answer(question) }
        }
    }

    /// Has everything that the work asks of the database carry the request's trace.
    private static func tracing<Answer: Sendable>(
        _ request: Request, _ work: () async -> Answer
    ) async -> Answer {
        await StatementTrace.$id.withValue(request.traceID.description, operation: work)
    }

    /// The ports that it listens on; 0 for a unix socket.
    package struct Ports: Hashable, Sendable {
        package var service: Int
        package var health: Int
    }

    /// Checks the schema, then listens.
    ///
    /// - Throws: `MigrationError` when the database is not exactly at the schema that this program knows, `PostgresError`
    ///   when it cannot be reached, `HTTPServerError` when an address cannot be listened on.
    package func start() async throws -> Ports {
        try await health.verifySchema()
        try watching.start()
        let life = try await DatabaseLife(database: care).confirm()
        let healthPort = try healthServer.start()
        let port = try server.start()
        health.isServing = true
        logger.notice(
            "serving",
            metadata: [
                "port": "\(port)", "health_port": "\(healthPort)", "incarnation": "\(life)",
                "pid": "\(ProcessInfo.processInfo.processIdentifier)",
            ])
        return Ports(service: port, health: healthPort)
    }

    /// Stops: not ready first, so that proxies look elsewhere, then nothing new, then what is under way, then the rest.
    ///
    /// - Returns: whether every request under way was answered, and every roster finished that nobody waited for.
    @discardableResult
    package func stop() async -> Bool {
        health.isServing = false
        logger.notice("stopping")
        // Cancelled, the notice is over sooner, and nothing else changes.
        try? await Task.sleep(for: .seconds(settings.drainNoticeSeconds))
        watching.stop()
        let deadline = ContinuousClock.now + .seconds(settings.drainSeconds)
        let allAnswered = await server.drain(deadlineSeconds: settings.drainSeconds)
        let allFinished = await rosters.finish(deadline: deadline) && allAnswered
        await healthServer.drain(deadlineSeconds: 1)
        await care.close()
        await eligibility.close()
        logger.notice("stopped", metadata: ["all_finished": "\(allFinished)"])
        return allFinished
    }

    /// Serves until SIGTERM or SIGINT; a second signal exits at once, which is safe: whatever was acknowledged is kept.
    package func run() async throws {
        let signals = StopSignals()
        do {
            _ = try await start()
        } catch {
            await stopQuietly()
            throw error
        }
        await signals.first()
        await stop()
    }

    private func stopQuietly() async {
        watching.stop()
        await server.drain(deadlineSeconds: 0)
        await healthServer.drain(deadlineSeconds: 0)
        await care.close()
        await eligibility.close()
    }
}
