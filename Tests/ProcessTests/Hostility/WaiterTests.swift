import Care
import ChartSync
import Foundation
import StrictJSON
import Synchronization
import Testing

/// As many devices as wait for news at one process: what each of them costs, who of them is told, and what those do who never
/// read.
@Suite(.serialized) struct `A thousand that wait` {
    /// `deploy/faults --waiters 10000` makes more of them.
    private static let count = LongForm.number("SOLEUS_WAITERS") ?? 1_000
    private static let charts = 10
    private static let wave = 50

    /// A stream of events of the device with this token.
    private static func stream(token: String) -> [UInt8] {
        HTTPMessage.request("GET", "/v1/sync/events", token: token).bytes
    }

    @Test func `are told of a commit, and those that never read cost no more than the others`() async throws {
        try await Practice.with { practice in
            // The last device of each chart is the one that writes.
            let cohort = try await Cohort.make(
                devices: Array(repeating: Self.count / Self.charts + 1, count: Self.charts), in: practice)
            let service = try await practice.start()
            let scribes = cohort.charts.map { Scribe(of: $0) }
            for scribe in scribes { #expect(try await scribe.push(through: practice.endpoint)) }
            let before = try service.residentKibibytes

            let tokens = cohort.charts.flatMap { $0.devices.dropLast().map(\.token) }
            try Crowd.prepare(for: tokens.count)
            var wires: [Wire] = []
            // In waves: who comes with a thousand others waits for the database, or is told when to come again.
            for start in stride(from: 0, to: tokens.count, by: Self.wave) {
                let wave = tokens[start..<min(start + Self.wave, tokens.count)]
                let crowd = try Crowd(of: wave.count, to: practice.endpoint) { Self.stream(token: wave[start + $0]) }
                try await onOwnThread { for wire in crowd.wires { try wire.hears("event: ready") } }
                wires += crowd.wires
            }
            let crowd = wires
            let waiting = try service.residentKibibytes

            // A commit on each chart: everybody hears of it, also those in whose connections it stays.
            for scribe in scribes { #expect(try await scribe.push(through: practice.endpoint)) }
            let committed = ContinuousClock.now
            try await onOwnThread { for wire in crowd { try wire.hears("event: news") } }
            let told = ContinuousClock.now - committed

            // Nobody reads a word of these, and what is kept for each of them does not grow.
            for _ in 1...20 {
                for scribe in scribes { #expect(try await scribe.push(through: practice.endpoint)) }
            }
            let unread = try service.residentKibibytes

            LongForm.tell(
                "\(tokens.count) waiters: \(waiting - before) KiB more, \((waiting - before) / tokens.count) KiB each; "
                    + "all told \(told) after the last commit; \(unread - waiting) KiB more after 20 commits on each of "
                    + "\(Self.charts) charts that nobody read of")
            // A connection with its headers and a task: 24 KiB as libmicrohttpd has it, and as much again.
            #expect(waiting - before < 50_000 + 64 * tokens.count)
            #expect(unread - waiting < 50_000 + 16 * tokens.count)
            for wire in crowd { wire.cut() }
            #expect(try await scribes[0].push(through: practice.endpoint))
            #expect(service.ending == nil)
        }
    }
}

/// A device that records one thing after another.
private final class Scribe: Sendable {
    private let member: MemberID
    private let device: Cohort.Device
    private let lastSeq = Mutex<Int64>(0)

    init(of chart: Cohort.Chart) {
        member = chart.member
        device = chart.devices[chart.devices.count - 1]
    }

    /// Whether one more pair of shoes was applied.
    func push(through endpoint: Endpoint) async throws -> Bool {
        let seq = lastSeq.withLock { seq in
            seq += 1
            return seq
        }
        let mutation = Mutation(
            seq: seq, kind: "shoe", op: "insert", row: .make(at: .now),
            body: ["inUseFrom": "2026-01-02", "label": .string("Pair \(seq)"), "startMeters": 0])
        let request = PushRequest(
            device: device.id, schema: ProtocolVersion.current, clientTime: .now,
            charts: [.init(chart: member, mutations: [mutation])])
        let message = HTTPMessage.request(
            "POST", "/v1/sync/push", token: device.token, body: JSONWriter.write(try JSONValue.encoding(request)))
        let answer = try await onOwnThread { HTTPConversation(with: endpoint).answer(to: message) }
        guard let answer, answer.status == 200 else { return false }
        let push: PushAnswer = try JSONReader.read(answer.body).decode()
        return push.charts.first?.outcomes.map(\.status) == [.applied]
    }
}

extension Wire {
    /// Waits until a text has arrived in the system's buffer, and takes nothing out of it.
    fileprivate func hears(_ text: String) throws {
        let wanted = Array(text.utf8)
        let deadline = ContinuousClock.now + .seconds(60)
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while ContinuousClock.now < deadline {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe recv(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_PEEK))
            }
            guard count > 0 else { throw NotAsExpected("a stream ended: errno \(errno)") }
            if buffer[..<count].contains(wanted) { return }
            Thread.sleep(forTimeInterval: 0.002)
        }
        throw NotAsExpected("'\(text)' has not come")
    }
}
