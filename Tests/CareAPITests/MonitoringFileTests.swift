import Foundation
import Prometheus
import StrictJSON
import TestPostgres
import Testing

@testable import SoleusRuntime

/// What `deploy/monitoring` asks of the metrics fits the metrics that there are.
@Suite struct `The files for Prometheus and Grafana` {
    private static let folder = TestCluster.packageDirectory.appending(components: "deploy", "monitoring")
    /// What Prometheus itself knows.
    private static let foreign: Set<String> = ["up"]

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.folder.appending(component: name), encoding: .utf8)
    }

    /// The names of metrics in a query, without what Prometheus makes of histograms.
    private func metrics(in query: String) -> Set<String> {
        let names = query.matches(of: /\b((?:soleus|process)_[a-z_]+)/).map { String($0.1) }
        let histograms = Set(
            MetricCatalogue.all.filter {
                if case .histogram = $0.kind { true } else { false }
            }.map(\.name))
        return Set(
            names.map { name in
                let base = name.replacing(/_(bucket|sum|count)$/, with: "")
                return histograms.contains(base) ? base : name
            })
    }

    private var catalogue: Set<String> { Set((MetricCatalogue.all + [MetricRegistry.refusals]).map(\.name)) }

    @Test func `ask for metrics that there are, and the dashboard shows every one of them`() throws {
        let asked = metrics(in: try text("alerts.yml"))
        #expect(!asked.isEmpty && asked.subtracting(catalogue) == [])
        let shown = metrics(in: try queries().joined(separator: "\n"))
        #expect(shown.subtracting(catalogue) == [])
        #expect(catalogue.subtracting(shown) == [])
    }

    @Test func `have a word in the runbook for each alert, and a test in which it stays quiet`() throws {
        let alerts = try text("alerts.yml").matches(of: /- alert: ([A-Za-z]+)/).map { String($0.1) }
        #expect(alerts.count > 15)
        let runbook = try String(
            contentsOf: TestCluster.packageDirectory.appending(components: "deploy", "runbook.md"), encoding: .utf8)
        let tests = try text("alerts-test.yml")
        for alert in alerts {
            #expect(runbook.contains("| `\(alert)` |"), "\(alert)")
            #expect(tests.contains("alertname: \(alert)\n"), "\(alert)")
        }
    }

    @Test(.enabled(if: Promtool.path != nil)) func `are what promtool takes, with rules that do what their tests say`()
        throws
    {
        let promtool = try #require(Promtool.path)
        for arguments in [
            ["check", "config", Self.folder.appending(component: "prometheus.yml").path],
            ["test", "rules", Self.folder.appending(component: "alerts-test.yml").path],
        ] {
            let said = try Promtool.run(promtool, arguments, input: "")
            #expect(said.contains("SUCCESS") && !said.contains("FAILED"), "\(said)")
        }
        // Grafana's own variables are put in; then each query of the dashboard has to be one.
        let rules = try queries().enumerated().map { index, query in
            let filled = query.replacing("$__rate_interval", with: "5m").replacing("$instance", with: ".*")
            return "      - record: dashboard:query\(index)\n        expr: '\(filled.replacing("'", with: "''"))'"
        }
        let file = FileManager.default.temporaryDirectory.appending(component: "rules-\(UUID().uuidString).yml")
        let groups = "groups:\n  - name: dashboard\n    rules:\n" + rules.joined(separator: "\n") + "\n"
        try groups.write(to: file, atomically: true, encoding: .utf8)
        let said = try Promtool.run(promtool, ["check", "rules", file.path], input: "")
        try FileManager.default.removeItem(at: file)
        #expect(said.contains("SUCCESS: \(rules.count) rules found"), "\(said)")
    }

    /// Every query of the dashboard.
    private func queries() throws -> [String] {
        let dashboard = try JSONReader.read(Array(try text("dashboard.json").utf8))
        let queries = (dashboard["panels"]?.arrayValue ?? []).flatMap { panel in
            (panel["targets"]?.arrayValue ?? []).compactMap { $0["expr"]?.stringValue }
        }
        #expect(queries.count > 40)
        return queries
    }
}
