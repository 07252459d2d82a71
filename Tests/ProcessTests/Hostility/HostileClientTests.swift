import ChartSync
import Foundation
import StrictJSON
import Testing

@testable import HTTPServer

/// What clients do by mistake or on purpose: each has an answer, everybody else is served meanwhile, and memory stays bounded.
@Suite(.serialized) struct `A hostile client` {
    /// A running service with one chart, and what was in its memory before anybody was hostile.
    private struct Target {
        var practice: Practice
        var service: ChildProcess
        var cohort: Cohort
        var mebibytesBefore: Int

        var device: Cohort.Device { cohort.charts[0].devices[0] }

        /// Sends a push by the device, with so many bytes of it missing in the end.
        func push(_ body: [UInt8], coding: String? = nil) -> HTTPMessage {
            .request(
                "POST", "/v1/sync/push", token: device.token, body: body,
                fields: coding.map { [("Content-Encoding", $0)] } ?? [])
        }

        func answer(to request: HTTPMessage) async throws -> HTTPMessage? {
            let endpoint = practice.endpoint
            return try await onOwnThread { HTTPConversation(with: endpoint).answer(to: request) }
        }

        /// Whether an honest device is served.
        func servesOthers() async throws -> Bool {
            let body = PullRequest(
                device: device.id, schema: ProtocolVersion.current, clientTime: .now,
                scopes: [ScopeRequest(.chart(cohort.charts[0].member))])
            let request = HTTPMessage.request(
                "POST", "/v1/sync/pull", token: device.token, body: JSONWriter.write(try JSONValue.encoding(body)))
            return try await answer(to: request)?.status == 200
        }

        func growthMebibytes() throws -> Int { try service.residentMebibytes - mebibytesBefore }
    }

    private func withTarget(_ body: (Target) async throws -> Void) async throws {
        try await Practice.with { practice in
            let cohort = try await Cohort.make(devices: [1], in: practice)
            let service = try await practice.start()
            var target = Target(practice: practice, service: service, cohort: cohort, mebibytesBefore: 0)
            #expect(try await target.servesOthers())
            target.mebibytesBefore = try service.residentMebibytes
            try await body(target)
            #expect(service.ending == nil)
            #expect(try await target.servesOthers())
        }
    }

    /// A push of two hundred check-ins' worth of text that means nothing.
    private static let longBody = Array("{\"device\":\"\(String(repeating: "x", count: 200_000))\"}".utf8)

    @Test func `that goes in the middle of a body leaves nothing behind`() async throws {
        try await withTarget { target in
            let bytes = target.push(Self.longBody).bytes
            for round in 1...5 {
                let crowd = try Crowd(of: 40, to: target.practice.endpoint) { index in
                    Array(bytes.prefix(bytes.count * (index + 1) / 41))
                }
                #expect(try await target.servesOthers(), "round \(round)")
                crowd.leave()
            }
            #expect(try await target.practice.count("SELECT count(*) FROM commit_entry") == 0)
            #expect(try target.growthMebibytes() < 100)
        }
    }

    @Test func `with a bomb is refused before it goes off`() async throws {
        let huge = try #require(Gzip.deflate([UInt8](repeating: 0x20, count: 64 << 20)))
        let dense = try #require(Gzip.deflate([UInt8](repeating: 0x20, count: 900_000)))
        let nested = try #require(Gzip.deflate(huge))
        #expect(huge.count < 1 << 20)
        try await withTarget { target in
            for round in 1...10 {
                for (body, statuses) in [(huge, [413]), (dense, [413]), (nested, [400, 413])] {
                    let answer = try await target.answer(to: target.push(body, coding: "gzip"))
                    let status = try #require(answer?.status)
                    #expect(statuses.contains(status), "round \(round)")
                }
                let twice = try await target.answer(to: target.push(nested, coding: "gzip, gzip"))
                #expect(twice?.status == 415)
                let unknown = try await target.answer(to: target.push(huge, coding: "deflate"))
                #expect(unknown?.status == 415)
            }
            // Undone whole, each of them would be 64 MiB.
            #expect(try target.growthMebibytes() < 60)
        }
    }

    @Test func `with a million mutations is refused before they are read`() async throws {
        try await withTarget { target in
            let one =
                #"{"seq":1,"kind":"check_in","op":"insert","row":"0190a000-0000-7000-8000-000000000000","body":{}},"#
            var body = Array(#"{"charts":[{"chart":"\#(target.cohort.charts[0].member)","mutations":["#.utf8)
            body += [UInt8](1_000_000, copiesOf: Array(one.utf8))
            let plain = try await target.answer(to: target.push(body))
            // Who is refused by the head of a request may be cut off while still sending the rest of it.
            #expect(plain == nil || plain?.status == 413)
            let packed = try await target.answer(to: target.push(try #require(Gzip.deflate(body)), coding: "gzip"))
            #expect(packed?.status == 413)
            #expect(try target.growthMebibytes() < 60)
            #expect(try await target.practice.count("SELECT count(*) FROM commit_entry") == 0)
        }
    }

    @Test func `that never reads its answers holds nobody up`() async throws {
        try await withTarget { target in
            // The longest answer that anybody may ask for, again and again on one connection.
            let request = HTTPMessage.request("GET", "/openapi.json", token: nil).bytes
            let crowd = try Crowd(of: 1_000, to: target.practice.endpoint) { _ in
                [UInt8](20, copiesOf: request)
            }
            #expect(try await target.servesOthers())
            // Not one of them ever reads; whether or not the service has hung up by now, its memory is bounded.
            #expect(try target.growthMebibytes() < 500)
            crowd.leave()
            #expect(try await target.servesOthers())
        }
    }

    @Test func `that sends slowly is cut off, and the others are served`() async throws {
        try await withTarget { target in
            let bytes = target.push(Self.longBody).bytes
            let headers = try Crowd(of: 300, to: target.practice.endpoint) { _ in Array(bytes.prefix(30)) }
            let bodies = try Crowd(of: 300, to: target.practice.endpoint) { _ in Array(bytes.prefix(600)) }
            #expect(try await target.servesOthers())
            #expect(try target.growthMebibytes() < 200)
            // Each adds a byte now and then, and is cut off nevertheless: deadlines are for the whole of a stage.
            try await eventually("the service has cut all of them off") {
                (headers.wires + bodies.wires).allSatisfy { $0.isEnded(afterSending: UInt8(ascii: "x")) }
            }
            #expect(try await target.practice.count("SELECT count(*) FROM commit_entry") == 0)
        }
    }
}

extension Wire {
    /// Whether the other side has ended the connection, after one byte more was offered to it.
    fileprivate func isEnded(afterSending byte: UInt8) -> Bool {
        var byte = byte
        // The pointers are to local values and live for the calls only.
        let sent = unsafe Foundation.send(descriptor, &byte, 1, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        return sent < 0 && errno != EAGAIN
    }
}
