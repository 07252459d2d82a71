import Care
import CareServices
import CoreMetrics
import Logging
import Prometheus
import Synchronization

/// Reads now and then from the database how the practice stands, so that whoever asks for metrics never waits for it.
final class OperatingSampling: Sendable {
    private struct State {
        var pulse: OperatingService.Pulse?
        var readAt: ContinuousClock.Instant?
        var devices: [OperatingService.Devices] = []
    }

    /// How often it reads.
    static let pause = Duration.seconds(15)
    /// Every so many readings it reads what devices have said, which is a row for each.
    static let roundsBetweenDevices = 20
    /// How old a reading may be to be shown.
    static let shownFor = Duration.seconds(60)

    private let service: OperatingService
    private let failures: Counter
    private let logger: Logger
    private let state = Mutex(State())

    init(_ service: OperatingService, _ registry: MetricRegistry, logger: Logger) {
        self.service = service
        self.logger = logger
        failures = Counter(label: "soleus_sample_failures_total", factory: registry)
        registry.collect { [weak self] in self?.readings ?? [] }
    }

    /// Reads until the task is cancelled.
    func run() async {
        var round = 0
        while !Task.isCancelled {
            await read(withDevices: round % Self.roundsBetweenDevices == 0)
            round += 1
            // Cancelled, the loop ends.
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// Reads once.
    func read(withDevices: Bool) async {
        do {
            let pulse = try await service.pulse()
            state.withLock { state in
                state.pulse = pulse
                state.readAt = .now
            }
            guard withDevices else { return }
            let devices = try await service.devices()
            state.withLock { $0.devices = devices }
        } catch {
            guard !Task.isCancelled else { return }
            failures.increment()
            logger.warning("cannot read how the practice stands", metadata: ["error": "\(error)"])
        }
    }

    private var readings: [MetricReading] {
        let (pulse, readAt, devices) = state.withLock { ($0.pulse, $0.readAt, $0.devices) }
        guard let pulse, let readAt else { return [] }
        let age = ContinuousClock.now - readAt
        let ageReading = MetricReading("soleus_sample_age_seconds", [], age / .seconds(1))
        guard age <= Self.shownFor else { return [ageReading] }
        return [ageReading] + Self.readings(of: pulse) + devices.flatMap(Self.readings)
    }

    private static func readings(of pulse: OperatingService.Pulse) -> [MetricReading] {
        var readings = [
            MetricReading("soleus_alert_looks_late", [], Double(pulse.lateLooks.count)),
            MetricReading("soleus_alert_look_lag_seconds", [], pulse.lateLooks.oldestSeconds),
            MetricReading("soleus_postgres_deadlocks_total", [], Double(pulse.deadlocks)),
            MetricReading("soleus_postgres_transaction_age", [], Double(pulse.transactionAge)),
        ]
        if let lag = pulse.secondPlaceLag {
            readings.append(MetricReading("soleus_second_place_lag_seconds", [], lag / .seconds(1)))
        }
        for name in ["waiting", "acknowledged", "escalated"] {
            let standing = pulse.openAlerts[name]
            readings.append(MetricReading("soleus_alerts_open", [name], Double(standing?.count ?? 0)))
            readings.append(MetricReading("soleus_alerts_oldest_seconds", [name], standing?.oldestSeconds ?? 0))
        }
        for state in [LoadState.received, .parsed, .validated, .staged, .held, .approved] {
            let standing = pulse.loads[state]
            readings.append(MetricReading("soleus_loads_unsettled", [state.rawValue], Double(standing?.count ?? 0)))
            readings.append(
                MetricReading("soleus_loads_oldest_seconds", [state.rawValue], standing?.oldestSeconds ?? 0))
        }
        return readings
    }

    private static func readings(of devices: OperatingService.Devices) -> [MetricReading] {
        [
            MetricReading("soleus_sync_devices", [devices.heard], Double(devices.count)),
            MetricReading("soleus_sync_devices_behind", [devices.heard], Double(devices.behind)),
            MetricReading("soleus_sync_pending_mutations", [devices.heard], Double(devices.pendingMutations)),
            MetricReading("soleus_sync_oldest_pending_seconds", [devices.heard], devices.oldestPendingSeconds),
            MetricReading("soleus_sync_device_set_aside", [devices.heard], Double(devices.setAside)),
        ]
    }
}
