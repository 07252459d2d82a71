import Care
import ChartSync
import Foundation
import StrictJSON
import Synchronization
import Testing

/// A checker that never fails proves nothing: here something between the devices and the service is broken on purpose.
@Suite(.serialized) struct `The checker of faults` {
    /// What it finds after devices have worked behind a proxy that treats requests in this way.
    private func findings(
        devices: [Int], workers: Int, treatment: (Cohort) -> @Sendable (HTTPMessage) -> ServiceProxy.Treatment
    ) async throws -> [Finding] {
        try await Practice.with { practice in
            let cohort = try await Cohort.make(devices: devices, in: practice)
            try await practice.start()
            let proxy = try ServiceProxy(to: practice.endpoint, seed: LongForm.seed, treatment: treatment(cohort))
            defer { proxy.stop() }
            let handsets = Array(cohort.handsets(through: proxy.endpoint).prefix(workers))
            try await working(handsets) {
                try await eventually("the devices have worked") {
                    handsets.allSatisfy { $0.acknowledgedCount >= 40 || !$0.contradictions.isEmpty }
                }
            }
            return try await Judgement.findings(in: practice, cohort, handsets)
        }
    }

    @Test func `finds nothing when nothing is broken`() async throws {
        let findings = try await findings(devices: [2, 1], workers: 3) { _ in { _ in .forward } }
        #expect(findings == [])
    }

    @Test func `finds what was acknowledged and never sent on`() async throws {
        let pushes = Mutex(0)
        let findings = try await findings(devices: [1], workers: 1) { _ in
            { request in
                guard request.startLine.contains("/sync/push"),
                    pushes.withLock({
                        $0 += 1
                        return $0 == 5
                    }),
                    let lie = Deceit.acknowledgement(of: request)
                else { return .forward }
                return .answer(lie)
            }
        }
        #expect(findings.contains { $0.kind == .lost })
    }

    @Test func `finds what took effect a second time by another device`() async throws {
        let lastSeq = Mutex<Int64>(0)
        let findings = try await findings(devices: [2], workers: 1) { cohort in
            let other = cohort.charts[0].devices[1]
            return { request in
                lastSeq.withLock { seq in
                    Deceit.copy(of: request, by: other, after: &seq).map { .forwardAlso([$0]) } ?? .forward
                }
            }
        }
        #expect(findings.contains { $0.kind == .doubled })
    }

    @Test func `finds a history that was altered`() async throws {
        let kinds = try await Practice.with { practice in
            let cohort = try await Cohort.make(devices: [1], in: practice)
            try await practice.start()
            let handsets = cohort.handsets(through: practice.endpoint)
            try await working(handsets) {
                try await eventually("the device has worked") { handsets[0].acknowledgedCount >= 20 }
            }
            try await practice.execute(
                """
                UPDATE commit_entry SET client_time = client_time - interval '1 day'
                WHERE last_version = (SELECT min(last_version) FROM commit_entry)
                """)
            return try await Judgement.findings(in: practice, cohort, handsets).map(\.kind)
        }
        #expect(kinds == [.brokenChain])
    }

    @Test func `finds versions that were taken out`() async throws {
        let kinds = try await Practice.with { practice in
            let cohort = try await Cohort.make(devices: [1], in: practice)
            try await practice.start()
            let handsets = cohort.handsets(through: practice.endpoint)
            try await working(handsets) {
                try await eventually("the device has worked") { handsets[0].acknowledgedCount >= 20 }
            }
            try await practice.execute(
                """
                DELETE FROM commit_entry WHERE last_version = (
                    SELECT last_version FROM commit_entry ORDER BY last_version OFFSET 1 LIMIT 1
                )
                """)
            return Set(try await Judgement.findings(in: practice, cohort, handsets).map(\.kind))
        }
        #expect(kinds == [.gap, .brokenChain])
    }
}

/// What a dishonest go-between would make of a push.
private enum Deceit {
    private static func push(in request: HTTPMessage) -> PushRequest? {
        guard request.startLine.contains("/sync/push") else { return nil }
        do {
            return try JSONReader.read(request.body).decode(PushRequest.self)
        } catch {
            // It is passed on as it is.
            return nil
        }
    }

    /// An answer as if every mutation had been applied.
    static func acknowledgement(of request: HTTPMessage) -> HTTPMessage? {
        guard let push = push(in: request) else { return nil }
        let slices = push.charts.map { slice in
            SliceAnswer(
                chart: slice.chart, epoch: UUID().uuidString.lowercased(), lastSeq: slice.mutations.last?.seq ?? 0,
                outcomes: slice.mutations.map { Outcome(seq: $0.seq, status: .applied, version: $0.seq) })
        }
        do {
            let body = JSONWriter.write(try JSONValue.encoding(PushAnswer(charts: slices)))
            return HTTPMessage(
                startLine: "HTTP/1.1 200 OK",
                fields: [("Content-Type", "application/json"), ("Content-Length", "0")], body: body)
        } catch {
            return nil
        }
    }

    /// The same insertions once more, as if another device had recorded them.
    static func copy(of request: HTTPMessage, by device: Cohort.Device, after lastSeq: inout Int64) -> HTTPMessage? {
        guard var push = push(in: request) else { return nil }
        push.device = device.id
        for slice in push.charts.indices {
            var copies: [Mutation] = []
            for mutation in push.charts[slice].mutations where mutation.op == RowOperation.insert.rawValue {
                lastSeq += 1
                var copy = mutation
                (copy.seq, copy.row) = (lastSeq, .make(at: .now))
                copies.append(copy)
            }
            guard !copies.isEmpty else { return nil }
            push.charts[slice].mutations = copies
        }
        do {
            return .request(
                "POST", "/v1/sync/push", token: device.token, body: JSONWriter.write(try JSONValue.encoding(push)))
        } catch {
            return nil
        }
    }
}
