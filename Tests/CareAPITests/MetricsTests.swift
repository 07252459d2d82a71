import CareServices
import Foundation
import FoundationNetworking
import Postgres
import Prometheus
import TestPostgres
import Testing

@testable import SoleusRuntime

/// The metrics of a whole service, read the way in which Prometheus reads them.
@Suite struct `The metrics of a service` {
    @Test func `count what was asked by route, and what was refused by its problem`() async throws {
        try await withService { ports in
            for _ in 0..<3 { #expect(try await get("/openapi.json", ports.service).status == 200) }
            #expect(try await get("/v1/members/Kanariella/overview", ports.service).status == 401)
            #expect(try await get("/v1/nowhere/Kanariella", ports.service).status == 404)

            let text = try await get("/metrics", ports.health)
            #expect(text.type == "text/plain; version=0.0.4; charset=utf-8")
            let samples = samples(text.body)
            #expect(
                samples[#"soleus_http_requests_total{method="GET",route="/openapi.json",status="200"}"#] == 3)
            let overview = #"method="GET",route="/v1/members/{member}/overview""#
            #expect(samples[#"soleus_http_requests_total{\#(overview),status="401"}"#] == 1)
            #expect(samples[#"soleus_http_request_seconds_count{\#(overview)}"#] == 1)
            #expect(samples[#"soleus_http_requests_total{method="GET",route="none",status="404"}"#] == 1)
            #expect(samples[#"soleus_http_refusals_total{problem="unauthenticated"}"#] == 1)
            #expect(samples[#"soleus_http_refusals_total{problem="not-found"}"#] == 1)
            #expect(samples["soleus_http_requests_in_flight"] == 0)
            #expect(samples["soleus_serving"] == 1)
            #expect(samples[#"soleus_database_sessions_limit{database="care"}"#] == 2)
            #expect(samples[#"soleus_database_waiting{database="care"}"#] == 0)
            #expect(try #require(samples["process_resident_memory_bytes"]) > 1_048_576)
            #expect(try #require(samples["process_open_fds"]) > 3)
            #expect(try #require(samples["process_cpu_seconds_total"]) > 0)
            #expect(samples["soleus_metric_series_refused_total"] == 0)
            // What clients wrote is in no label.
            #expect(!text.body.contains("Kanariella"))
        }
    }

    @Test func `tell how the practice stands, without being made to wait for it`() async throws {
        try await withService { ports in
            var found: [String: Double] = [:]
            // The first reading is under way when the service begins to serve.
            for _ in 0..<6_000 where found["soleus_sample_age_seconds"] == nil {
                found = samples(try await get("/metrics", ports.health).body)
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(found[#"soleus_alerts_open{standing="escalated"}"#] == 0)
            #expect(found[#"soleus_loads_unsettled{state="held"}"#] == 0)
            #expect(found["soleus_alert_look_lag_seconds"] == 0)
            #expect(try #require(found["soleus_postgres_transaction_age"]) > 0)
            #expect(found["soleus_sample_failures_total"] == 0)
        }
    }

    @Test func `are well formed, as promtool sees them`() async throws {
        guard let promtool = Promtool.path else { return }
        try await withService { ports in
            _ = try await get("/openapi.json", ports.service)
            let text = try await get("/metrics", ports.health).body
            #expect(try Promtool.run(promtool, ["check", "metrics"], input: text) == "")
            // It does find faults.
            let faulty = text + "# TYPE soleus_faulty counter\nsoleus_faulty 1\n"
            #expect(try Promtool.run(promtool, ["check", "metrics"], input: faulty).contains("soleus_faulty"))
        }
    }

    @Test func `are all in the page for operators, and the page has no others`() throws {
        let page = try String(
            contentsOf: TestCluster.packageDirectory.appending(
                components: "Sources", "SoleusRuntime", "SoleusRuntime.docc", "Operating.md"), encoding: .utf8)
        let described = Set(page.matches(of: /`((?:soleus|process)_[a-z_]+)`/).map { String($0.1) })
        let counted = Set((MetricCatalogue.all + [MetricRegistry.refusals]).map(\.name))
        #expect(described.subtracting(counted) == [])
        #expect(counted.subtracting(described) == [])
    }

    private func withService(_ body: (Application.Ports) async throws -> Void) async throws {
        try await withTestDatabase { test in
            let application = try Soleus.build(try ServiceSettings(test), logger: TestCluster.logger)
            let ports = try await application.start()
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await body(ports)) } catch { outcome = .failure(error) }
            await application.stop()
            try outcome.get()
        }
    }

    private func get(_ path: String, _ port: Int) async throws -> (status: Int, type: String?, body: String) {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
        let (data, response) = try await URLSession(configuration: .ephemeral).data(from: url)
        let answer = try #require(response as? HTTPURLResponse)
        return (
            answer.statusCode, answer.value(forHTTPHeaderField: "Content-Type"), String(decoding: data, as: UTF8.self)
        )
    }

    /// The values by what stands before them.
    private func samples(_ text: String) -> [String: Double] {
        text.split(separator: "\n").reduce(into: [:]) { samples, line in
            guard !line.hasPrefix("#"), let space = line.lastIndex(of: " ") else { return }
            samples[String(line[..<space])] = Double(line[line.index(after: space)...])
        }
    }
}

/// Prometheus' own judge of metrics and rules, where it is installed (Debian's package `prometheus`).
enum Promtool {
    static let path = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// What it says of its input; nothing when all is well.
    static func run(_ path: String, _ arguments: [String], input: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let (stdin, output) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: said, as: UTF8.self)
    }
}
