import CareServices
import ChartSync
import Foundation
import HTTPServer
package import Prometheus

/// What the service counts, and where it is told of it; every hook of the service leads here.
package struct ServiceMetrics: Sendable {
    package let registry = MetricRegistry(MetricCatalogue.all)
    let requests: RequestMetrics
    let care: DatabaseMetrics
    let eligibility: DatabaseMetrics
    let sync: SyncMetrics

    package init() {
        requests = RequestMetrics(registry)
        care = DatabaseMetrics("care", registry)
        eligibility = DatabaseMetrics("eligibility", registry)
        sync = SyncMetrics(registry)
        let start = Date.now
        registry.collect { ProcessReading.readings(startedAt: start) }
    }

    /// Has those shown who wait, in the line for first copies and for news.
    func watch(gate: HeavyGate, board: WatchBoard) {
        registry.collect {
            [
                MetricReading("soleus_sync_first_syncs_waiting", [], Double(gate.queueCount)),
                MetricReading("soleus_sync_waiters", [], Double(board.count)),
            ]
        }
    }

    /// Has the server's load shown, and what this process is.
    func watch(_ server: HTTPServer, _ health: Health, migrations: Int) {
        registry.collect {
            let load = server.load
            return [
                MetricReading("soleus_http_connections", [], Double(load.connections)),
                MetricReading("soleus_http_requests_in_flight", [], Double(load.requests)),
                MetricReading("soleus_serving", [], health.isServing ? 1 : 0),
                MetricReading(
                    "soleus_build_info", [String(migrations), String(ProtocolVersion.current), Self.swift], 1),
            ]
        }
    }

    /// The version of the language that this program was compiled for.
    private static var swift: String {
        #if compiler(>=6.4)
        "6.4 or newer"
        #elseif compiler(>=6.3)
        "6.3"
        #else
        "6.2"
        #endif
    }
}
